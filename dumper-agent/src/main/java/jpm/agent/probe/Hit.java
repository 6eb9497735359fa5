package jpm.agent.probe;

import java.util.List;
import jpm.agent.LiveObjectModel;
import jpm.value.Value;

/**
 * A line that was hit: the thread's stack with its variables. The objects are the live ones; whoever wants them as they were reads them before the
 * thread goes on.
 *
 * @param expressions the values of the breakpoint's expressions, in their order
 */
public record Hit(
        Thread thread, long epochMillis, LiveObjectModel model, List<HitFrame> frames, List<Value> expressions) {
    public Hit {
        frames = List.copyOf(frames);
        expressions = List.copyOf(expressions);
    }
}
