package jpm.jdwp;

import java.util.Map;
import jpm.debug.DebugFrame;
import jpm.value.Value;

/**
 * A frame with its place in the code.
 *
 * @param codeIndex {@link MethodMirror#NO_CODE_INDEX} where it is not known
 * @param valuesBySlot the variables of the method's table that are in scope here
 * @param thisValue {@link Value#NULL} in static methods, and where it is not known
 */
record FrameMirror(
        long id,
        ThreadMirror thread,
        DebugFrame frame,
        MethodMirror method,
        long codeIndex,
        Map<Integer, Value> valuesBySlot,
        Value thisValue) {}
