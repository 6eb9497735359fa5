package jpm.e2e.program;

import java.util.List;
import java.util.Map;
import kotlin.collections.CollectionsKt;
import kotlin.collections.MapsKt;
import kotlin.jvm.functions.Function1;
import kotlin.sequences.SequencesKt;

/** Dies in a function that Kotlin's library calls: from inlined code, and from sequences, whose iterators are objects of their own. */
public final class KotlinShop {
    private KotlinShop() {}

    public static void main(String[] args) {
        List<String> cents = List.of("8", "14", "nineteen");
        Function1<String, Integer> prices = text ->
                MapsKt.map(Map.of(text, 1), item -> price(item.getKey())).get(0);
        System.out.println(SequencesKt.toList(SequencesKt.map(CollectionsKt.asSequence(cents), prices)));
    }

    private static int price(String text) {
        HeapDump.write(text.length() > 2);
        return Integer.parseInt(text);
    }
}
