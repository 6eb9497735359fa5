package jpm.classfile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InlinedLinesTest {
    private static final String EXTENSION = """
            SMAP
            Shop.kt
            Kotlin
            *S Kotlin
            *F
            + 1 Shop.kt
            com/acme/ShopKt
            + 2 _Collections.kt
            kotlin/collections/CollectionsKt___CollectionsKt
            *L
            1#1,50:1
            1557#2:51
            1628#2,3:52
            *S KotlinDebug
            *F
            + 1 Shop.kt
            com/acme/ShopKt
            *L
            12#1:51
            12#1:52,3
            20#1,2:60,5
            *E
            """;

    @Test
    void inlined_code_stands_where_it_was_called() {
        assertThat(InlinedLines.callLine(EXTENSION, 51)).isEqualTo(12);
        assertThat(InlinedLines.callLine(EXTENSION, 54)).isEqualTo(12);
        assertThat(InlinedLines.callLine(EXTENSION, 64)).isEqualTo(20);
        assertThat(InlinedLines.callLine(EXTENSION, 65)).isEqualTo(21);
    }

    @Test
    void all_other_lines_are_their_own() {
        assertThat(InlinedLines.callLine(EXTENSION, 50)).isEqualTo(50);
        assertThat(InlinedLines.callLine(EXTENSION, 55)).isEqualTo(55);
        assertThat(InlinedLines.callLine(EXTENSION, 70)).isEqualTo(70);
        assertThat(InlinedLines.callLine("SMAP\nShop.jsp\nJSP\n*S JSP\n*L\n7:51\n*E", 51))
                .isEqualTo(51);
        assertThat(InlinedLines.callLine("*S KotlinDebug\n*L\n999999999999#1:1\n:\n12", 1))
                .isEqualTo(1);
    }
}
