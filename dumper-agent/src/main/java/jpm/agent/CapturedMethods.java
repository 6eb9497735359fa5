package jpm.agent;

import java.util.ArrayList;
import java.util.List;
import jpm.agent.instrument.Recordings;
import jpm.snapshot.RecordedFrame;
import jpm.value.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** The methods of which locals were recorded for an exception: all that is known of the way of one without a stack trace. */
final class CapturedMethods implements Recordings.LiveValues<Boolean> {
    private CapturedMethods() {}

    /** The methods as a stack without lines, innermost first. */
    static StackTraceElement[] of(Throwable thrown, Thread thread) {
        List<StackTraceElement> stack = new ArrayList<>();
        for (RecordedFrame<Boolean> frame :
                Recordings.of(thrown, thread, new CapturedMethods()).frames()) {
            stack.add(new StackTraceElement(
                    frame.className(), frame.site().method().name(), frame.sourceFile(), -1));
        }
        return stack.toArray(new StackTraceElement[0]);
    }

    @Override
    public Boolean reference(@Nullable Object object) {
        return true;
    }

    @Override
    public Boolean primitive(PrimitiveType type, long bits) {
        return true;
    }
}
