package jpm.debug;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadableNamesTest {
    @ParameterizedTest
    @CsvSource({
        "Shop, lambda$main$0, Shop.java, Shop.main{lambda}",
        "Shop, lambda$new$12, Shop.java, Shop.<init>{lambda}",
        "Shop, lambda$static$1, Shop.java, Shop.<clinit>{lambda}",
        "Shop, lambda$price$of$3, Shop.java, Shop.price$of{lambda}",
        "Shop$$Lambda$14/0x00007f1c, run, , Shop{lambda}.run",
        "Shop$$Lambda+0x000000005d04, run, , Shop{lambda}.run",
        "ShopKt, main$lambda$0, Shop.kt, ShopKt.main{lambda}",
        "ShopKt, price$default, Shop.kt, ShopKt.price{defaults}",
        "ShopKt, access$price, Shop.kt, ShopKt.price{access}",
        "ShopKt$main$1, invoke, Shop.kt, ShopKt$main$1.invoke",
        "Shop$, $anonfun$main$1, Shop.scala, Shop$.main{lambda}",
        "Shop$, $anonfun$main$1$adapted, Shop.scala, Shop$.main{lambda}",
        "Shop$, main$$anonfun$1, Shop.scala, Shop$.main{lambda}",
        "Shop$$anonfun$main$1, apply, Shop.scala, Shop.main{lambda}",
        "scala.List, $plus$plus, List.scala, scala.List.++",
        "scala.$colon$colon, tail, List.scala, scala.::.tail",
        "Shop, $plus, Shop.java, Shop.$plus",
        "Shop, access$000, Shop.java, Shop.access$000",
        "Shop, price, Shop.java, Shop.price"
    })
    void names_are_shown_as_they_were_written(String className, String method, String file, String readable) {
        assertThat(ReadableNames.method(className, method, file)).isEqualTo(readable);
    }
}
