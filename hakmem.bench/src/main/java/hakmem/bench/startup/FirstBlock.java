package hakmem.bench.startup;

import hakmem.api.Allocator;
import hakmem.api.Hakmem;

/**
 * The program whose start is measured: it takes a block from the allocator of the process, and says so. It needs nothing of
 * the command line's modules, so that the JVM starts as an application's would.
 */
public final class FirstBlock {
    /** What it is told when it should ask for no block. */
    static final String NOTHING = "nothing";

    private static final int SIZE = 64;

    private FirstBlock() {}

    /**
     * Runs the program.
     *
     * @param args {@value #NOTHING}, or anything else for a block
     */
    public static void main(String[] args) {
        char sign = '0';
        if (!args[0].equals(NOTHING)) {
            Allocator allocator = Hakmem.allocator();
            allocator.free(allocator.malloc(SIZE));
            sign = '1';
        }
        System.out.write(sign);
        System.out.flush();
    }
}
