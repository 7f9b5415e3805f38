/** One record kept in the three ways there are: as a segment, as a raw address, in an arena. */
module example.choosing {
    requires hakmem.api;
}
