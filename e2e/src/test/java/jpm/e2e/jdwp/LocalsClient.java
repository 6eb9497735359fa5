package jpm.e2e.jdwp;

import com.sun.jdi.LocalVariable;
import com.sun.jdi.Location;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ThreadReference;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A debugger that shows all variables of the first thread, in the form in which dying programs say theirs: {@code LocalsClient PORT PACKAGE}
 * prints the frames of classes whose names begin so.
 */
public final class LocalsClient {
    private final PrintStream out;
    private final ThreadReference thread;

    private LocalsClient(PrintStream out, ThreadReference thread) {
        this.out = out;
        this.thread = thread;
    }

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        try (Attached attached = Attached.to(Integer.parseInt(args[0]))) {
            new LocalsClient(out, attached.vm.allThreads().get(0)).show(args[1]);
        }
        out.flush();
    }

    private void show(String prefix) throws Exception {
        int count = thread.frameCount();
        for (int i = count - 1; i >= 0; i--) {
            Location at = thread.frame(i).location();
            if (at.declaringType().name().startsWith(prefix) && !at.method().isBridge()) {
                out.println(String.join(
                        "\t",
                        "FRAME",
                        "1",
                        String.valueOf(count - i),
                        "0",
                        at.declaringType().name(),
                        at.method().name(),
                        String.valueOf(at.lineNumber())));
                show(i);
            }
        }
    }

    /** A call makes the debug interface forget the frames that it gave out, as if the thread had run. */
    private void show(int index) throws Exception {
        MirrorText text = new MirrorText(thread);
        ObjectReference self = thread.frame(index).thisObject();
        if (self != null) {
            String type = thread.frame(index).location().declaringType().name();
            show("this", type, text.of(self));
        }
        for (LocalVariable variable : thread.frame(index).visibleVariables()) {
            show(
                    variable.name(),
                    variable.typeName(),
                    text.of(thread.frame(index).getValue(variable)));
        }
    }

    private void show(String name, String type, String value) {
        out.println(String.join("\t", "VAR", "1", name, type, value));
    }
}
