package jpm.testdata.expressions;

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

    public LocalDate later = LocalDate.of(2027, 2, 28);
    public java.time.LocalDateTime dateTime = java.time.LocalDateTime.of(2026, 11, 21, 12, 30, 15);
    public java.time.LocalTime time = java.time.LocalTime.of(23, 59);
    public java.time.ZonedDateTime zoned = dateTime.atZone(java.time.ZoneId.of("Europe/Zagreb"));
    public java.time.OffsetDateTime offset = dateTime.atOffset(java.time.ZoneOffset.ofHours(2));
    public java.time.Duration duration = java.time.Duration.ofMinutes(90);
    public java.time.Period period = java.time.Period.ofMonths(14);
    public java.time.DayOfWeek day = java.time.DayOfWeek.SATURDAY;
    public java.math.BigInteger big = new java.math.BigInteger("123456789012345678901234567890");
    public BigDecimal rate = new BigDecimal("0.25");
    public java.util.UUID uuid = java.util.UUID.fromString("00000000-0000-002a-0000-00000000000b");
    public java.util.concurrent.TimeUnit unit = java.util.concurrent.TimeUnit.SECONDS;
    public java.math.RoundingMode rounding = java.math.RoundingMode.HALF_UP;
    public java.util.Locale locale = java.util.Locale.GERMANY;
    public StringBuilder builder = new StringBuilder("built");
    public java.util.Stack<String> stack = new java.util.Stack<>();
    public java.util.BitSet bits = java.util.BitSet.valueOf(new long[] {5});
    public java.util.concurrent.atomic.AtomicLong atomicLong =
            new java.util.concurrent.atomic.AtomicLong(5_000_000_000L);
    public java.util.concurrent.atomic.AtomicBoolean flag = new java.util.concurrent.atomic.AtomicBoolean(true);
    public java.lang.ref.WeakReference<String> weak = new java.lang.ref.WeakReference<>(str);
    public TreeMap<String, Integer> ignoringCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    public Map<String, Integer> many = new java.util.HashMap<>();
    public Map<Object, Integer> manyConcurrent = new ConcurrentHashMap<>();
    public Set<Object> manySet = new java.util.HashSet<>();
    public Set<Object> manyConcurrentSet = ConcurrentHashMap.newKeySet();
    public TreeMap<Integer, String> falling = new TreeMap<>(java.util.Collections.reverseOrder());
    public java.util.NavigableSet<Integer> sorted = new java.util.TreeSet<>(List.of(10, 20, 30));
    public java.util.concurrent.ConcurrentSkipListMap<String, Integer> skipList =
            new java.util.concurrent.ConcurrentSkipListMap<>(Map.of("a", 1, "c", 3));
    public java.util.concurrent.ConcurrentSkipListSet<Long> skipSet =
            new java.util.concurrent.ConcurrentSkipListSet<>(List.of(1L, 3L));
    public Map<Object, String> byIdentity = new java.util.IdentityHashMap<>();
    public Map<Point, String> byPoint = new java.util.HashMap<>(Map.of(new Point(1, 2), "p"));
    public Map<Node, String> byNode = new java.util.HashMap<>(Map.of(node, "n"));
    public Set<Color> colors = java.util.EnumSet.of(Color.RED);
    public double[] doubles = {0.1, 0.2, 0.3};
    public long[] longs = {1L << 40, 2};
    public char[] chars = {'a', 'b'};
    public List<Item> items = List.of(
            new Item("tea", new BigDecimal("3.50"), 2, Color.GREEN),
            new Item("cup", new BigDecimal("8.00"), 1, Color.RED),
            new Item("pot", new BigDecimal("24.90"), 1, Color.RED));
    public Item item = items.get(0);
    public Cart cart = new Cart(items);
    public Object anyCart = cart;
    public Comparable<String> comparable = "comparable";
    public Runnable lambda = () -> {};
    public int[] noInts = {};
    public List<Object> mixed = Arrays.asList(1, "two", 3.0, null, Color.RED, new Point(0, 0));

    public Sample() {
        stack.push("bottom");
        stack.push("top");
        ignoringCase.put("Key", 7);
        ignoringCase.put("other", 8);
        for (int i = 0; i < 400; i++) {
            // Strings of these have equal hashes in groups of 16, so that buckets become trees.
            String key = Integer.toBinaryString(256 | i & 15)
                            .substring(5)
                            .replace("0", "Aa")
                            .replace("1", "BB")
                    + i / 16;
            many.put(key, i);
            manyConcurrent.put(i % 2 == 0 ? key : (Object) (long) -i, i);
        }
        manySet.addAll(many.keySet());
        manySet.addAll(List.of(1.5, 2.5f, 'c', (short) 3));
        manyConcurrentSet.addAll(manyConcurrent.keySet());
        falling.putAll(Map.of(1, "one", 2, "two", 3, "three"));
        byIdentity.put(str, "this one");
    }

    public int getI() {
        return i;
    }

    public int sumOfMap() {
        int sum = 0;
        for (Map.Entry<String, Integer> entry : map.entrySet()) {
            sum += entry.getValue();
        }
        for (int number : ints) {
            sum += number;
        }
        return sum;
    }

    public String named(Color color) {
        switch (color) {
            case RED:
                return "r";
            default:
                return "g" + color.ordinal();
        }
    }

    public boolean isKnown(String name) {
        switch (name) {
            case "one":
            case "two":
                return true;
            default:
                return false;
        }
    }

    public double mean() {
        return list.stream().mapToInt(Integer::intValue).average().orElse(0);
    }

    public static int twice(int number) {
        return number * 2;
    }

    /** An item of a cart, with the methods that such classes have. */
    public static class Item implements Comparable<Item> {
        private final String name;
        private final BigDecimal price;
        private final int quantity;
        private final Color color;
        private int asked;

        public Item(String name, BigDecimal price, int quantity, Color color) {
            this.name = name;
            this.price = price;
            this.quantity = quantity;
            this.color = color;
        }

        public String getName() {
            return name;
        }

        public BigDecimal getPrice() {
            return price;
        }

        public int getQuantity() {
            return quantity;
        }

        public Color color() {
            return color;
        }

        public boolean isCheap() {
            return price.compareTo(BigDecimal.TEN) < 0;
        }

        public BigDecimal total() {
            return price.multiply(BigDecimal.valueOf(quantity));
        }

        public int count() {
            return ++asked;
        }

        public String describe() {
            return quantity + " x " + name;
        }

        @Override
        public int compareTo(Item other) {
            return name.compareTo(other.name);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Item item && item.name.equals(name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }

        @Override
        public String toString() {
            return "Item(" + name + ")";
        }
    }

    /** Something with loops, streams and calls. */
    public static class Cart implements Runnable {
        private final List<Item> items;

        Cart(List<Item> items) {
            this.items = items;
        }

        public List<Item> getItems() {
            return items;
        }

        public BigDecimal total() {
            return items.stream().map(Item::total).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        public int pieces() {
            int pieces = 0;
            for (int i = 0; i < items.size(); i++) {
                pieces += items.get(i).getQuantity();
            }
            return pieces;
        }

        public int piecesOfAll() {
            int pieces = 0;
            for (Item item : items) {
                pieces += item.quantity;
            }
            return pieces;
        }

        public boolean has(String name) {
            return items.stream().anyMatch(item -> item.name.equals(name));
        }

        public int sumTo(int n) {
            return n <= 0 ? 0 : n + sumTo(n - 1);
        }

        public String size() {
            switch (items.size()) {
                case 0:
                    return "none";
                case 3:
                    return "three";
                default:
                    return "some";
            }
        }

        public Item find(String name) {
            for (int i = 0; i < items.size(); i++) {
                if (items.get(i).getName().equals(name)) {
                    return items.get(i);
                }
            }
            throw new IllegalArgumentException(name);
        }

        public long forever() {
            long n = 0;
            while (items != null) {
                n++;
            }
            return n;
        }

        @Override
        public void run() {}
    }

    public enum Color {
        RED,
        GREEN;

        public boolean isWarm() {
            return this == RED;
        }
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
