/** How much memory an allocator may have, what it says it has, and how it gives it back. */
module example.limits {
    requires hakmem.api;
}
