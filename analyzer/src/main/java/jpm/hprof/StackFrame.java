package jpm.hprof;

/**
 * A FRAME record.
 *
 * @param line above 0 a line; 0 none, -1 unknown, -2 compiled, -3 native
 */
public record StackFrame(long id, long methodNameId, long signatureId, long sourceFileId, int classSerial, int line) {}
