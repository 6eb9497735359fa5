package jpm.hprof;

import java.time.Instant;

/**
 * What stands at the beginning of an HPROF file.
 *
 * @param version as "1.0.2"
 * @param idBytes the size of an identifier, 4 or 8
 * @param time when the dump was made
 * @param headerBytes where the first record begins
 */
public record HprofHeader(String version, int idBytes, Instant time, int headerBytes) {}
