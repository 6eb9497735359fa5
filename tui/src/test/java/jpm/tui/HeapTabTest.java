package jpm.tui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import jpm.tui.term.Theme;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The heap tab and the inspector, on a heap dump whose content is known. */
class HeapTabTest {
    private static final Path NO_HISTORY = Path.of("/dev/null");

    @TempDir
    Path folder;

    private SmallHeap heap;

    @BeforeEach
    void write() {
        heap = SmallHeap.in(folder);
    }

    private Robot open() {
        return open(100, 30);
    }

    private Robot open(int columns, int rows) {
        return Robot.open((progress, cancellation) -> heap.open(), columns, rows, Theme.DARK, NO_HISTORY)
                .sees("this thread has no frames");
    }

    private Robot openIndexed() {
        return open().press("H").sees("com.acme.Entry").press("x").sees("are known now");
    }

    @Test
    void countsTheObjectsOfEachClass() {
        try (Robot robot = open()) {
            robot.press("H").seesLine("com.acme.Entry", "300").seesLine("com.acme.Order", "2");
            robot.seesLine("java.lang.String", "3").focused("1 Classes");
        }
    }

    @Test
    void sortsByTheNextColumn() {
        try (Robot robot = open()) {
            robot.press("H").sees("shallow▾").press("Home").selected("com.acme.Entry");
            robot.press("s").sees("class▾").press("Home").selected("byte[]");
            robot.press("r").sees("class▴").press("Home").selected("java.util.ArrayList");
            robot.press("s").sees("objects▾").press("Home").selected("com.acme.Entry");
        }
    }

    @Test
    void listsTheObjectsOfAClass() {
        try (Robot robot = open()) {
            robot.press("H")
                    .sees("com.acme.Entry")
                    .press("/")
                    .type("Entry[]")
                    .press("Esc")
                    .press("Home");
            robot.selected("com.acme.Entry").press("Enter").sees("1/300").sees("{number=0}");
            robot.press("End").sees("{number=299}").selected("{number=299}");
            robot.press("/").type("number=150}").selected("{number=150}");
            robot.press("Esc b").focused("1 Classes");
        }
    }

    @Test
    void searchesBackwardsAndSaysWhatIsMissing() {
        try (Robot robot = open()) {
            robot.press("H").sees("com.acme.Entry").press("Home Enter").sees("{number=0}");
            robot.press("/")
                    .type("=29")
                    .selected("{number=29}")
                    .press("Enter N")
                    .selected("{number=299}");
            robot.press("n").selected("{number=29}").press("n").selected("{number=290}");
            robot.press("/").type("nowhere").sees("not found: nowhere");
        }
    }

    @Test
    void inspectsAnObject() {
        try (Robot robot = open()) {
            robot.press("H")
                    .sees("com.acme.Shop")
                    .press("/")
                    .type("acme.Shop")
                    .press("Enter Enter")
                    .focused("2 Objects")
                    .sees("shallow");
            robot.press("Enter").sees("1 Object").sees("com.acme.Shop@" + SmallHeap.hex(heap.shop()));
            robot.seesLine("root", "JNI global")
                    .seesLine("loader", "boot loader")
                    .seesLine("cache = ", "number=0");
            robot.seesLine("▸ order = Order@20000000").sees("This needs an index");
        }
    }

    @Test
    void showsWhatACollectionHolds() {
        try (Robot robot = open()) {
            robot.press("H")
                    .sees("ArrayList")
                    .press("/")
                    .type("ArrayList")
                    .press("Enter Enter")
                    .focused("2 Objects")
                    .sees("shallow");
            robot.press("Enter")
                    .seesLine("▸ content = [\"tea\", \"tea\", \"mug\"]")
                    .sees("size = 3");
            robot.press("Enter").seesLine("[2] = \"mug\"");
        }
    }

    @Test
    void showsStaticsOfAClassAndElementsOfAnArray() {
        try (Robot robot = open()) {
            robot.press("H")
                    .sees("Entry[]")
                    .press("/")
                    .type("Entry[]")
                    .press("Enter Enter")
                    .focused("2 Objects")
                    .sees("shallow");
            robot.press("Enter")
                    .seesLine("length", "300")
                    .seesLine("[0] = Entry@")
                    .press("End")
                    .sees("[299] = Entry@");
            robot.press("1 Home Down i")
                    .seesLine("class com.acme.Entry[]")
                    .press("b")
                    .sees("[299] = Entry@");
        }
    }

