package jpm.agent.control;

import java.io.IOException;
import jpm.agent.Internals;
import jpm.agent.LiveCapture;
import jpm.agent.controller.ControllerClient;
import jpm.agent.probe.Probes;
import jpm.agent.start.AgentSetup;
import jpm.agent.start.Faults;
import jpm.agent.start.LatePart;
import jpm.agent.start.LateParts;

/** Opens the control socket, and answers for as long as the program runs. */
final class ControlPart implements LatePart {
    static {
        LateParts.provide(new ControlPart());
    }

    @Override
    public void start(AgentSetup setup) throws IOException, ReflectiveOperationException {
        // Before a thread of the program's needs it.
        Internals internals = Internals.open(setup.instrumentation());
        Probes probes = new Probes(setup, internals);
        ControllerClient.start(setup, probes);
        try (ControlSocket socket = ControlSocket.open(setup.options().store())) {
            LocalBreakpoints breakpoints = new LocalBreakpoints(setup, internals, probes);
            CaptureRequest capture = new CaptureRequest(new LiveCapture(setup, internals));
            while (true) {
                ControlConnection.answer(socket.accept(), breakpoints, capture);
            }
        } catch (IOException e) {
            Faults.swallow(e);
        }
    }
}
