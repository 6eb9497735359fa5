package jpm.jdwp;

import java.util.HashMap;
import java.util.Map;

/** All commands that a dump can answer; every other one is answered with {@link ErrorCode#NOT_IMPLEMENTED}. */
final class CommandTable {
    private final DeadVm vm;
    private final Map<Integer, Command> commands = new HashMap<>();

    CommandTable(DeadVm vm) {
        this.vm = vm;
        new VirtualMachineCommands(vm).addTo(commands);
        new ReferenceTypeCommands(vm).addTo(commands);
        new MethodCommands(vm).addTo(commands);
        new ObjectCommands(vm).addTo(commands);
        new ThreadCommands(vm).addTo(commands);
        new FrameCommands(vm).addTo(commands);
        new EventCommands(vm).addTo(commands);
    }

    /** Answers a command; what is in a damaged dump may fail it in ways that nobody foresaw, and must not fail the client. */
    ErrorCode answer(Request request, Answer answer, Attachment client) {
        Command command = commands.get(request.command());
        if (command == null) {
            return ErrorCode.NOT_IMPLEMENTED;
        }
        synchronized (vm) {
            try {
                command.answer(request, answer, client);
                return ErrorCode.NONE;
            } catch (CommandFailure failure) {
                return failure.code;
            } catch (RuntimeException | StackOverflowError unforeseen) {
                return ErrorCode.INTERNAL;
            } catch (OutOfMemoryError tooMuch) {
                return ErrorCode.OUT_OF_MEMORY;
            }
        }
    }
}
