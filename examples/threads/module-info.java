/** Blocks handed from thread to thread, of each kind. */
module example.threads {
    requires hakmem.api;
}
