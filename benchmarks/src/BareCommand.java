import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * BareCommand FOLDER N PROGRAM: runs the program N times, two at a time, with its output in a file
 * each.
 */
public final class BareCommand {
    public static void main(String[] words) throws Exception {
        Path folder = Files.createDirectories(Path.of(words[0]));
        ExecutorService lanes = Executors.newFixedThreadPool(2);
        List<Callable<Integer>> runs =
                IntStream.range(0, Integer.parseInt(words[1]))
                        .<Callable<Integer>>mapToObj(
                                i -> () -> run(words[2], folder.resolve("" + i).toFile()))
                        .toList();
        for (Future<Integer> run : lanes.invokeAll(runs)) {
            if (run.get() != 0) throw new IllegalStateException("the program failed");
        }
        lanes.shutdown();
    }

    private static int run(String program, File output) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(program).redirectErrorStream(true);
        return builder.redirectInput(new File("/dev/null"))
                .redirectOutput(output)
                .start()
                .waitFor();
    }
}
