package jpm.expr;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Something of every kind, for expressions about it. */
@SuppressWarnings("all")
public class Sample {
    public static int counted = 42;
    public static final String GREETING = "hello";

    public byte b = -5;
    public short s = 300;
    public char c = 'x';
    public int i = 7;
    public int n = -3;
    public int zero = 0;
    public long l = 1L << 40;
    public float f = 1.5f;
    public double d = -2.25;
    public double nan = Double.NaN;
    public boolean yes = true;
    public boolean no = false;

    public Integer boxed = 128;
    public Integer sameValue = Integer.valueOf(128);
    public Long boxedLong = 128L;
    public Double boxedDouble = 1.5;
    public Character boxedChar = 'q';
    public Boolean boxedBoolean = true;

    public String str = "Grüße, World";
    public String empty = "";
    public String blank = "  ";
    public String nul = null;
    public Object object = "an object";
    public CharSequence sequence = "chars";

    public int[] ints = {3, 1, 2};
    public int[][] grid = {{1, 2}, {3}};
    public String[] words = {"one", "two", null};
    public Object[] objects = {1, "two", 3.0};
    public byte[] bytes = {1, -1};

    public List<Integer> list = new ArrayList<>(List.of(5, 3, 9, 3));
    public List<String> fixed = List.of("a", "bb", "ccc");
    public List<String> withNull = Arrays.asList("x", null);
    public Set<String> set = new LinkedHashSet<>(List.of("p", "q"));
    public Deque<Integer> deque = new ArrayDeque<>(List.of(1, 2, 3));
    public Collection<Integer> none = List.of();
    public Map<String, Integer> map = new LinkedHashMap<>(Map.of("one", 1));
    public Map<Integer, String> byNumber = new TreeMap<>(Map.of(1, "eins", 2, "zwei"));
    public Map<Color, List<Point>> byColor = new EnumMap<>(Map.of(Color.RED, List.of(new Point(1, 2))));
    public Map<String, Object> concurrent = new ConcurrentHashMap<>(Map.of("k", List.of(1, 2)));

    public Optional<String> some = Optional.of("there");
    public Optional<String> nothing = Optional.empty();
    public OptionalInt someInt = OptionalInt.of(4);
    public AtomicInteger atomic = new AtomicInteger(11);
    public AtomicReference<String> held = new AtomicReference<>("held");

    public Color color = Color.GREEN;
    public Point point = new Point(3, 4);
    public Point samePoint = new Point(3, 4);
    public Shape shape = new Circle(2);
    public Node node = new Node("first", new Node("second", null));
    public BigDecimal price = new BigDecimal("12.50");
    public Instant instant = Instant.ofEpochSecond(1_000_000);
    public LocalDate date = LocalDate.of(2026, 11, 21);
    public Exception failure = new IllegalStateException("outer", new RuntimeException("inner"));

    public enum Color {
        RED,
        GREEN
    }

    public record Point(int x, int y) {}

    public interface Shape {}

    public static class Circle implements Shape {
        public final int radius;

        public Circle(int radius) {
            this.radius = radius;
        }

        public double area() {
            return Math.PI * radius * radius;
        }

        public int getRadius() {
            return radius;
        }
    }

    public static class Node {
        public static int made = 2;
        public final String name;
        public final Node next;

        public Node(String name, Node next) {
            this.name = name;
            this.next = next;
        }
    }
}
