/** The same work with the JDK's arenas and with hakmem. */
module example.fromarenas {
    requires hakmem.api;
}
