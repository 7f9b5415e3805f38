/** An application that knows hakmem's API and, by name only, somebody's strategy. */
module example.app {
    requires hakmem.api;
}
