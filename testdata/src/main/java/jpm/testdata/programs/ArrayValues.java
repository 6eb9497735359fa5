package jpm.testdata.programs;

import static jpm.testdata.oracle.Oracle.say;

import java.util.Arrays;
import jpm.testdata.oracle.Chain;

/** Arrays of every type: empty, small, large, nested and containing themselves. */
final class ArrayValues {
    private static final int LARGE = 20_000;

    private ArrayValues() {}

    static void empty() {
        boolean[] booleans = {};
        byte[] bytes = {};
        char[] chars = {};
        short[] shorts = {};
        int[] ints = {};
        long[] longs = {};
        float[] floats = {};
        double[] doubles = {};
        String[] strings = {};
        int[][] grid = {};
        int[] none = null;
        say().of("booleans", boolean[].class, booleans)
                .of("bytes", byte[].class, bytes)
                .of("chars", char[].class, chars)
                .of("shorts", short[].class, shorts)
                .of("ints", int[].class, ints)
                .of("longs", long[].class, longs)
                .of("floats", float[].class, floats)
                .of("doubles", double[].class, doubles)
                .of("strings", String[].class, strings)
                .of("grid", int[][].class, grid)
                .of("none", int[].class, none)
                .end();
        Chain.proceed();
    }

    static void small() {
        boolean[] booleans = {true, false};
        byte[] bytes = {-128, 127};
        char[] chars = {'a', '\uffff'};
        short[] shorts = {-32768, 32767};
        int[] ints = {Integer.MIN_VALUE, 0, Integer.MAX_VALUE};
        long[] longs = {Long.MIN_VALUE, Long.MAX_VALUE};
        float[] floats = {Float.NaN, -0f};
        double[] doubles = {Double.NEGATIVE_INFINITY, -0.0};
        String[] strings = {"one", null, "three"};
        Object[] objects = {1, "two", 3.0, new int[] {4}};
        say().of("booleans", boolean[].class, booleans)
                .of("bytes", byte[].class, bytes)
                .of("chars", char[].class, chars)
                .of("shorts", short[].class, shorts)
                .of("ints", int[].class, ints)
                .of("longs", long[].class, longs)
                .of("floats", float[].class, floats)
                .of("doubles", double[].class, doubles)
                .of("strings", String[].class, strings)
                .of("objects", Object[].class, objects)
                .end();
        Chain.proceed();
    }

    static void large() {
        boolean[] booleans = new boolean[LARGE];
        byte[] bytes = new byte[LARGE];
        char[] chars = new char[LARGE];
        short[] shorts = new short[LARGE];
        int[] ints = new int[LARGE];
        long[] longs = new long[LARGE];
        float[] floats = new float[LARGE];
        double[] doubles = new double[LARGE];
        Integer[] boxes = new Integer[LARGE];
        Arrays.setAll(ints, i -> i * 31);
        Arrays.setAll(longs, i -> i * 3_000_000_000L);
        Arrays.setAll(doubles, i -> i / 7.0);
        Arrays.setAll(boxes, i -> i % 3 == 0 ? null : (Integer) i);
        Arrays.fill(booleans, 5, 500, true);
        Arrays.fill(bytes, (byte) -3);
        Arrays.fill(chars, 'ß');
        Arrays.fill(shorts, (short) -30_000);
        Arrays.fill(floats, 0.1f);
        say().of("booleans", boolean[].class, booleans)
                .of("bytes", byte[].class, bytes)
                .of("chars", char[].class, chars)
                .of("shorts", short[].class, shorts)
                .of("ints", int[].class, ints)
                .of("longs", long[].class, longs)
                .of("floats", float[].class, floats)
                .of("doubles", double[].class, doubles)
                .of("boxes", Integer[].class, boxes)
                .end();
        Chain.proceed();
    }

    static void nested() {
        int[][] grid = {{1, 2}, {}, null, {3}};
        long[][][] cube = new long[2][2][2];
        cube[1][0][1] = 42;
        String[][] table = {{"a"}, {null, "b"}};
        Object[] itself = new Object[2];
        itself[0] = itself;
        Object arrayAsObject = new double[] {1.5};
        say().of("grid", int[][].class, grid)
                .of("cube", long[][][].class, cube)
                .of("table", String[][].class, table)
                .of("itself", Object[].class, itself)
                .of("arrayAsObject", Object.class, arrayAsObject)
                .end();
        Chain.proceed();
    }
}
