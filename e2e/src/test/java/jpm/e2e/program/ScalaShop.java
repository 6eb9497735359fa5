package jpm.e2e.program;

import java.util.List;
import scala.Function1;
import scala.jdk.javaapi.CollectionConverters;

/** Dies in a function that Scala's library calls. */
public final class ScalaShop {
    private ScalaShop() {}

    public static void main(String[] args) {
        scala.collection.immutable.List<String> cents =
                CollectionConverters.asScala(List.of("8", "14", "nineteen")).toList();
        Function1<String, Integer> prices = ScalaShop::price;
        System.out.println(cents.$colon$colon("3").map(prices).mkString(", "));
    }

    private static int price(String text) {
        HeapDump.write(text.length() > 2);
        return Integer.parseInt(text);
    }
}
