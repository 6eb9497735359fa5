package jpm.jdwp;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.ArrayReference;
import com.sun.jdi.ArrayType;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassObjectReference;
import com.sun.jdi.ClassType;
import com.sun.jdi.Field;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.InterfaceType;
import com.sun.jdi.LocalVariable;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.ModuleReference;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.PrimitiveValue;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.StringReference;
import com.sun.jdi.ThreadGroupReference;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.Value;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMStartEvent;
import com.sun.jdi.request.EventRequestManager;
import com.sun.jdi.request.StepRequest;
import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.InputStream;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import org.jspecify.annotations.Nullable;

/**
 * A program that dumps its own heap, serves the dump, attaches to it with the JDK's debug interface, and compares what every mirror says with what
 * reflection says of the living: {@code MirrorsProgram DUMP} prints the differences, and at the end the number of comparisons.
 */
public final class MirrorsProgram {
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    /** Loaded before the dump is made. */
    private static final List<Class<?>> TYPES = List.of(
            Object.class,
            String.class,
            Class.class,
            HashMap.class,
            Map.Entry.class,
            Thread.class,
            Thread.State.class,
            Runnable.class,
            Override.class,
            Colour.class,
            Colour.GREEN.getClass(),
            Point.class,
            Shape.class,
            Sample.class,
            MirrorsProgram.class,
            int[].class,
            int[][].class,
            String[].class);

    private int compared;
    private final VirtualMachine vm;

    private MirrorsProgram(VirtualMachine vm) {
        this.vm = vm;
    }

    @SuppressWarnings("unused")
    enum Colour implements Supplier<String> {
        RED,
        GREEN {
            @Override
            public String get() {
                return "leaf";
            }
        };

        @Override
        public String get() {
            return name();
        }
    }

    record Point(int x, String label) {}

    interface Shape<T extends Comparable<T>> extends Serializable {
        int SIDES = 4;

        T area();

        default int sides() {
            return SIDES;
        }
    }

    /** With a field of each kind, and methods of each. */
    @SuppressWarnings("unused")
    static class Sample extends ArrayList<String> implements Shape<Integer> {
        private static final long serialVersionUID = 1;
        static final String NAME = "sample";
        static boolean flag = true;
        static byte small = -5;
        static char letter = 'ž';
        static short wide = -300;
        static int number = 1 << 30;
        static long big = Long.MIN_VALUE;
        static float ratio = 1.5f;
        static double share = -0.0;
        static int @Nullable [] none;
        static int[][] grid = {{1, 2}, {}, {3}};
        static Object self = Sample.class;

        boolean ownFlag = true;
        byte ownSmall = 1;
        char ownLetter = '\uffff';
        short ownWide = 2;
        int ownNumber = 3;
        long ownBig = 4;
        float ownRatio = Float.NaN;
        double ownShare = Double.MAX_VALUE;
        final transient Point point = new Point(7, "seven");
        volatile List<? extends Map<String, int[]>> generic = List.of();
        byte[] bytes = {1, -1};
        char[] chars = {'a', '\0'};
        boolean[] flags = {true, false};
        short[] shorts = {Short.MIN_VALUE};
        long[] longs = {Long.MAX_VALUE};
        float[] floats = {Float.NEGATIVE_INFINITY};
        double[] doubles = {Double.MIN_VALUE};
        String[] texts = {"a", null, "Šimić \uD83D\uDE00"};

        @Override
        public synchronized Integer area() {
            return 1;
        }

        static strictfp <X extends Exception> void generic(List<X> list, long... numbers) throws X {}

        native int inC(int a);
    }

