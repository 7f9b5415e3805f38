/** Needs aligned memory and nothing of an allocator. */
module example.superslab {
    requires hakmem.superslab;
}
