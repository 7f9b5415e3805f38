/** Hands blocks of hakmem to native code. Compiled against the API alone; the allocator is found at run time. */
module example.downcall {
    requires hakmem.api;
}
