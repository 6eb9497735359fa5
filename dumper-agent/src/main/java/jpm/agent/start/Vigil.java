package jpm.agent.start;

import jpm.agent.instrument.CaptureRuntime;

/**
 * What is done once a second, in the agent's own thread. Loads what writes dumps only in programs that run long enough to need it.
 */
final class Vigil implements Runnable {
    private final FirstFailure failure;
    private final boolean watches;
    private boolean begun;

    Vigil(FirstFailure failure, AgentOptions options) {
        this.failure = failure;
        this.watches = options.watches().stuckSeconds() > 0 || options.watches().pressurePercent() > 0;
    }

    @Override
    public void run() {
        if (!begun) {
            begun = true;
            if (limitsClasses(CaptureRuntime.vmArguments())) {
                // When it is used up, no class can be loaded to say so.
                failure.rehearse();
            }
        } else {
            failure.everySecond(watches);
        }
    }

    private static boolean limitsClasses(String[] vmArguments) {
        for (String argument : vmArguments) {
            if (argument.startsWith("-XX:MaxMetaspaceSize=") || argument.startsWith("-XX:CompressedClassSpaceSize=")) {
                return true;
            }
        }
        return false;
    }
}
