package jpm.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.*;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ValuePrinterTest {
    private final ReflectiveModel model = new ReflectiveModel();

    enum Color {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "never called";
            }
        }
    }

    record Point(int x, @Nullable Object y) {}

    static final class Node {
        final String name;

        @Nullable
        Object next;

        Node(String name) {
            this.name = name;
        }
    }

    /** Two keys of one hash: their bin becomes a tree when there are many of them. */
    record Clash(int number) implements Comparable<Clash> {
        @Override
        public int hashCode() {
            return 7;
        }

        @Override
        public int compareTo(Clash other) {
            return Integer.compare(number, other.number);
        }
    }

    static final class OrderException extends RuntimeException {
        final int order = 5;

        OrderException(String message) {
            super(message);
        }
    }

    private String print(@Nullable Object object) {
        return print(object, PrintLimits.DEFAULT);
    }

    private String print(@Nullable Object object, PrintLimits limits) {
        return new ValuePrinter(model, limits).print(model.value(object));
    }

    @TestFactory
    Stream<DynamicTest> listsPrintTheirElements() {
        List<Integer> numbers = IntStream.range(0, 37).boxed().toList();
        List<Integer> few = List.of(3, 1, 2);
        ArrayDeque<Integer> ring = new ArrayDeque<>(8);
        ring.addAll(List.of(9, 9, 9, 9, 9));
        ring.clear();
        ring.addAll(numbers.subList(0, 9));
        ArrayBlockingQueue<Integer> blocking = new ArrayBlockingQueue<>(4, false, List.of(1, 2, 3, 4));
        blocking.remove();
        blocking.add(5);
        ConcurrentLinkedQueue<Integer> emptied = new ConcurrentLinkedQueue<>(numbers);
        emptied.poll();
        emptied.remove(7);
        ConcurrentLinkedDeque<Integer> deque = new ConcurrentLinkedDeque<>(numbers);
        deque.removeFirst();
        deque.remove(9);
        Stack<Integer> stack = new Stack<>();
        stack.addAll(few);
        return Stream.<Supplier<Collection<?>>>of(
                        () -> new ArrayList<>(numbers),
                        ArrayList::new,
                        () -> new LinkedList<>(numbers),
                        LinkedList::new,
                        () -> ring,
                        ArrayDeque::new,
                        () -> new PriorityQueue<>(few),
                        () -> new Vector<>(numbers),
                        () -> stack,
                        List::of,
                        () -> List.of(1),
                        () -> List.of(1, 2),
                        () -> few,
                        () -> numbers,
                        () -> numbers.subList(2, 5),
                        () -> new ArrayList<>(numbers).subList(3, 30),
                        () -> new LinkedList<>(numbers).subList(3, 30),
                        () -> Arrays.asList(1, null, 3),
                        () -> new CopyOnWriteArrayList<>(numbers),
                        Collections::emptyList,
                        () -> Collections.singletonList(1),
                        () -> Collections.nCopies(3, 1),
                        () -> Collections.unmodifiableList(new ArrayList<>(numbers)),
                        () -> Collections.unmodifiableCollection(new ArrayList<>(numbers)),
                        () -> Collections.synchronizedList(new LinkedList<>(numbers)),
                        () -> Collections.checkedList(new ArrayList<>(numbers), Integer.class),
                        () -> blocking,
                        () -> new LinkedBlockingQueue<>(numbers),
                        () -> new LinkedBlockingDeque<>(numbers),
                        () -> new PriorityBlockingQueue<>(few),
                        () -> emptied,
                        () -> deque,
                        () -> new LinkedTransferQueue<>(numbers),
                        SynchronousQueue::new)
                .map(Supplier::get)
                .map(list -> DynamicTest.dynamicTest(
                        list.getClass().getName() + list.size(),
                        () -> assertThat(print(list)).isEqualTo(list.toString())));
    }

    @TestFactory
    Stream<DynamicTest> setsPrintTheirElements() {
        List<Integer> numbers = IntStream.range(0, 300).boxed().toList();
        BitSet bits = new BitSet();
        bits.set(0);
        bits.set(63);
        bits.set(200);
        return Stream.<Object>of(
                        new HashSet<>(numbers),
                        new LinkedHashSet<>(numbers),
                        new TreeSet<>(numbers),
                        new TreeSet<>(numbers).descendingSet(),
                        new ConcurrentSkipListSet<>(numbers),
                        Set.of(),
                        Set.of(5),
                        new CopyOnWriteArraySet<>(List.of(1)),
                        Collections.emptySet(),
                        Collections.singleton(5),
                        Collections.unmodifiableSet(new LinkedHashSet<>(numbers)),
                        Collections.synchronizedSet(new LinkedHashSet<>(numbers)),
                        Collections.newSetFromMap(new IdentityHashMap<>()),
                        new HashMap<>(Map.of(1, 2, 3, 4)).keySet(),
                        new LinkedHashMap<>(Map.of(1, 2, 3, 4)).keySet(),
                        new TreeMap<>(Map.of(1, 2, 3, 4)).keySet(),
                        new ConcurrentHashMap<>(Map.of(1, 2, 3, 4)).keySet(),
                        bits)
                .map(set -> DynamicTest.dynamicTest(
                        set.getClass().getName(),
                        () -> assertThat(print(set, PrintLimits.WIDE))
                                .isEqualTo(set.toString().replace('[', '{').replace(']', '}'))));
    }

    @Test
    void hashedSetsWithoutStableOrderHoldTheirElements() {
        assertThat(print(Set.of(1, 2))).isIn("{1, 2}", "{2, 1}");
        assertThat(print(Set.of(1, 2, 3)).length()).isEqualTo("{1, 2, 3}".length());
        assertThat(List.of(print(Set.of(1, 2, 3)).replaceAll("[{}]", "").split(", ")))
                .containsExactlyInAnyOrder("1", "2", "3");
    }

    @TestFactory
    Stream<DynamicTest> mapsPrintTheirEntries() {
        Map<Integer, Integer> numbers = new LinkedHashMap<>();
        IntStream.range(0, 300).forEach(i -> numbers.put(i, i * i));
        Map<Integer, Integer> withNulls = new HashMap<>();
        withNulls.put(null, 1);
        withNulls.put(2, null);
        TreeMap<Integer, Integer> tree = new TreeMap<>(numbers);
        WeakHashMap<Integer, Integer> weak = new WeakHashMap<>(Map.of(1, 2, 3, 4));
        weak.put(null, 0);
        Properties properties = new Properties();
        properties.put(1, 2);
        IdentityHashMap<Integer, Integer> identity = new IdentityHashMap<>(Map.of(1, 2));
        identity.put(null, 3);
        return Stream.<Map<?, ?>>of(
                        new HashMap<>(numbers),
                        new HashMap<>(),
                        withNulls,
                        numbers,
                        tree,
                        tree.descendingMap(),
                        new Hashtable<>(numbers),
                        properties,
                        identity,
                        weak,
                        new ConcurrentHashMap<>(numbers),
                        new ConcurrentHashMap<>(),
                        new ConcurrentSkipListMap<>(numbers),
                        new ConcurrentSkipListMap<>(),
                        Map.of(),
                        Map.of(1, 2),
                        Map.copyOf(numbers),
                        Collections.emptyMap(),
                        Collections.singletonMap(1, 2),
                        Collections.unmodifiableMap(tree),
                        Collections.synchronizedMap(tree),
                        Collections.checkedMap(tree, Integer.class, Integer.class))
                .map(map -> DynamicTest.dynamicTest(map.getClass().getName() + map.size(), () -> {
                    String printed = print(map, PrintLimits.WIDE);
                    assertThat(printed).startsWith("{").endsWith("}").hasSameSizeAs(map.toString());
                    assertThat(printed.substring(1, printed.length() - 1).split(", "))
                            .containsExactlyInAnyOrder(map.toString()
                                    .substring(1, printed.length() - 1)
                                    .split(", "));
                    if (!map.getClass().getName().contains("MapN")) {
                        assertThat(printed).isEqualTo(map.toString());
                    }
                }));
    }

    @Test
    void treeBinsAndTablesUnderResizeAreWhole() {
        Map<Clash, Integer> clashing = new HashMap<>();
        Map<Clash, Integer> concurrent = new ConcurrentHashMap<>();
        for (int i = 0; i < 40; i++) {
            clashing.put(new Clash(i), i);
            concurrent.put(new Clash(i), i);
        }
        assertThat(keysIn(print(clashing, PrintLimits.WIDE))).hasSize(40);
        assertThat(keysIn(print(concurrent, PrintLimits.WIDE))).hasSize(40);
    }

    private static Set<String> keysIn(String printed) {
        return Pattern.compile("number=\\d+")
                .matcher(printed)
                .results()
                .map(r -> r.group())
                .collect(java.util.stream.Collectors.toSet());
    }

    @Test
    void enumsKeyMapsAndSets() {
        assertThat(print(Color.RED)).isEqualTo("Color.RED");
        assertThat(print(Color.GREEN)).isEqualTo("Color.GREEN");
        EnumMap<Color, Integer> map = new EnumMap<>(Map.of(Color.GREEN, 1));
        map.put(Color.RED, null);
        assertThat(print(map)).isEqualTo("{Color.RED=null, Color.GREEN=1}");
        assertThat(print(EnumSet.allOf(Color.class))).isEqualTo("{Color.RED, Color.GREEN}");
        assertThat(print(EnumSet.of(Color.GREEN))).isEqualTo("{Color.GREEN}");
        assertThat(print(EnumSet.noneOf(Color.class))).isEqualTo("{}");
    }

    @Test
    void primitivesAreLiterals() {
        assertThat(print(new double[] {1.5, Double.NaN, -0.0, Double.NEGATIVE_INFINITY, Double.MIN_VALUE}))
                .isEqualTo("[1.5, NaN, -0.0, -Infinity, 4.9E-324]");
        assertThat(print(new float[] {1.5f, Float.POSITIVE_INFINITY, Float.NaN}))
                .isEqualTo("[1.5f, Infinity, NaN]");
        assertThat(print(new long[] {1, Long.MIN_VALUE})).isEqualTo("[1L, -9223372036854775808L]");
        assertThat(print(new byte[] {-1, 127})).isEqualTo("[-1, 127]");
        assertThat(print(new short[] {-1})).isEqualTo("[-1]");
        assertThat(print(new boolean[] {true, false})).isEqualTo("[true, false]");
        assertThat(print(new char[] {'a', '\'', '"', '\n', 0, '\ud800'}))
                .isEqualTo("['a', '\\'', '\"', '\\n', '\\u0000', '\\ud800']");
        assertThat(print(new int[][] {{1}, {}})).isEqualTo("[[1], []]");
        assertThat(print(List.of(1L, 2.0f, 'x', true, (byte) 3))).isEqualTo("[1L, 2.0f, 'x', true, 3]");
    }

    @Test
    void stringsAreQuotedAndEscaped() {
        assertThat(print("a\"b\\c\n\u0000\u202e")).isEqualTo("\"a\\\"b\\\\c\\n\\u0000\\u202e\"");
        assertThat(print("grüße 日本 \ud83d\ude00")).isEqualTo("\"grüße 日本 \ud83d\ude00\"");
        assertThat(print("\ud83d alone")).isEqualTo("\"\\ud83d alone\"");
        assertThat(print(new StringBuilder("ab"))).isEqualTo("\"ab\"");
        assertThat(print(new StringBuffer("a日"))).isEqualTo("\"a日\"");
    }

    @TestFactory
    Stream<DynamicTest> scalarsPrintAsTheirOwnText() throws Exception {
        return Stream.<Object>of(
                        new BigInteger("-123456789012345678901234567890"),
                        BigInteger.ZERO,
                        new BigDecimal("12.50"),
                        new BigDecimal("1E+400"),
                        new BigDecimal("123456789012345678901234567890.123"),
                        Instant.parse("2026-11-21T10:00:00.123Z"),
                        LocalDate.of(2026, 2, 28),
                        LocalTime.of(1, 2, 3, 4),
                        LocalDateTime.of(2026, 2, 28, 1, 2),
                        OffsetDateTime.of(2026, 2, 28, 1, 2, 3, 0, ZoneOffset.ofHours(2)),
                        OffsetTime.of(1, 2, 3, 0, ZoneOffset.UTC),
                        ZonedDateTime.of(2026, 7, 1, 1, 2, 3, 0, ZoneId.of("Europe/Berlin")),
                        ZonedDateTime.of(2026, 7, 1, 1, 2, 3, 0, ZoneOffset.UTC),
                        ZoneOffset.ofHours(-3),
                        ZoneId.of("Europe/Berlin"),
                        Duration.ofMillis(-1500),
                        Period.of(1, 2, 3),
                        Year.of(2026),
                        YearMonth.of(2026, 3),
                        MonthDay.of(12, 24),
                        UUID.fromString("123e4567-e89b-12d3-a456-426614174000"),
                        URI.create("https://u@example.org:81/a?b#c"),
                        new URI("http", "h", "/p", "q", "f"),
                        new URI("mailto", "a@b", null),
                        new URL("https://example.org:81/a?b#c"),
                        new java.io.File("/tmp/x"),
                        Path.of("/tmp/ü"),
                        Pattern.compile("a+"),
                        Locale.GERMANY,
                        Locale.forLanguageTag("zh-Hant-TW"),
                        Currency.getInstance("EUR"),
                        StandardCharsets.UTF_8,
                        Optional.empty(),
                        Optional.of(5),
                        OptionalInt.of(5),
                        OptionalInt.empty(),
                        OptionalDouble.of(1.5),
                        new AtomicInteger(5),
                        new AtomicBoolean(true),
                        new AtomicReference<>(5),
                        new AtomicIntegerArray(new int[] {1, 2}),
                        new DoubleAdder())
                .map(scalar -> DynamicTest.dynamicTest(
                        scalar.getClass().getName() + " " + scalar,
                        () -> assertThat(print(scalar)).isEqualTo(scalar.toString())));
    }

    @Test
    void datesAreInstants() {
        assertThat(print(new Date(0))).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(print(TimeZone.getTimeZone("Europe/Berlin"))).isEqualTo("Europe/Berlin");
    }

    @Test
    void sumsOfAddersAreLongs() {
        LongAdder adder = new LongAdder();
        adder.add(41);
        adder.increment();
        assertThat(print(adder)).isEqualTo("42L");
    }

    @Test
    void recordsAndObjectsShowTheirFields() {
        assertThat(print(new Point(1, "a"))).isEqualTo("Point[x=1, y=\"a\"]");
        Node node = new Node("n");
        assertThat(print(node)).matches("Node@[0-9a-f]+ \\{name=\"n\", next=null}");
        assertThat(print(new Object())).matches("Object@[0-9a-f]+ \\{}");
        assertThat(print(String.class)).isEqualTo("java.lang.String.class");
        assertThat(print(int[][].class)).isEqualTo("int[][].class");
        assertThat(print(new Thread(() -> {}, "worker"))).matches("Thread\\[#\\d+ worker]");
        assertThat(print(new java.lang.ref.WeakReference<>(node.name))).isEqualTo("WeakReference[\"n\"]");
        Runnable lambda = () -> node.name.length();
        assertThat(print(lambda)).startsWith("ValuePrinterTest$$Lambda").doesNotContain("/");
    }

    @Test
    void exceptionsShowMessageAndOwnFields() {
        assertThat(print(new IllegalStateException("no \"stock\"")))
                .isEqualTo("java.lang.IllegalStateException: no \"stock\"");
        assertThat(print(new IllegalStateException())).isEqualTo("java.lang.IllegalStateException");
        assertThat(print(new OrderException("x"))).isEqualTo(OrderException.class.getName() + ": x {order=5}");
    }

    @Test
    void objectsWithinThemselvesAreMarked() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        assertThat(print(list)).isEqualTo("[[...]]");
        Map<String, Object> map = new HashMap<>();
        map.put("self", map);
        assertThat(print(map)).isEqualTo("{\"self\"={...}}");
        Node node = new Node("n");
        node.next = node;
        assertThat(print(node)).endsWith("next=<...>}");
        Object[] array = new Object[1];
        array[0] = List.of(1, Collections.singletonList(array));
        assertThat(print(array)).isEqualTo("[[1, [[...]]]]");
    }

    @Test
    void sharedObjectsArePrintedAgain() {
        List<Integer> shared = List.of(1, 2, 3);
        assertThat(print(List.of(shared, shared))).isEqualTo("[[1, 2, 3], [1, 2, 3]]");
    }

    @Test
    void valuesAreCutAtTheirLimits() {
        assertThat(print("x".repeat(5000))).isEqualTo("\"" + "x".repeat(1023) + "...(truncated)");
        assertThat(print("x".repeat(1022))).isEqualTo("\"" + "x".repeat(1022) + "\"");
        assertThat(print("x".repeat(100), PrintLimits.DEFAULT.withMaxChars(4))).isEqualTo("\"xxx...(truncated)");
        assertThat(print(IntStream.range(0, 5).boxed().toList(), PrintLimits.DEFAULT.withMaxElements(2)))
                .isEqualTo("[0, 1, ...(3 more)]");
        assertThat(print(List.of(List.of(List.of(1))), PrintLimits.DEFAULT.withMaxDepth(1)))
                .isEqualTo("[[...]]");
        assertThat(print("\ud83d\ude00", PrintLimits.DEFAULT.withMaxChars(2))).isEqualTo("\"...(truncated)");
    }

    @Test
    void longChainsEndAtTheDepthLimit() {
        Node chain = new Node("0");
        for (int i = 1; i < 100_000; i++) {
            Node longer = new Node("" + i);
            longer.next = chain;
            chain = longer;
        }
        assertThat(print(chain, PrintLimits.WIDE)).endsWith("{...}" + "}".repeat(256));
    }

    @Test
    void simpleNamesAreWhatPeopleSay() {
        assertThat(LogicalViews.simpleName("com.acme.Shop$Item")).isEqualTo("Item");
        assertThat(LogicalViews.simpleName("com.acme.Shop$1")).isEqualTo("Shop$1");
        assertThat(LogicalViews.simpleName("com.acme.Shop$$Lambda+0x123")).isEqualTo("Shop$$Lambda");
        assertThat(LogicalViews.simpleName("com.acme.Shop$$Lambda$14/0x123")).isEqualTo("Shop$$Lambda$14");
        assertThat(LogicalViews.simpleName("Shop")).isEqualTo("Shop");
    }
}
