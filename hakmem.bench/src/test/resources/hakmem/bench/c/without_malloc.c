/* A library that is no allocator. */
int no_allocator(void) {
    return 0;
}
