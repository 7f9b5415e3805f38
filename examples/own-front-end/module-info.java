/** A front end of its own on hakmem's pool: no malloc, no size classes, only records of one size. */
module example.records {
    requires hakmem.sharedpool;
}
