package hakmem.bench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** The main class of a child JVM: one measurement, told and answered as {@link Protocol} says. */
public final class Child {
    private Child() {}

    /**
     * Runs one measurement.
     *
     * @param args none
     * @throws IOException if the parent cannot be read from
     * @throws InterruptedException never: nobody interrupts the main thread
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        BufferedReader parent = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = parent.readLine();
        if (line == null) {
            throw new IOException("this class is started by the command line, which tells it what to measure");
        }
        endWithParent(parent);
        RunResult result = new InProcessRunner().run(Protocol.decodeSpec(line));
        System.out.println(Protocol.encode(result));
        System.out.flush();
        // The threads of a peer must not keep a JVM alive whose work is done.
        System.exit(0);
    }

    /** A parent that is killed cannot end its child; the child sees the end of its input. */
    private static void endWithParent(BufferedReader parent) {
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
            try {
                while (parent.readLine() != null) {}
            } catch (IOException e) {
                // the same as its end
            }
            Runtime.getRuntime().halt(1);
        });
    }
}
