package jpm.verdict;

import java.util.regex.Pattern;
import jpm.verdict.Verdict.Kind;

/** The kinds of OutOfMemoryError, told by the messages that HotSpot and the JDK give them. */
enum OutOfMemoryKind {
    JAVA_HEAP(Kind.JAVA_HEAP, "Java heap space.*|Cannot allocate heap.*", "The Java heap was exhausted"),
    GC_OVERHEAD(
            Kind.JAVA_HEAP,
            "GC overhead limit exceeded",
            "The Java heap was nearly exhausted, and the program did little but collect garbage"),
    ARRAY_SIZE(
            Kind.ARRAY_SIZE,
            "Requested array size exceeds VM limit|Required (?:array )?(?:length|size|memory).*"
                    + "|Overflow: .*|.*exceeds? .*(?:implementation|VM) limit.*",
            "Not the heap: an array longer than any JVM makes was asked for"),
    METASPACE(Kind.METASPACE, "Metaspace", "Not the heap: the room for classes (metaspace) was exhausted"),
    CLASS_SPACE(
            Kind.METASPACE,
            "Compressed class space",
            "Not the heap: the room for classes (compressed class space) was exhausted"),
    DIRECT_BUFFERS(
            Kind.DIRECT_BUFFERS,
            "Direct buffer memory|Cannot reserve \\d+ bytes of direct buffer memory.*",
            "Not the heap: the memory of direct buffers was exhausted"),
    NATIVE_THREADS(
            Kind.NATIVE_THREADS,
            "unable to create (?:new )?native thread.*",
            "Not the heap: the operating system refused another thread"),
    NATIVE_MEMORY(
            Kind.NATIVE_MEMORY,
            "Map failed.*|.*Out of swap space.*|Cannot reserve .*|.*native memory.*|unable to allocate.*",
            "Not the heap: the operating system gave no more memory");

    final Kind kind;
    final String sentence;
    private final Pattern message;

    OutOfMemoryKind(Kind kind, String message, String sentence) {
        this.kind = kind;
        this.sentence = sentence;
        this.message = Pattern.compile("(?s)" + message);
    }

    boolean fits(String text) {
        return message.matcher(text).matches();
    }
}
