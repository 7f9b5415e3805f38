/** The same frames with Netty's buffers and with hakmem. */
module example.fromnetty {
    requires hakmem.api;
    requires io.netty.buffer;
    requires io.netty.common;
}
