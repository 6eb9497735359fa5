package jpm.graph;

import java.util.List;
import java.util.stream.Collectors;

/** Fields that HotSpot adds to classes of the JDK and that no dump lists; some became ordinary fields in later JDKs. */
final class HiddenFields {
    /** A class that the JDK has since virtual threads came. */
    private static final String SINCE_VIRTUAL_THREADS = "java.lang.BaseVirtualThread";

    private static final String ALWAYS = "java.lang.Object";

    /**
     * @param descriptor addresses are longs
     * @param since the field is there when a class of this name is
     */
    private record Hidden(String className, String name, char descriptor, String since) {}

    private static final List<Hidden> KNOWN = List.of(
            new Hidden("java.lang.Class", "klass", 'J', ALWAYS),
            new Hidden("java.lang.Class", "array_klass", 'J', ALWAYS),
            new Hidden("java.lang.Class", "oop_size", 'I', ALWAYS),
            new Hidden("java.lang.Class", "static_oop_field_count", 'I', ALWAYS),
            new Hidden("java.lang.Class", "protectionDomain", 'L', ALWAYS),
            new Hidden("java.lang.Class", "signers", 'L', ALWAYS),
            new Hidden("java.lang.Class", "source_file", 'L', ALWAYS),
            new Hidden("java.lang.Class", "init_lock", 'L', SINCE_VIRTUAL_THREADS),
            new Hidden("java.lang.ClassLoader", "loader_data", 'J', ALWAYS),
            new Hidden("java.lang.Module", "module_entry", 'J', ALWAYS),
            new Hidden("java.lang.String", "flags", 'B', ALWAYS),
            new Hidden("java.lang.InternalError", "during_unsafe_access", 'Z', SINCE_VIRTUAL_THREADS),
            new Hidden("java.lang.StackFrameInfo", "version", 'S', ALWAYS),
            new Hidden("java.lang.Thread", "jvmti_thread_state", 'J', SINCE_VIRTUAL_THREADS),
            new Hidden("java.lang.Thread", "jvmti_VTMS_transition_disable_count", 'I', SINCE_VIRTUAL_THREADS),
            new Hidden("java.lang.Thread", "jvmti_is_in_VTMS_transition", 'Z', SINCE_VIRTUAL_THREADS),
            new Hidden("java.lang.Thread", "jfr_epoch", 'S', SINCE_VIRTUAL_THREADS),
            new Hidden("java.lang.invoke.MemberName", "vmindex", 'J', ALWAYS),
            new Hidden("java.lang.invoke.MethodHandleNatives$CallSiteContext", "vmdependencies", 'J', ALWAYS),
            new Hidden("java.lang.invoke.MethodHandleNatives$CallSiteContext", "last_cleanup", 'J', ALWAYS),
            new Hidden("java.lang.invoke.ResolvedMethodName", "vmholder", 'L', ALWAYS),
            new Hidden("java.lang.invoke.ResolvedMethodName", "vmtarget", 'J', ALWAYS));

    private HiddenFields() {}

    /** The descriptors of the fields that the JVM added to that class. */
    static String descriptors(DumpedClass declaring, ClassTable classes) {
        return KNOWN.stream()
                .filter(hidden -> hidden.className.equals(declaring.name()))
                .filter(hidden -> !classes.declares(declaring, hidden.name))
                .filter(hidden -> classes.findNamed(hidden.since) != null)
                .map(hidden -> String.valueOf(hidden.descriptor))
                .collect(Collectors.joining());
    }
}
