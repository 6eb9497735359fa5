package jpm.analysis.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import jpm.graph.HeapOptions;
import jpm.testdata.HprofBuilder;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every expected value is computed from the objects of which the dump was made. */
class HeapQueryTest {
    private record Item(
            long id,
            int number,
            long large,
            short small,
            byte tiny,
            double price,
            boolean sold,
            char grade,
            @Nullable Item next,
            String name,
            boolean special) {}

    @TempDir
    private Path folder;

    private Path file = Path.of("");
    private final List<Item> items = new ArrayList<>();
    private long array;

    @BeforeEach
    void makeDump() {
        HprofBuilder dump = new HprofBuilder().segmentBytes(2000);
        long item = dump.define("com.acme.Item")
                .field("number", 'I')
                .field("large", 'J')
                .field("small", 'S')
                .field("tiny", 'B')
                .field("price", 'D')
                .field("sold", 'Z')
                .field("grade", 'C')
                .field("next", 'L')
                .field("name", 'L')
                .id();
        long special = dump.define("com.acme.Special")
                .extend(item)
                .field("number", 'J')
                .id();
        Random random = new Random(3);
        for (int i = 0; i < 500; i++) {
            Item next = items.isEmpty() || random.nextInt(4) == 0 ? null : items.get(random.nextInt(items.size()));
            Item made = new Item(
                    0,
                    random.nextInt(100) - 50,
                    random.nextLong(),
                    (short) random.nextInt(),
                    (byte) random.nextInt(),
                    random.nextInt(1000) / 8.0,
                    random.nextBoolean(),
                    (char) ('a' + random.nextInt(5)),
                    next,
                    "name " + random.nextInt(20),
                    random.nextInt(3) == 0);
            items.add(add(made, dump, made.special ? special : item));
        }
        array = dump.objectArray(dump.define("[Lcom.acme.Item;").id(), items.get(7).id, 0, items.get(9).id);
        dump.root(array);
        dump.array(new byte[100]);
        dump.array(new byte[3]);
        file = dump.write(folder.resolve("heap.hprof"));
    }

    private static Item add(Item made, HprofBuilder dump, long type) {
        List<Object> values = new ArrayList<>();
        if (made.special) {
            values.add((long) made.number * 1000);
        }
        values.addAll(List.of(made.number, made.large, made.small, made.tiny, made.price, made.sold, made.grade));
        values.add(made.next == null ? 0L : made.next.id);
        values.add(dump.string(made.name));
        long id = dump.instance(type, values.toArray());
        return new Item(
                id,
                made.number,
                made.large,
                made.small,
                made.tiny,
                made.price,
                made.sold,
                made.grade,
                made.next,
                made.name,
                made.special);
    }

    private List<List<@Nullable Object>> rows(String query) {
        return rows(query, file);
    }

