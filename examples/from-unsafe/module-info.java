/** The same list of numbers with {@code sun.misc.Unsafe} and with hakmem. */
module example.fromunsafe {
    requires hakmem.api;
    requires jdk.unsupported;
}
