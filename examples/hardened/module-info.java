/** Mistakes made on purpose, and how they are reported. */
module example.hardened {
    requires hakmem.api;
}
