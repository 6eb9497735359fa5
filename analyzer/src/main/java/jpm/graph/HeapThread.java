package jpm.graph;

import java.util.List;

/**
 * A thread that lived when the dump was made.
 *
 * @param serial its number in the dump
 * @param id its {@code java.lang.Thread} object's address
 * @param name empty where it has none, as most virtual threads
 * @param frames innermost first
 * @param otherRoots references of the thread that belong to no frame
 */
public record HeapThread(int serial, long id, String name, List<HeapFrame> frames, List<GcRoot> otherRoots) {}
