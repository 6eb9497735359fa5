package jpm.debug;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said of one object besides its fields.
 *
 * @param classId the class's address, 0 where it is not in the dump
 * @param loader the defining class loader, null for the boot loader
 * @param length of an array, -1 for any other object
 * @param graphKnown whether what follows from references is known; it is not before the graph was computed
 * @param reachable whether a root reaches the object
 * @param dominator what keeps it alive alone; null where nothing does
 * @param roots why it is alive by itself, in words; empty where it is not
 */
public record ObjectFacts(
        ObjectLine line,
        String className,
        long classId,
        @Nullable ObjectLine loader,
        int length,
        boolean graphKnown,
        boolean reachable,
        @Nullable ObjectLine dominator,
        List<String> roots) {}