    public static void main(String... arguments) {
        try {
            run(Path.of(arguments[0]));
            Runtime.getRuntime().halt(0);
        } catch (Throwable e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void run(Path dump) throws Exception {
        Sample sample = new Sample();
        Runnable lambda = () -> System.out.println(sample);
        List<Thread> threads = List.of(waiting("waiter"), sleeping("sleeper"), parked("parker"));
        while (threads.stream().anyMatch(thread -> thread.getState() == Thread.State.RUNNABLE)) {
            Thread.onSpinWait();
        }
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(dump.toString(), true);
        try (DebugSession session = DebugSession.open(dump, DebugOptions.DEFAULT.withClassPath(classPath()));
                JdwpServer server = JdwpServer.listen(session, "127.0.0.1", 0, line -> {})) {
            Thread serving = new Thread(server::run);
            serving.setDaemon(true);
            serving.start();
            int compared = 0;
            VirtualMachine vm = attach(server.port());
            compared += new MirrorsProgram(vm).compareAll(sample, lambda, threads);
            vm = attach(server.port());
            compared += new MirrorsProgram(vm).leave();
            System.out.println("compared " + (compared > 3000));
        }
        Reference.reachabilityFence(lambda);
    }

    private static List<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(":"))
                .map(Path::of)
                .toList();
    }

    private static Thread waiting(String name) {
        Object lock = new Object();
        return started(name, () -> {
            synchronized (lock) {
                lock.wait();
            }
            return null;
        });
    }

    private static Thread sleeping(String name) {
        return started(name, () -> {
            Thread.sleep(Long.MAX_VALUE);
            return null;
        });
    }

    private static Thread parked(String name) {
        return started(name, () -> {
            NEVER.await();
            return null;
        });
    }