    @Test
    void buildsTheIndexOnDemand() {
        try (Robot robot = open()) {
            robot.press("H 3").sees("x builds it").sees("index and is found there the next time");
            robot.press("x").seesLine("com.acme.Shop@" + SmallHeap.hex(heap.shop()));
        }
        try (Robot robot = open()) {
            robot.press("H 3").seesLine("com.acme.Shop@" + SmallHeap.hex(heap.shop()));
        }
    }

    @Test
    void walksTheDominatorTree() {
        try (Robot robot = openIndexed()) {
            robot.press("3 Home").selected("com.acme.Shop@").press("Right").sees("com.acme.Entry[]@");
            robot.press("Down Right").sees("{number=0}").press("End").sees("class java.lang");
            robot.press("Home Left").seesNo("com.acme.Entry@");
        }
    }

    @Test
    void showsWhoRefersToAnObjectAndWhyItIsAlive() {
        try (Robot robot = openIndexed()) {
            robot.press("3 Home Enter").sees("1 Object").press("2").seesLine("order = Order@20000000");
            robot.press("Down i").seesLine("com.acme.Order@20000000").seesLine("next ← Order@20000000");
            robot.seesLine("order ← Shop@" + SmallHeap.hex(heap.shop()));
            robot.sees("JNI global").seesLine("com.acme.Shop@" + SmallHeap.hex(heap.shop()) + ".order");
            robot.seesLine("dominator", "com.acme.Shop@" + SmallHeap.hex(heap.shop()));
        }
    }

    @Test
    void saysWhatIsOutOfReach() {
        try (Robot robot = openIndexed()) {
            robot.press("1 /")
                    .type("acme.Order")
                    .press("Enter Enter")
                    .focused("2 Objects")
                    .sees("shallow");
            robot.press("/")
                    .type(SmallHeap.hex(heap.lost()))
                    .press("Enter Enter")
                    .sees("none: out of reach");
            robot.sees("no reachable object refers").sees("no root reaches it");
        }
    }

    @Test
    void goesBackAndForward() {
        try (Robot robot = openIndexed()) {
            robot.press("3 Home Enter").sees("1 Object").press("2 Down i").seesLine("Order@20000000", "│");
            robot.press("b")
                    .seesLine("com.acme.Shop@", "│")
                    .focused("2 Fields")
                    .press("b")
                    .focused("3 Dominators");
            robot.press("f").focused("2 Fields").press("f").seesLine("com.acme.Order@20000000", "│");
            robot.press("f").sees("there is nothing ahead").press("Esc").seesLine("com.acme.Shop@", "│");
            robot.press("T").focused("2 Stack").press("b").focused("2 Fields");
        }
    }

    @Test
    void findsWhatRetainsMost() {
        try (Robot robot = openIndexed()) {
            robot.press("4")
                    .seesLine("com.acme.Shop")
                    .sees("kept alive by")
                    .press("Home Enter")
                    .sees("1 Object");
        }
    }

    @Test
    void showsWhatClassesRetain() {
        try (Robot robot = openIndexed()) {
            robot.press("1")
                    .seesLine("com.acme.Shop", "6.1K")
                    .press("s")
                    .sees("retained≥▾")
                    .press("Home")
                    .selected("com.acme.Shop");
        }
    }

    @Test
    void sortsObjectsBySize() {
        try (Robot robot = openIndexed()) {
            robot.press("1 /")
                    .type("byte[]")
                    .press("Enter Enter")
                    .sees("byte[]▾")
                    .press("s")
                    .sees("shallow▾");
            robot.press("s").sees("retained▾");
        }
    }

    @Test
    void isUsableOnASmallScreen() {
        try (Robot robot = open(40, 10)) {
            robot.press("H")
                    .seesLine("com.acme.Entry", "300")
                    .press("Home Enter")
                    .sees("{number=0")
                    .press("Enter");
            robot.sees("number = 0").press("1").seesLine("shallow", "bytes");
        }
    }

    @Test
    void saysThatADumpHasNoHeap() {
        try (Robot robot = Robot.open(new ShopDump(), 80, 24)) {
            robot.press("H")
                    .sees("this dump has no heap")
                    .press("3")
                    .sees("this dump has no heap")
                    .press("x");
            robot.sees("this dump has no heap");
        }
    }

    @Test
    void aBrokenDumpIsToldAndLeftCleanly() {
        assertThat(heap.file().toFile().setWritable(true)).isTrue();
        try (Robot robot = open()) {
            assertThat(heap.file().toFile().delete()).isTrue();
            robot.press("H").sees("jpm: ");
        }
    }
}
