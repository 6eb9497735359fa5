package jpm.hprof;

/**
 * A TRACE record.
 *
 * @param frameIds innermost first
 */
public record StackTrace(int serial, int threadSerial, long[] frameIds) {}