    private static Thread started(String name, Callable<?> body) {
        Thread thread = new Thread(new ThreadGroup("group of " + name), () -> call(body), name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void call(Callable<?> body) {
        try {
            body.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static VirtualMachine attach(int port) throws Exception {
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(candidate -> candidate.name().equals("com.sun.jdi.SocketAttach"))
                .findFirst()
                .orElseThrow();
        Map<String, Connector.Argument> to = connector.defaultArguments();
        to.get("hostname").setValue("127.0.0.1");
        to.get("port").setValue(String.valueOf(port));
        return connector.attach(to);
    }

    private void same(String what, @Nullable Object found, @Nullable Object expected) {
        compared++;
        if (!Objects.equals(found, expected)) {
            System.out.println(what + ": " + found + " in place of " + expected);
        }
    }

    private void refused(String what, Callable<?> call, Class<? extends Exception> expected) {
        compared++;
        try {
            System.out.println(what + ": not refused but " + call.call());
        } catch (Exception e) {
            same(what, e.getClass(), expected);
        }
    }

    private int compareAll(Sample sample, Runnable lambda, List<Thread> threads) throws Exception {
        machine();
        for (Class<?> type : TYPES) {
            type(mirror(type), type);
        }
        same(
                "generic interface",
                mirror(Shape.class).genericSignature(),
                "<T::Ljava/lang/Comparable<TT;>;>Ljava/lang/Object;Ljava/io/Serializable;");
        same("plain record", mirror(Point.class).genericSignature(), null);
        statics();
        objects(sample);
        same("lambda", instances(lambda.getClass()).size(), 1);
        threads(threads);
        modules();
        events();
        refusals(sample);
        vm.dispose();
        return compared;
    }

    private ReferenceType mirror(Class<?> type) {
        List<ReferenceType> found =
                vm.classesByName(type.getTypeName().equals(type.getName()) ? type.getName() : type.getTypeName());
        same(type.getName() + " found", found.size(), 1);
        return found.get(0);
    }

    private void machine() {
        same("version", vm.version(), System.getProperty("java.version"));
        same("name", vm.name(), System.getProperty("java.vm.name"));
        same("description", vm.description().contains("jpm"), true);
        same("can run", vm.canBeModified() && vm.canRedefineClasses() || vm.canPopFrames(), false);
        same("watch", vm.canWatchFieldAccess() || vm.canWatchFieldModification(), false);
        same("bytecodes", vm.canGetBytecodes() && vm.canGetConstantPool() && vm.canGetClassFileVersion(), true);
        same("instances", vm.canGetInstanceInfo(), true);
        same("string", vm.mirrorOf("žluťoučký").value(), "žluťoučký");
        same("number", vm.mirrorOf(5).value(), 5);
        List<ReferenceType> all = vm.allClasses();
        same(
                "all classes",
                all.size() == new TreeSet<>(all.stream().map(Object::hashCode).toList()).size() || all.size() > 500,
                true);
    }

    private void type(ReferenceType mirror, Class<?> type) throws Exception {
        String name = type.getTypeName();
        same(name, mirror.name(), name);
        same(name + " signature", mirror.signature(), type.descriptorString());
        if (!type.isArray()) {
            same(name + " modifiers", mirror.modifiers(), type.getModifiers());
            same(name + " abstract", mirror.isAbstract(), Modifier.isAbstract(type.getModifiers()));
        }
        same(name + " final", mirror.isFinal(), Modifier.isFinal(type.getModifiers()));
        same(name + " static", mirror.isStatic(), Modifier.isStatic(type.getModifiers()));
        same(name + " public", mirror.isPublic(), Modifier.isPublic(type.getModifiers()));
        same(name + " private", mirror.isPrivate(), Modifier.isPrivate(type.getModifiers()));
        same(name + " prepared", mirror.isPrepared() && mirror.isVerified() && mirror.isInitialized(), true);
        same(name + " failed", mirror.failedToInitialize(), false);
        same(name + " interface", mirror instanceof InterfaceType, type.isInterface());
        same(name + " array", mirror instanceof ArrayType, type.isArray());
        ClassObjectReference object = mirror.classObject();
        same(name + " class object", object.reflectedType(), mirror);
        same(name + " class of class", object.referenceType().name(), "java.lang.Class");
        same(name + " loader", mirror.classLoader() == null, type.getClassLoader() == null);
        if (mirror.classLoader() != null) {
            same(
                    name + " loader's class",
                    mirror.classLoader().referenceType().name(),
                    type.getClassLoader().getClass().getName());
            same(name + " defined", mirror.classLoader().definedClasses().contains(mirror), true);
            same(name + " visible", mirror.classLoader().visibleClasses().contains(mirror), true);
        }
        same(name + " module", mirror.module().name(), type.getModule().getName());
        if (mirror instanceof ArrayType array) {
            same(
                    name + " component",
                    array.componentTypeName(),
                    type.getComponentType().getTypeName());
            return;
        }
        hierarchy(mirror, type);
        fields(mirror, type);
        methods(mirror, type);
        file(mirror, type);
    }

    private void hierarchy(ReferenceType mirror, Class<?> type) {
        List<String> interfaces = names(Arrays.asList(type.getInterfaces()));
        if (mirror instanceof InterfaceType asInterface) {
            same(
                    type + " extends",
                    asInterface.superinterfaces().stream()
                            .map(ReferenceType::name)
                            .toList(),
                    interfaces);
        } else if (mirror instanceof ClassType asClass) {
            same(
                    type + " implements",
                    asClass.interfaces().stream().map(ReferenceType::name).toList(),
                    interfaces);
            same(type + " enum", asClass.isEnum(), type.isEnum());
            Class<?> superclass = type.getSuperclass();
            same(
                    type + " superclass",
                    asClass.superclass() == null ? null : asClass.superclass().name(),
                    superclass == null ? null : superclass.getName());
        }
        same(
                type + " nested",
                mirror.nestedTypes().stream()
                        .map(ReferenceType::name)
                        .toList()
                        .containsAll(loaded(type.getDeclaredClasses())),
                true);
    }

    private List<String> loaded(Class<?>[] types) {
        return names(Arrays.asList(types)).stream()
                .filter(name -> !vm.classesByName(name).isEmpty())
                .toList();
    }

    private static List<String> names(List<Class<?>> types) {
        return types.stream().map(Class::getName).toList();
    }

    private void fields(ReferenceType mirror, Class<?> type) {
        // Reflection hides the fields of some classes of the JDK.
        if (type == Class.class || type == Thread.class) {
            same(type + " has fields", mirror.fields().isEmpty(), false);
            return;
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (Field field : mirror.fields()) {
            found.put(
                    field.name(),
                    field.typeName() + " " + (field.modifiers() & 0xffff) + field.isStatic() + field.isFinal()
                            + field.isTransient() + field.isVolatile() + field.isEnumConstant() + field.isSynthetic());
            same(field + " declared", field.declaringType(), mirror);
        }
        Map<String, String> expected = new LinkedHashMap<>();
        for (java.lang.reflect.Field field : type.getDeclaredFields()) {
            int access = field.getModifiers();
            expected.put(
                    field.getName(),
                    field.getType().getTypeName() + " " + access + Modifier.isStatic(access)
                            + Modifier.isFinal(access) + Modifier.isTransient(access) + Modifier.isVolatile(access)
                            + field.isEnumConstant() + field.isSynthetic());
        }
        same(type + " fields", new ArrayList<>(found.entrySet()), new ArrayList<>(expected.entrySet()));
    }

    private void methods(ReferenceType mirror, Class<?> type) throws Exception {
        TreeSet<String> found = new TreeSet<>();
        for (Method method : mirror.methods()) {
            if (!method.isStaticInitializer()) {
                found.add(text(method));
            }
            code(method);
        }
        TreeSet<String> expected = new TreeSet<>();
        for (java.lang.reflect.Method method : type.getDeclaredMethods()) {
            expected.add(text(
                    method.getName(),
                    method.getReturnType(),
                    method.getParameterTypes(),
                    method.getModifiers(),
                    method.isBridge(),
                    method.isSynthetic(),
                    method.isVarArgs(),
                    method.isDefault()));
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            expected.add(text(
                    "<init>",
                    void.class,
                    constructor.getParameterTypes(),
                    constructor.getModifiers(),
                    false,
                    constructor.isSynthetic(),
                    constructor.isVarArgs(),
                    false));
        }
        // Reflection hides the constructor of classes and some methods of threads.
        if (type != Class.class && type != Thread.class) {
            same(type + " methods", found, expected);
        }
    }

    private static String text(Method method) {
        return method.returnTypeName() + " " + method.name() + method.argumentTypeNames() + " "
                + (method.modifiers() & 0xffff) + method.isBridge() + method.isSynthetic() + method.isVarArgs()
                + method.isDefault();
    }

    private static String text(
            String name,
            Class<?> returned,
            Class<?>[] arguments,
            int modifiers,
            boolean bridge,
            boolean synthetic,
            boolean varArgs,
            boolean isDefault) {
        return returned.getTypeName() + " " + name
                + Arrays.stream(arguments).map(Class::getTypeName).toList() + " " + modifiers + bridge + synthetic
                + varArgs + isDefault;
    }

    private void code(Method method) throws Exception {
        same(method + " obsolete", method.isObsolete(), false);
        if (method.isAbstract() || method.isNative()) {
            same(method + " bytecodes", method.bytecodes().length, 0);
            return;
        }
        same(method + " bytecodes", method.bytecodes().length > 0, true);
        List<Location> lines = method.allLineLocations();
        same(method + " lines", lines.isEmpty(), false);
        for (Location line : lines) {
            same(line + " codeIndex", line.codeIndex() >= 0 && line.codeIndex() < method.bytecodes().length, true);
            same(line + " found", method.locationsOfLine(line.lineNumber()).contains(line), true);
            same(line + " source", line.sourceName(), method.declaringType().sourceName());
        }
    }

    private void file(ReferenceType mirror, Class<?> type) throws Exception {
        String simpleFile = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
        byte[] bytes;
        try (InputStream in = Objects.requireNonNull(type.getResourceAsStream(simpleFile))) {
            bytes = in.readAllBytes();
        }
        same(type + " major", mirror.majorVersion(), (bytes[6] & 0xff) << 8 | bytes[7] & 0xff);
        same(type + " minor", mirror.minorVersion(), (bytes[4] & 0xff) << 8 | bytes[5] & 0xff);
        same(type + " constants", mirror.constantPoolCount(), (bytes[8] & 0xff) << 8 | bytes[9] & 0xff);
        byte[] pool = mirror.constantPool();
        same(type + " pool", Arrays.equals(pool, Arrays.copyOfRange(bytes, 10, 10 + pool.length)), true);
        refused(type + " JSR 45", mirror::sourceDebugExtension, AbsentInformationException.class);
        same(type + " strata", mirror.availableStrata(), List.of("Java"));
    }

    private void statics() throws Exception {
        ReferenceType mirror = mirror(Sample.class);
        for (java.lang.reflect.Field field : Sample.class.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                value(field.toString(), mirror.getValue(mirror.fieldByName(field.getName())), field.get(null));
            }
        }
        same(
                "all statics",
                mirror.getValues(mirror.fields().stream()
                                        .filter(Field::isStatic)
                                        .toList())
                                .size()
                        > 10,
                true);
        same(
                "interface's constant",
                mirror(Shape.class)
                        .getValue(mirror(Shape.class).fieldByName("SIDES"))
                        .toString(),
                "4");
    }

    private void value(String what, @Nullable Value found, @Nullable Object expected) throws Exception {
        if (found == null || expected == null) {
            same(what, found, expected);
        } else if (found instanceof PrimitiveValue primitive) {
            same(what, primitive.toString(), expected.toString());
        } else if (found instanceof StringReference string) {
            same(what, string.value(), expected);
        } else if (found instanceof ArrayReference array) {
            same(what + " length", array.length(), java.lang.reflect.Array.getLength(expected));
            List<Value> values = array.length() == 0 ? List.of() : array.getValues();
            for (int i = 0; i < values.size(); i++) {
                value(what + "[" + i + "]", values.get(i), java.lang.reflect.Array.get(expected, i));
            }
        } else if (found instanceof ClassObjectReference mirror) {
            same(what, mirror.reflectedType().name(), ((Class<?>) expected).getName());
        } else {
            same(
                    what,
                    ((ObjectReference) found).referenceType().name(),
                    expected.getClass().getName());
        }
    }

    private List<ObjectReference> instances(Class<?> type) {
        return vm.allClasses().stream()
                .filter(mirror -> mirror.signature().equals(type.descriptorString()))
                .flatMap(mirror -> mirror.instances(0).stream())
                .toList();
    }

    private void objects(Sample sample) throws Exception {
        List<ObjectReference> found = instances(Sample.class);
        same("samples", found.size(), 1);
        ObjectReference mirror = found.get(0);
        same("counted", vm.instanceCounts(List.of(mirror(Sample.class), mirror(Colour.class)))[0], 1L);
        same("collected", mirror.isCollected(), false);
        mirror.disableCollection();
        mirror.enableCollection();
        for (java.lang.reflect.Field field : Sample.class.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                value(
                        field.toString(),
                        mirror.getValue(mirror.referenceType().fieldByName(field.getName())),
                        field.get(sample));
            }
        }
        Value point = mirror.getValue(mirror.referenceType().fieldByName("point"));
        same("referrers", ((ObjectReference) Objects.requireNonNull(point)).referringObjects(0), List.of(mirror));
        same("at most", mirror.referringObjects(1).size(), 1);
        refused("negative", () -> mirror.referringObjects(-1), IllegalArgumentException.class);
        ArrayReference bytes = (ArrayReference)
                Objects.requireNonNull(mirror.getValue(mirror.referenceType().fieldByName("bytes")));
        refused("beyond", () -> bytes.getValue(2), IndexOutOfBoundsException.class);
        same("part", bytes.getValues(1, 1).toString(), "[-1]");
        ThreadReference thread = vm.allThreads().get(0);
        Method size = mirror.referenceType().methodsByName("size").get(0);
        same("size()", mirror.invokeMethod(thread, size, List.of(), 0).toString(), "0");
        Method label = point.type() instanceof ClassType type
                ? type.methodsByName("label").get(0)
                : null;
        same(
                "label()",
                ((StringReference) ((ObjectReference) point).invokeMethod(thread, label, List.of(), 0)).value(),
                "seven");
    }

    private void threads(List<Thread> threads) throws Exception {
        List<String> names = vm.allThreads().stream().map(ThreadReference::name).toList();
        same(
                "threads",
                names.containsAll(Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !thread.getName().equals("JDI Target VM Interface")
                                && thread.getThreadGroup()
                                        != Thread.currentThread().getThreadGroup())
                        .map(Thread::getName)
                        .filter(name -> !name.startsWith("Attach") && !name.contains("JDI"))
                        .toList()),
                true);
        for (Thread thread : threads) {
            ThreadReference mirror = vm.allThreads().get(names.indexOf(thread.getName()));
            thread(mirror, thread);
        }
        ThreadReference main = vm.allThreads().get(names.indexOf("main"));
        same(
                "main's frame",
                main.frames().stream()
                        .map(frame -> frame.location().method().name())
                        .toList()
                        .contains("main"),
                true);
        groups(threads);
    }

    private void thread(ThreadReference mirror, Thread thread) throws Exception {
        String name = thread.getName();
        same(name + " suspended", mirror.isSuspended(), true);
        same(name + " count", mirror.suspendCount(), 1);
        same(name + " at breakpoint", mirror.isAtBreakpoint(), false);
        same(name + " status", mirror.status(), status(thread.getState()));
        same(name + " group", mirror.threadGroup().name(), "group of " + name);
        same(name + " class", mirror.referenceType().name(), thread.getClass().getName());
        List<String> expected =
                Arrays.stream(thread.getStackTrace()).map(MirrorsProgram::text).toList();
        same(
                name + " frames",
                mirror.frames().stream().map(MirrorsProgram::text).toList(),
                expected);
        same(name + " frame count", mirror.frameCount(), expected.size());
        same(name + " some frames", mirror.frames(1, 1).get(0), mirror.frame(1));
        refused(name + " beyond", () -> mirror.frame(1000), IndexOutOfBoundsException.class);
        for (int i = 0; i < mirror.frameCount(); i++) {
            frame(mirror.frame(i));
        }
        mirror.resume();
        same(name + " resumed", mirror.isSuspended(), false);
        refused(name + " resumed frames", mirror::frames, IncompatibleThreadStateException.class);
        mirror.suspend();
        mirror.suspend();
        same(name + " count", mirror.suspendCount(), 2);
        mirror.resume();
        same(name + " frames again", mirror.frameCount(), expected.size());
    }

    private static int status(Thread.State state) {
        return switch (state) {
            case WAITING -> ThreadReference.THREAD_STATUS_WAIT;
            case TIMED_WAITING -> ThreadReference.THREAD_STATUS_SLEEPING;
            default -> ThreadReference.THREAD_STATUS_RUNNING;
        };
    }

    private static String text(StackTraceElement element) {
        return element.getClassName().replaceAll("/0x.*", "") + "." + element.getMethodName() + ":"
                + (element.isNativeMethod() ? -1 : element.getLineNumber());
    }

    private static String text(StackFrame frame) {
        Location at = frame.location();
        return at.declaringType().name().replaceAll("/0x.*", "") + "."
                + at.method().name() + ":" + at.lineNumber();
    }

    /** Every variable in scope can be read; what a frame of a running thread held has no name, and says so. */
    private void frame(StackFrame frame) throws Exception {
        frame.thisObject();
        List<LocalVariable> visible;
        try {
            visible = frame.visibleVariables();
        } catch (AbsentInformationException none) {
            return;
        }
        same(frame + " values", frame.getValues(visible).size(), visible.size());
        for (LocalVariable variable : visible) {
            same(variable + " visible", variable.isVisible(frame), true);
            same(variable + " found", frame.visibleVariableByName(variable.name()), variable);
            same(variable + " type", variable.typeName().isEmpty(), false);
        }
    }

    private void groups(List<Thread> threads) {
        Map<String, String> found = new HashMap<>();
        for (ThreadGroupReference top : vm.topLevelThreadGroups()) {
            collect(top, found);
        }
        for (Thread thread : threads) {
            ThreadGroup group = thread.getThreadGroup();
            same(
                    group + " parent",
                    found.get(group.getName()),
                    group.getParent().getName());
        }
    }

    private void collect(ThreadGroupReference group, Map<String, String> into) {
        into.put(group.name(), group.parent() == null ? "" : group.parent().name());
        for (ThreadReference thread : group.threads()) {
            same(thread + " in its group", thread.threadGroup(), group);
        }
        group.threadGroups().forEach(child -> collect(child, into));
    }

    private void modules() {
        TreeSet<String> found = vm.allModules().stream()
                .map(ModuleReference::name)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> expected = ModuleLayer.boot().modules().stream()
                .map(Module::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        same("modules", found, expected);
        for (ModuleReference module : vm.allModules()) {
            if (module.name() != null) {
                Module live = ModuleLayer.boot().findModule(module.name()).orElseThrow();
                same(module + " loader", module.classLoader() == null, live.getClassLoader() == null);
            }
        }
    }

    private void events() throws Exception {
        EventSet start = vm.eventQueue().remove(10_000);
        same("start", start != null && start.stream().allMatch(VMStartEvent.class::isInstance), true);
        EventRequestManager requests = vm.eventRequestManager();
        ReferenceType type = mirror(Sample.class);
        requests.createBreakpointRequest(type.methodsByName("area").get(0).location())
                .enable();
        requests.createClassPrepareRequest().enable();
        requests.createThreadStartRequest().enable();
        requests.createThreadDeathRequest().enable();
        requests.createMethodEntryRequest().enable();
        requests.createMethodExitRequest().enable();
        requests.createVMDeathRequest().enable();
        requests.createExceptionRequest(null, true, true).enable();
        requests.deleteAllBreakpoints();
        refused(
                "watch",
                () -> requests.createAccessWatchpointRequest(type.fieldByName("point")),
                UnsupportedOperationException.class);
        StepRequest step =
                requests.createStepRequest(vm.allThreads().get(0), StepRequest.STEP_LINE, StepRequest.STEP_OVER);
        refused(
                "step",
                () -> {
                    step.enable();
                    return "enabled";
                },
                UnsupportedOperationException.class);
        vm.resume();
        same("nothing happens", vm.eventQueue().remove(100), null);
        vm.suspend();
        requests.deleteEventRequests(new ArrayList<>(requests.exceptionRequests()));
        requests.deleteEventRequests(new ArrayList<>(requests.methodEntryRequests()));
    }

    private void refusals(Sample sample) throws Exception {
        ObjectReference mirror = instances(sample.getClass()).get(0);
        ClassType type = (ClassType) mirror.referenceType();
        ThreadReference thread = vm.allThreads().get(0);
        Class<UnsupportedOperationException> unsupported = UnsupportedOperationException.class;
        refused(
                "set field",
                () -> done(() -> mirror.setValue(type.fieldByName("ownNumber"), vm.mirrorOf(1))),
                unsupported);
        refused("set static", () -> done(() -> type.setValue(type.fieldByName("number"), vm.mirrorOf(1))), unsupported);
        ArrayReference bytes = (ArrayReference) Objects.requireNonNull(mirror.getValue(type.fieldByName("bytes")));
        refused("set element", () -> done(() -> bytes.setValue(0, vm.mirrorOf((byte) 1))), unsupported);
        refused(
                "new",
                () -> type.newInstance(thread, type.methodsByName("<init>").get(0), List.of(), 0),
                unsupported);
        refused("new array", () -> ((ArrayType) bytes.referenceType()).newInstance(3), unsupported);
        refused(
                "call",
                () -> mirror.invokeMethod(thread, type.methodsByName("clear").get(0), List.of(), 0),
                unsupported);
        refused("redefine", () -> done(() -> vm.redefineClasses(Map.of(type, new byte[0]))), unsupported);
        refused("interrupt", () -> done(thread::interrupt), unsupported);
        refused("return", () -> done(() -> thread.forceEarlyReturn(vm.mirrorOf(1))), unsupported);
        refused("stratum", () -> done(() -> vm.setDefaultStratum("Kotlin")), unsupported);
    }

    /** A thing that may fail. */
    private interface Action {
        void run() throws Exception;
    }

    private static String done(Action action) throws Exception {
        action.run();
        return "done";
    }

    private int leave() throws Exception {
        vm.eventQueue().remove(10_000);
        vm.exit(3);
        try {
            while (vm.eventQueue().remove(10_000) != null) {
                compared++;
            }
        } catch (VMDisconnectedException left) {
            compared++;
        }
        refused("gone", vm::allThreads, VMDisconnectedException.class);
        return compared;
    }
}
