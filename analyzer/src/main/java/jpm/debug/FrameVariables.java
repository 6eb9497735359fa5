package jpm.debug;

import java.util.List;

/**
 * The variables of a frame of a heap dump.
 *
 * @param why a clause that says why they are not all known
 */
record FrameVariables(List<Local> locals, String why) {}
