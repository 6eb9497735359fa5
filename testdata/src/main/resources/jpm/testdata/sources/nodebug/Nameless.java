package nodebug;

import static jpm.testdata.oracle.Oracle.say;

import java.util.List;
import jpm.testdata.oracle.Death;
import jpm.testdata.oracle.Oracle;

/** Compiled without variable names: what is known is the slot, and the type as the verifier sees it. */
public final class Nameless {
    private final int field = 12;

    private Nameless() {}

    public static List<Death> cases() {
        return List.of(Death.of("nameless", Nameless::start));
    }

    static void start() {
        Nameless nameless = new Nameless();
        say().of("slot0", Nameless.class, nameless).end();
        nameless.instance(true, 1L << 40, "text", 2.5);
    }

    private void instance(boolean flag, long big, String text, double half) {
        int number = text.length();
        float third = 0.25f;
        int[] array = {number};
        say().self(this)
                .of("slot1", flag)
                .of("slot2", big)
                .of("slot4", String.class, text)
                .of("slot5", half)
                .of("slot7", number)
                .of("slot8", third)
                .of("slot9", int[].class, array)
                .end();
        reused(number);
    }

    private static void reused(int number) {
        {
            long first = 5L;
            Oracle.use(first);
        }
        String second = "second";
        say().of("slot0", number).of("slot1", String.class, second).end();
        Oracle.die(second);
    }
}
