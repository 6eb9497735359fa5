package jpm.agent.start;

import java.security.AccessController;
import java.security.PrivilegedAction;
import jpm.agent.instrument.CaptureRuntime;

/**
 * What is done once a second, in the agent's own thread. Loads what writes dumps only in programs that run long enough to need it.
 */
final class Vigil implements Runnable {
    private final FirstFailure failure;
    private final boolean watches;
    private final long startMillis = System.currentTimeMillis();
    private int seconds;

    Vigil(FirstFailure failure, AgentOptions options) {
        this.failure = failure;
        this.watches = options.watches().stuckSeconds() > 0 || options.watches().pressurePercent() > 0;
    }

    @Override
    public void run() {
        if (seconds == 0) {
            seconds = 1;
            if (limitsClasses(CaptureRuntime.vmArguments())) {
                // When it is used up, no class can be loaded to say so.
                failure.rehearse();
            }
        } else {
            if (seconds == 1) {
                seconds = 2;
                keepWhatIsLeft();
            }
            failure.everySecond(watches);
        }
    }

    @SuppressWarnings("removal") // a program may run under a security manager on the JDKs that have one
    private void keepWhatIsLeft() {
        Predecessor predecessor = new Predecessor(CaptureRuntime.vmArguments(), startMillis);
        AccessController.doPrivileged(new Keeping(predecessor));
    }

    private record Keeping(Predecessor predecessor) implements PrivilegedAction<Boolean> {
        @Override
        public Boolean run() {
            predecessor.keepItsFiles();
            return true;
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
