package jpm.e2e.jdwp;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.StackFrame;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A client on the JDK's debug interface. */
final class Attached implements AutoCloseable {
    final VirtualMachine vm;

    private Attached(VirtualMachine vm) {
        this.vm = vm;
    }

    /** Attaches to a port of this machine. */
    static Attached to(int port) {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(candidate -> candidate.name().equals("com.sun.jdi.SocketAttach"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("hostname").setValue("127.0.0.1");
        arguments.get("port").setValue(String.valueOf(port));
        arguments.get("timeout").setValue("20000");
        try {
            return new Attached(connector.attach(arguments));
        } catch (IOException | IllegalConnectorArgumentsException e) {
            throw new IllegalStateException(e);
        }
    }

    ThreadReference thread(String name) {
        return vm.allThreads().stream()
                .filter(thread -> thread.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The innermost frame of a class's method. */
    static StackFrame frame(ThreadReference thread, String method) throws Exception {
        return thread.frames().stream()
                .filter(frame -> frame.location().method().name().equals(method))
                .findFirst()
                .orElseThrow();
    }

    /** All objects that an object's fields refer to. */
    static List<ObjectReference> referred(ObjectReference object) {
        return object.getValues(object.referenceType().allFields()).values().stream()
                .filter(ObjectReference.class::isInstance)
                .map(ObjectReference.class::cast)
                .toList();
    }

    @Override
    public void close() {
        vm.dispose();
    }
}
