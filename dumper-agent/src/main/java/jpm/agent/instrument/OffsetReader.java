package jpm.agent.instrument;

import org.objectweb.asm.ClassReader;

/** A class reader that tells the bytecode index of the instruction that it is visiting. */
final class OffsetReader extends ClassReader {
    int instructionOffset;

    OffsetReader(byte[] classFile) {
        super(classFile);
    }

    @Override
    protected void readBytecodeInstructionOffset(int bytecodeOffset) {
        instructionOffset = bytecodeOffset;
    }
}
