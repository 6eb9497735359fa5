package jpm.agent.probe;

import java.util.List;
import jpm.agent.instrument.Captured;
import jpm.snapshot.SiteTable;

/**
 * One place in the bytecode where a line begins.
 *
 * @param className internal name
 * @param method the method as the class file has it
 * @param variables in scope there, by slot
 */
record LineSite(String className, String sourceFile, SiteTable.Method method, int line, List<Captured> variables) {
    LineSite {
        variables = List.copyOf(variables);
    }
}
