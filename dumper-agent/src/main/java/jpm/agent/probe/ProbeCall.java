package jpm.agent.probe;

import java.util.List;
import jpm.agent.instrument.Captured;

/**
 * What the code at a line asks.
 *
 * @param id the number by which {@code JpmProbe} knows the probe
 * @param references at most two variables that the probe is asked with
 * @param primitives at most two more, none of type float or double
 */
record ProbeCall(int id, List<Captured> references, List<Captured> primitives) {
    /** How many variables of each kind a probe can be asked with. */
    static final int MAX_EACH = 2;
}