    private static List<List<@Nullable Object>> rows(String query, Path file) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        HeapQuery.parse(query).run(file, HeapOptions.defaults(), rows::add);
        return rows;
    }

    private List<Long> ids(String where) {
        return rows("SELECT x FROM INSTANCEOF com.acme.Item x WHERE " + where).stream()
                .map(row -> row.get(0) instanceof ObjectReference object ? object.id() : 0L)
                .toList();
    }

    private void assertSelects(String where, Predicate<Item> expected) {
        assertThat(ids(where))
                .as(where)
                .isEqualTo(items.stream().filter(expected).map(Item::id).toList());
    }

    @Test
    void filtersByFieldsOfEveryType() {
        assertSelects("x.large > 0", i -> i.large > 0);
        assertSelects("large <= -5", i -> i.large <= -5);
        assertSelects("x.small >= 100 and x.small < 20000", i -> i.small >= 100 && i.small < 20000);
        assertSelects("x.tiny != -1", i -> i.tiny != -1);
        assertSelects("x.tiny <> -1", i -> i.tiny != -1);
        assertSelects("x.price < 33.5", i -> i.price < 33.5);
        assertSelects("x.price = 100", i -> i.price == 100);
        assertSelects("100 > x.price", i -> i.price < 100);
        assertSelects("x.sold", i -> i.sold);
        assertSelects("x.sold = false", i -> !i.sold);
        assertSelects("x.grade = 'c' or not x.sold", i -> i.grade == 'c' || !i.sold);
        assertSelects("x.grade IN ('a', 'b')", i -> i.grade == 'a' || i.grade == 'b');
        assertSelects("x.small NOT IN (1, 2, " + items.get(5).small + ")", i -> i.small != items.get(5).small);
        assertSelects("x.price * 8 % 2 = 1", i -> i.price * 8 % 2 == 1);
        assertSelects("x.small + x.tiny - 1 > 0", i -> i.small + i.tiny - 1 > 0);
    }

    @Test
    void filtersByReferencesAndWhatIsBehindThem() {
        Item some = items.get(40);
        assertSelects("x.next = null", i -> i.next == null);
        assertSelects("x.next != null and x.next.next = null", i -> i.next != null && i.next.next == null);
        assertSelects("x.next.large > 0", i -> i.next != null && i.next.large > 0);
        assertSelects("x = 0x" + Long.toHexString(some.id), i -> i == some);
        assertSelects("x.next = 0x" + Long.toHexString(items.get(0).id), i -> i.next == items.get(0));
        assertSelects("x.name = 'name 7'", i -> i.name.equals("name 7"));
        assertSelects("toString(x.name) LIKE \"name 1.\"", i -> i.name.matches("name 1."));
        assertSelects("x.name NOT LIKE '.*3'", i -> !i.name.endsWith("3"));
        assertSelects("x.next.@class = 'com.acme.Special'", i -> i.next != null && i.next.special);
        assertSelects("classof(x) = 'com.acme.Special'", i -> i.special);
        assertSelects("length(x.name) = 6", i -> i.name.length() == 6);
    }

    @Test
    void theMostDerivedFieldOfANameCounts() {
        assertSelects("x.number > 5000", i -> i.special && i.number * 1000L > 5000);
        assertSelects("x.number < -10", i -> i.special ? i.number * 1000L < -10 : i.number < -10);
    }

    @Test
    void selectsClassesByNamePatternAndSubclass() {
        long specials = items.stream().filter(Item::special).count();
        assertThat(rows("SELECT count(*) FROM com.acme.Item")).containsExactly(List.of(500 - specials));
        assertThat(rows("SELECT count(*) FROM com.acme.Special")).containsExactly(List.of(specials));
        assertThat(rows("SELECT count(*) FROM \"com\\.acme\\..*m\" x")).containsExactly(List.of(500 - specials));
        assertThat(rows("SELECT count(*) FROM INSTANCEOF \"com\\.acme\\.I.*\" WHERE @length = null"))
                .containsExactly(List.of(500L));
        assertThat(rows("SELECT a.@length, @shallow FROM byte[] a WHERE a.@length > 50 and not a.@length = 1000")
                        .get(0)
                        .get(0))
                .isEqualTo(100L);
        assertThat(rows("SELECT toString(x) FROM java.lang.Class x WHERE toString(x) LIKE 'com.acme.S.*'"))
                .containsExactly(List.of("com.acme.Special"));
    }

    @Test
    void selectsAddresses() {
        String both = "0x" + Long.toHexString(items.get(3).id) + ", 0x" + Long.toHexString(array);
        assertThat(rows("SELECT * FROM " + both)).hasSize(2);
        assertThat(rows("SELECT x[2], x[1], x[5], x[0].name FROM OBJECTS 0x" + Long.toHexString(array) + " x"))
                .containsExactly(Arrays.asList(new ObjectReference(items.get(9).id), null, null, nameOf(items.get(7))));
    }

    private List<Long> objects(String query) {
        return rows(query).stream()
                .map(row -> row.get(0) instanceof ObjectReference object ? object.id() : 0L)
                .toList();
    }

    private static String hex(long id) {
        return "0x" + Long.toHexString(id);
    }

    @Test
    void innerQueriesTellTheObjects() {
        String sold = "(SELECT * FROM INSTANCEOF com.acme.Item i WHERE i.sold)";
        assertThat(objects("SELECT * FROM OBJECTS " + sold + " x WHERE x.tiny > 0"))
                .isEqualTo(items.stream()
                        .filter(i -> i.sold && i.tiny > 0)
                        .map(Item::id)
                        .toList());
        assertSelects("x.next IN " + sold, i -> i.next != null && i.next.sold);
        assertSelects(
                "x.tiny > 0 and x NOT IN (SELECT OBJECTS n.next FROM INSTANCEOF com.acme.Item n)",
                i -> i.tiny > 0 && items.stream().noneMatch(n -> n.next != null && n.next.id == i.id));
        // Classes that an inner query gives stand for their instances.
        String classes = "(SELECT * FROM java.lang.Class c WHERE c.@name LIKE 'com.acme.Spec.*')";
        assertThat(objects("SELECT * FROM " + classes))
                .isEqualTo(items.stream().filter(Item::special).map(Item::id).toList());
        assertThat(rows("SELECT c.@name FROM OBJECTS " + classes + " c")).containsExactly(List.of("com.acme.Special"));
        assertThat(rows("SELECT c.@name FROM OBJECTS com.acme.Special c")).containsExactly(List.of("com.acme.Special"));
        assertThat(objects("SELECT * FROM INSTANCEOF (SELECT * FROM OBJECTS com.acme.Item)"))
                .hasSize(items.size());
    }

    @Test
    void objectsAreGivenOnce() {
        assertThat(objects("SELECT OBJECTS x.next FROM INSTANCEOF com.acme.Item x"))
                .isEqualTo(items.stream()
                        .filter(i -> i.next != null)
                        .map(i -> i.next.id)
                        .distinct()
                        .toList());
        assertThat(rows("SELECT OBJECTS a.@elements FROM com.acme.Item[] a"))
                .extracting(row -> row.subList(0, 2))
                .containsExactly(
                        List.of(new ObjectReference(items.get(7).id), classOf(items.get(7))),
                        List.of(new ObjectReference(items.get(9).id), classOf(items.get(9))));
    }

    private static String classOf(Item item) {
        return item.special ? "com.acme.Special" : "com.acme.Item";
    }

    @Test
    void listsAreSlicedAndCounted() {
        ObjectReference first = new ObjectReference(items.get(7).id);
        ObjectReference last = new ObjectReference(items.get(9).id);
        assertThat(rows("SELECT a[0:2], a[-1:], a[:], a[5:9], a.@elements[2], length(a[1:]) FROM com.acme.Item[] a"))
                .containsExactly(List.of(
                        Arrays.asList(first, null),
                        List.of(last),
                        Arrays.asList(first, null, last),
                        List.of(),
                        last,
                        2L));
    }

    @Test
    void referencesAreFollowedBothWays() {
        Item some = items.stream().filter(i -> i.next != null).findFirst().orElseThrow();
        assertThat(objects("SELECT OBJECTS outbounds(x) FROM OBJECTS " + hex(some.id) + " x"))
                .contains(some.next.id)
                .hasSize(3);
        // The first item of the array is the only root; what it alone leads to is dominated by it.
        String root = hex(items.get(7).id);
        assertThat(rows("SELECT dominatorof(x), x.@GCRootInfo FROM OBJECTS " + hex(array) + " x"))
                .containsExactly(Arrays.asList(null, "system class"));
        assertThat(objects("SELECT OBJECTS inbounds(x) FROM OBJECTS " + root + " x"))
                .contains(array);
        List<Long> dominated = objects("SELECT OBJECTS dominators(x) FROM OBJECTS " + hex(array) + " x");
        assertThat(dominated).contains(items.get(9).id);
        for (long id : dominated) {
            assertThat(objects("SELECT dominatorof(x) FROM OBJECTS " + hex(id) + " x"))
                    .containsExactly(array);
        }
        assertThat(rows("SELECT count(*) FROM com.acme.Item[] a WHERE 0x1 IN dominators(a)"))
                .containsExactly(List.of(0L));
    }

    @Test
    void aRetainedSetIsWhatOnlyTheseObjectsKeep() {
        List<Long> retained = objects("SELECT AS RETAINED SET * FROM com.acme.Item[]");
        // Everything that the array leads to is alive by it alone, but for classes.
        Set<Long> reached = new TreeSet<>();
        reach(items.get(7), reached);
        reach(items.get(9), reached);
        assertThat(retained).contains(array).containsAll(reached);
        assertThat(items.stream().map(Item::id).filter(retained::contains)).hasSameSizeAs(reached);
    }

    private static void reach(@Nullable Item item, Set<Long> reached) {
        for (Item at = item; at != null && reached.add(at.id); at = at.next) {
            assertThat(at.id).isPositive();
        }
    }

    @Test
    void theMethodsOfMatsObjectsAreAttributes() {
        assertThat(rows("SELECT x.getObjectAddress(), x.@usedHeapSize = x.getUsedHeapSize(), x.name.toString() "
                        + "FROM OBJECTS " + hex(items.get(3).id) + " x"))
                .containsExactly(List.of(new ObjectReference(items.get(3).id), true, items.get(3).name));
        assertThat(rows("SELECT y.@objectId FROM OBJECTS 0 y")).containsExactly(List.of(0L));
        assertThatThrownBy(() -> HeapQuery.parse("SELECT x.frobnicate() FROM a.B x"))
                .hasMessageContaining("there is no method frobnicate (column 10)");
        assertThatThrownBy(() -> HeapQuery.parse("SELECT OBJECTS x, y FROM a.B x"))
                .hasMessageContaining("objects are told by one value");
        assertThatThrownBy(() -> HeapQuery.parse("SELECT * FROM (SELECT * FROM a.B"))
                .hasMessageContaining("expected )");
    }

    private @Nullable Object nameOf(Item item) {
        return rows("SELECT name FROM INSTANCEOF com.acme.Item x WHERE x = " + item.id)
                .get(0)
                .get(0);
    }

    @Test
    void starIsTheObjectWithItsClassAndSize() {
        HeapQuery query = HeapQuery.parse("select * from com.acme.Special");
        assertThat(query.columns().stream().map(QueryColumn::name)).containsExactly("object", "class", "shallowBytes");
        assertThat(rows("select * from com.acme.Special limit 1").get(0).subList(0, 2))
                .containsExactly(
                        new ObjectReference(
                                items.stream().filter(Item::special).findFirst().orElseThrow().id),
                        "com.acme.Special");
    }

    @Test
    void groupsAndAggregates() {
        Map<String, List<Item>> byGrade = items.stream()
                .collect(Collectors.groupingBy(i -> String.valueOf(i.grade), TreeMap::new, Collectors.toList()));
        List<List<Object>> expected = new ArrayList<>();
        byGrade.forEach((grade, of) -> expected.add(List.of(
                grade,
                (long) of.size(),
                of.stream().mapToLong(i -> i.tiny).sum(),
                of.stream().mapToDouble(i -> i.price).average().orElseThrow(),
                of.stream().mapToLong(i -> i.small).min().orElseThrow(),
                of.stream().mapToDouble(i -> i.price).max().orElseThrow(),
                of.stream().filter(i -> i.next != null).count() + 1)));

        List<List<@Nullable Object>> found = rows(
                "SELECT grade, count(*), sum(tiny), avg(price), min(small), max(x.price), count(next) + 1 FROM INSTANCEOF com.acme.Item x"
                        + " GROUP BY grade ORDER BY grade");

        assertThat(found)
                .usingRecursiveComparison()
                .withEqualsForType((a, b) -> Math.abs(a - b) < 1e-9, Double.class)
                .isEqualTo(expected);
        assertThat(rows("SELECT sum(large) FROM com.acme.Item WHERE small > 40000"))
                .containsExactly(Arrays.asList((Object) null));
        assertThat(rows("SELECT count(*), max(x.price) FROM com.acme.Nothing x"))
                .containsExactly(Arrays.asList(0L, null));
    }

    @Test
    void sortsLimitsAndDropsDoubles() {
        Comparator<Item> order = Comparator.comparing(Item::name)
                .thenComparing(Comparator.comparing(Item::large).reversed());
        assertThat(rows("SELECT x FROM INSTANCEOF com.acme.Item x ORDER BY toString(x.name), large DESC LIMIT 30"))
                .isEqualTo(items.stream()
                        .sorted(order)
                        .limit(30)
                        .map(i -> List.of(new ObjectReference(i.id)))
                        .toList());
        assertThat(rows("SELECT DISTINCT grade AS g FROM INSTANCEOF com.acme.Item ORDER BY g DESC LIMIT 2"))
                .containsExactly(List.of("e"), List.of("d"));
        assertThat(rows("SELECT DISTINCT toString(name) FROM INSTANCEOF com.acme.Item"))
                .isEqualTo(
                        items.stream().map(Item::name).distinct().map(List::of).toList());
        assertThat(rows("SELECT x FROM INSTANCEOF com.acme.Item x LIMIT 7"))
                .isEqualTo(items.stream()
                        .limit(7)
                        .map(i -> List.of(new ObjectReference(i.id)))
                        .toList());
        assertThat(rows("SELECT x FROM INSTANCEOF com.acme.Item x LIMIT 0")).isEmpty();
    }

    @Test
    void uniteQueries() {
        assertThat(rows("SELECT x.@length FROM byte[] x UNION (SELECT count(*) FROM INSTANCEOF com.acme.Item)"))
                .contains(List.of(100L), List.of(500L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "^^|1|expected SELECT, found the end",
                "SELECT|7|expected a value, found the end",
                "SELECT * FORM x|10|expected FROM, found FORM",
                "SELECT * FROM|14|expected a class's name, found the end",
                "SELECT * FROM a x WHERE|24|expected a value, found the end",
                "SELECT * FROM a x WHERE x.b ==  1|30|expected a value, found =",
                "SELECT * FROM a x WHERE x.b = 'text|31|the text has no end",
                "SELECT * FROM a x WHERE x.b LIKE '(a'|37|no regular expression: Unclosed group",
                "SELECT * FROM a x WHERE x.b = 12y|31|12y is no number",
                "SELECT * FROM a x WHERE x.@foo = 1|27|there is no attribute @foo",
                "SELECT foo(x) FROM a x|8|there is no function foo",
                "SELECT * FROM a x LIMIT few|25|expected a number, found few",
                "SELECT * FROM a x )|19|expected the end, found )",
                "SELECT x.b; FROM a x|11|';' means nothing here",
                "SELECT b FROM a ORDER BY 2|26|there is no column 2",
                "SELECT b FROM a UNION SELECT b, c FROM a|23|both sides of UNION need the same columns"
            })
    void tellsTheColumnOfAMistake(String query, int column, String message) {
        assertThatThrownBy(() -> HeapQuery.parse(query))
                .asInstanceOf(InstanceOfAssertFactories.type(QueryException.class))
                .satisfies(mistake -> assertThat(mistake.column()).isEqualTo(column))
                .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
                .contains(message);
    }

    @Test
    void aFieldThatNoObjectHasIsAMistake() {
        assertThatThrownBy(() -> rows("SELECT x.nmae FROM com.acme.Item x"))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("no object of com.acme.Item has a field 'nmae' (column 10)");
        assertThatThrownBy(() -> rows("SELECT count(*), x.name FROM com.acme.Item x"))
                .isInstanceOf(QueryException.class)
                .hasMessageContaining("'name' is neither grouped nor aggregated (column 20)");
    }

    @Test
    void deeplyNestedConditionsAreRefused() {
        String query = "SELECT * FROM a WHERE " + "(".repeat(100_000) + "1" + ")".repeat(100_000);
        assertThatThrownBy(() -> HeapQuery.parse(query)).isInstanceOf(QueryException.class);
        assertThatThrownBy(() -> HeapQuery.parse("SELECT * FROM a WHERE " + "NOT ".repeat(100_000) + "b"))
                .isInstanceOf(QueryException.class);
        assertThatThrownBy(() -> HeapQuery.parse("SELECT * FROM a WHERE " + "-".repeat(100_000) + "b"))
                .isInstanceOf(QueryException.class);
    }

    @Test
    void aCutOffDumpIsSearchedUpToTheCut() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Path cut = Files.write(folder.resolve("cut.hprof"), Arrays.copyOf(whole, whole.length / 2));
        List<List<@Nullable Object>> rows = new ArrayList<>();
        HeapQuery.Outcome outcome =
                HeapQuery.parse("SELECT x FROM INSTANCEOF com.acme.Item x").run(cut, HeapOptions.defaults(), rows::add);

        assertThat(outcome.coverage().isPartial()).isTrue();
        assertThat(rows)
                .hasSizeBetween(100, 400)
                .isEqualTo(items.stream()
                        .limit(rows.size())
                        .map(i -> List.of(new ObjectReference(i.id)))
                        .toList());
    }
}
