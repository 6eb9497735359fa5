package jpm.debug;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Holds objects of the JDK's classes with their own texts, and writes its heap. */
@SuppressWarnings("all")
final class DumpedValues {
    static Object[] values;
    static String[] texts;

    private DumpedValues() {}

    public static void main(String[] args) throws Exception {
        List<Integer> numbers = IntStream.range(0, 300).boxed().collect(Collectors.toList());
        Map<Integer, Integer> map = new LinkedHashMap<>();
        numbers.forEach(number -> map.put(number, -number));
        List<Object> all = new ArrayList<>();
        for (Object[] part : List.of(lists(numbers), sets(numbers), maps(map), scalars())) {
            all.addAll(Arrays.asList(part));
        }
        values = all.toArray();
        texts = all.stream().map(Object::toString).toArray(String[]::new);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(args[0], true);
    }

    private static Object[] lists(List<Integer> numbers) {
        ArrayDeque<Integer> ring = new ArrayDeque<>(numbers);
        ring.removeFirst();
        ring.addLast(1);
        ArrayBlockingQueue<Integer> blocking = new ArrayBlockingQueue<>(3, false, List.of(1, 2, 3));
        blocking.remove();
        blocking.add(4);
        ConcurrentLinkedQueue<Integer> queue = new ConcurrentLinkedQueue<>(numbers);
        queue.remove(5);
        queue.poll();
        LinkedTransferQueue<Integer> transfer = new LinkedTransferQueue<>(numbers);
        transfer.poll();
        transfer.remove(7);
        return new Object[] {
            new ArrayList<>(numbers),
            new ArrayList<>(),
            new LinkedList<>(numbers),
            ring,
            new PriorityQueue<>(List.of(3, 1, 2)),
            new Vector<>(numbers),
            List.of(),
            List.of(1),
            List.of(1, 2),
            List.of(1, 2, 3),
            List.copyOf(numbers).subList(3, 9),
            new ArrayList<>(numbers).subList(3, 9),
            numbers.stream().toList(),
            Arrays.asList(1, null, 2),
            new CopyOnWriteArrayList<>(numbers),
            Collections.emptyList(),
            Collections.singletonList(1),
            Collections.nCopies(3, 7),
            Collections.unmodifiableList(new ArrayList<>(numbers)),
            Collections.synchronizedList(new ArrayList<>(numbers)),
            blocking,
            new LinkedBlockingQueue<>(numbers),
            new LinkedBlockingDeque<>(numbers),
            new PriorityBlockingQueue<>(List.of(2, 1)),
            queue,
            new ConcurrentLinkedDeque<>(numbers),
            transfer,
            new AtomicIntegerArray(new int[] {1, 2}),
        };
    }

    private static Object[] sets(List<Integer> numbers) {
        BitSet bits = new BitSet();
        bits.set(3);
        bits.set(100);
        return new Object[] {
            new HashSet<>(numbers),
            new LinkedHashSet<>(numbers),
            new TreeSet<>(numbers),
            new ConcurrentSkipListSet<>(numbers),
            Set.of(),
            Set.of(1),
            Set.of(1, 2),
            Set.of(1, 2, 3),
            Set.copyOf(numbers),
            Collections.emptySet(),
            Collections.singleton(1),
            Collections.unmodifiableSet(new HashSet<>(numbers)),
            ConcurrentHashMap.newKeySet(),
            new HashMap<>(Map.of(1, 2)).keySet(),
            new TreeMap<>(Map.of(1, 2)).keySet(),
            bits,
        };
    }

    private static Object[] maps(Map<Integer, Integer> numbers) {
        Map<Integer, Integer> weak = new WeakHashMap<>();
        weak.put(1, 2);
        Properties properties = new Properties();
        properties.put(1, 2);
        Map<Integer, Integer> identity = new IdentityHashMap<>();
        identity.put(1, 2);
        identity.put(null, 3);
        return new Object[] {
            new HashMap<>(numbers),
            numbers,
            new TreeMap<>(numbers),
            new TreeMap<>(numbers).descendingMap(),
            new Hashtable<>(numbers),
            new ConcurrentHashMap<>(numbers),
            new ConcurrentSkipListMap<>(numbers),
            weak,
            properties,
            identity,
            Map.of(),
            Map.of(1, 2),
            Map.copyOf(numbers),
            Collections.emptyMap(),
            Collections.singletonMap(1, 2),
            Collections.unmodifiableMap(numbers),
            Collections.synchronizedMap(numbers),
        };
    }

    private static Object[] scalars() {
        return new Object[] {
            new BigInteger("-123456789012345678901234567890"),
            new BigDecimal("12.50"),
            new BigDecimal("123456789012345678901234567890.5"),
            Instant.parse("2026-11-21T10:00:00.5Z"),
            LocalDate.of(2026, 2, 28),
            LocalTime.of(1, 2, 3),
            LocalDateTime.of(2026, 2, 28, 1, 2),
            OffsetDateTime.of(2026, 2, 28, 1, 2, 3, 0, ZoneOffset.ofHours(2)),
            ZonedDateTime.of(2026, 7, 1, 1, 2, 3, 0, ZoneId.of("Europe/Berlin")),
            ZoneId.of("Europe/Berlin"),
            ZoneOffset.ofHours(-3),
            Duration.ofMillis(1500),
            Period.ofDays(3),
            Year.of(2026),
            YearMonth.of(2026, 3),
            MonthDay.of(12, 24),
            UUID.fromString("123e4567-e89b-12d3-a456-426614174000"),
            URI.create("https://example.org/a?b#c"),
            Path.of("/tmp/ü"),
            new java.io.File("/tmp/x"),
            Pattern.compile("a+"),
            Locale.GERMANY,
            Currency.getInstance("EUR"),
            java.nio.charset.StandardCharsets.UTF_8,
            Optional.empty(),
            Optional.of(5),
            new AtomicInteger(5),
            new AtomicBoolean(true),
            new AtomicReference<>(5),
            42,
            true,
            (byte) 3,
            1.5,
        };
    }
}
