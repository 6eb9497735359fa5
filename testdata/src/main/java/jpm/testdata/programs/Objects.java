package jpm.testdata.programs;

import static jpm.testdata.oracle.Oracle.say;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import jpm.testdata.oracle.Chain;

/** Objects: nested, cyclic, shared, inherited, and the JDK's collections. */
final class Objects {
    private Objects() {}

    /** A node of a graph. */
    static class Node {
        final String name;
        Node next;
        Object payload;

        Node(String name, Node next) {
            this.name = name;
            this.next = next;
        }
    }

    /** Has a field of the same name as its superclass, of another type. */
    static final class Special extends Node {
        private final int name;
        private final double[] weights = {0.25, 0.75};

        Special(int name) {
            super("special", null);
            this.name = name;
        }

        int number() {
            return name + weights.length;
        }
    }

    static void nested() {
        Node chain = new Node("a", new Node("b", new Node("c", null)));
        Special special = new Special(9);
        Node asSuper = special;
        chain.payload = special.number();
        say().of("chain", Node.class, chain)
                .of("special", Special.class, special)
                .of("asSuper", Node.class, asSuper)
                .end();
        Chain.proceed();
    }

    static void cyclic() {
        Node self = new Node("self", null);
        self.next = self;
        Node left = new Node("left", null);
        Node right = new Node("right", left);
        left.next = right;
        Node shared = new Node("shared", null);
        Node[] twice = {shared, shared};
        List<Object> list = new ArrayList<>();
        list.add(1);
        list.add(list);
        say().of("self", Node.class, self)
                .of("left", Node.class, left)
                .of("right", Node.class, right)
                .of("shared", Node.class, shared)
                .of("twice", Node[].class, twice)
                .of("list", List.class, list)
                .end();
        Chain.proceed();
    }

    static void collections() {
        List<String> arrayList = new ArrayList<>(List.of("x", "y"));
        List<Integer> linked = new LinkedList<>(List.of(1, 2, 3));
        List<Integer> immutable = List.of(7, 8, 9);
        List<Integer> pair = List.of(1, 2);
        List<String> wrapped = Arrays.asList("p", null);
        ArrayDeque<Integer> deque = new ArrayDeque<>(List.of(4, 5));
        deque.addFirst(3);
        Map<String, Integer> map = new LinkedHashMap<>();
        map.put("one", 1);
        map.put(null, 2);
        map.put("three", null);
        Map<Integer, String> tree = new TreeMap<>(Map.of(3, "c", 1, "a", 2, "b"));
        LinkedHashSet<String> set = new LinkedHashSet<>(List.of("s", "t"));
        TreeSet<Long> sorted = new TreeSet<>(List.of(5L, 1L));
        Map<String, List<Integer>> deep = new TreeMap<>();
        deep.put("odd", List.of(1, 3, 5));
        Optional<String> some = Optional.empty();
        say().of("arrayList", List.class, arrayList)
                .of("linked", List.class, linked)
                .of("immutable", List.class, immutable)
                .of("pair", List.class, pair)
                .of("wrapped", List.class, wrapped)
                .of("deque", ArrayDeque.class, deque)
                .of("map", Map.class, map)
                .of("tree", Map.class, tree)
                .of("set", LinkedHashSet.class, set)
                .of("sorted", TreeSet.class, sorted)
                .of("deep", Map.class, deep)
                .of("some", Optional.class, some)
                .end();
        Chain.proceed();
    }

    static void others() {
        Class<?> type = Node.class;
        Object plain = new Object();
        Thread thread = Thread.currentThread();
        Throwable never = new UnsupportedOperationException("never thrown");
        StringBuilder builder = new StringBuilder("built");
        say().of("type", Class.class, type)
                .of("plain", Object.class, plain)
                .of("thread", Thread.class, thread)
                .of("never", Throwable.class, never)
                .of("builder", StringBuilder.class, builder)
                .end();
        Chain.proceed();
    }
}
