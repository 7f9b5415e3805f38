/** A cache that makes room when there is no memory. */
module example.outofmemory {
    requires hakmem.api;
}
