package jpm.bench.agent;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * One process of the steady-state measurement: the same workload from two loaders in turn, the CPU time of each round, and the median ratio of
 * the pairs. Arguments: workload class, {@code first} or {@code second} (which role is created first), warm-up seconds, pairs, work folder, class
 * path entries of the workload.
 */
public final class SteadyState {
    private SteadyState() {}

    @SuppressWarnings("ReturnValueIgnored") // warming up
    public static void main(String[] args) throws Exception {
        List<Path> classPath = Stream.of(args).skip(5).map(Path::of).toList();
        TwoLoaders loaders = TwoLoaders.unpack(classPath, Path.of(args[4]));
        boolean instrumentedFirst = args[1].equals("first");
        LongSupplier one = workload(instrumentedFirst ? loaders.instrumented() : loaders.plain(), args[0]);
        LongSupplier two = workload(instrumentedFirst ? loaders.plain() : loaders.instrumented(), args[0]);
        LongSupplier instrumented = instrumentedFirst ? one : two;
        LongSupplier plain = instrumentedFirst ? two : one;

        long warmUntil = System.nanoTime() + Long.parseLong(args[2]) * 1_000_000_000L;
        while (System.nanoTime() < warmUntil) {
            one.getAsLong();
            two.getAsLong();
        }
        double[] ratios = measure(instrumented, plain, Integer.parseInt(args[3]));
        System.out.printf("%.4f %.4f %.4f%n", at(ratios, 0.5), at(ratios, 0.25), at(ratios, 0.75));
        System.exit(0);
    }

    private static LongSupplier workload(ClassLoader loader, String name) throws Exception {
        return (LongSupplier) loader.loadClass(name).getConstructor().newInstance();
    }

    private static double[] measure(LongSupplier instrumented, LongSupplier plain, int pairs) {
        double[] ratios = new double[pairs];
        for (int pair = 0; pair < pairs; pair++) {
            boolean plainFirst = pair % 2 == 0;
            long before = plainFirst ? plain.getAsLong() : 0;
            long measured = instrumented.getAsLong();
            long base = plainFirst ? before : plain.getAsLong();
            ratios[pair] = (double) measured / base;
        }
        Arrays.sort(ratios);
        return ratios;
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) (share * (sorted.length - 1))];
    }
}
