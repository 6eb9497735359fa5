package jpm.agent.instrument;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.snapshot.SiteTable;
import jpm.snapshot.SiteTable.Site;
import jpm.snapshot.SiteTable.Variable;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodNode;

/**
 * Gives a class's methods exception handlers that record the variables in scope when an exception leaves the method, and
 * throw it on.
 *
 * <p>The way without exceptions runs no instruction more than before. Equal class files give equal site tables, so that a
 * class can be transformed again and again. Class files older than version 50 are left alone, because types of locals are
 * taken from their frames. Neither this class nor those that it uses have lambdas or records as keys, whose linking
 * would cost the program's start more than the instrumentation of a small application.
 */
public final class LocalsInstrumenter {
    private static final int OLDEST_VERSION = Opcodes.V1_6;
    private static final int MAX_CODE_BYTES = 65_535;
    /** Longer methods are never compiled by HotSpot. */
    private static final int MAX_COMPILED_BYTES = 8_000;

    private final MethodFilter filter;
    private final boolean tellsOfThrown;

    /**
     * An instrumenter for the running JVM, for all methods but those that are too hot to have handlers.
     *
     * @param tellsOfThrown whether the agent learns of each exception when the first handler has recorded it, also of those that the very
     *     method catches
     */
    public LocalsInstrumenter(boolean tellsOfThrown) {
        this(HotMethods.OF_THIS_JVM, tellsOfThrown);
    }

    /** An instrumenter for the running JVM and for some methods. */
    public LocalsInstrumenter(MethodFilter filter) {
        this(filter, false);
    }

    private LocalsInstrumenter(MethodFilter filter, boolean tellsOfThrown) {
        this.filter = filter;
        this.tellsOfThrown = tellsOfThrown;
    }

    /** Says which methods get handlers. */
    public interface MethodFilter {
        /** Whether the method gets handlers; {@code className} is the internal name. */
        boolean includes(String className, String name, String descriptor);
    }

    /** Gives a class's sites their ids. */
    public interface SiteRegistry {
        /** The id of the first site of a table; the others follow on it. */
        int register(byte[] siteTable, int siteCount);
    }

    /**
     * The class with handlers, or null when there is nothing to record in it.
     *
     * @throws RuntimeException when the class file is damaged or becomes too large; the class is then to be left as it is
     */
    public byte @Nullable [] instrument(byte[] classFile, SiteRegistry registry) {
        if (majorVersion(classFile) < OLDEST_VERSION) {
            return null;
        }
        OffsetReader reader = new OffsetReader(classFile);
        Scan scan = new Scan(reader);
        reader.accept(scan, ClassReader.EXPAND_FRAMES);
        List<Site> sites = new ArrayList<>();
        Map<String, MethodPlan> plans = scan.plans(sites);
        if (plans.isEmpty()) {
            return null;
        }
        byte[] table = new SiteTable(reader.getClassName().replace('/', '.'), scan.sourceFile, sites).encode();
        int base = registry.register(table, sites.size());
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new Rewriter(writer, plans, base), 0);
        return writer.toByteArray();
    }

    private static int majorVersion(byte[] classFile) {
        return (classFile[6] & 0xFF) << 8 | (classFile[7] & 0xFF);
    }

    /** What is to be done to one method. */
    private record MethodPlan(MethodCode code, List<PlannedRegion> regions) {}

    /** A region with the calls of its handler; {@code firstSite} counts from the class's first site. */
    private record PlannedRegion(Region region, List<SiteCall> calls, int firstSite) {}

    /** The first pass: collects the methods that may get handlers. */
    private final class Scan extends ClassVisitor {
        private final OffsetReader reader;
        private final List<MethodCode> methods = new ArrayList<>();
        private String sourceFile = "";
        private int version;

        Scan(OffsetReader reader) {
            super(Opcodes.ASM9);
            this.reader = reader;
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            this.version = version & 0xFFFF;
        }

        @Override
        public void visitSource(@Nullable String source, @Nullable String debug) {
            sourceFile = source == null ? "" : source;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            boolean hasCode = (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
            if (!hasCode || !filter.includes(reader.getClassName(), name, descriptor)) {
                return null;
            }
            MethodNode method = new MethodNode(Opcodes.ASM9, access, name, descriptor, signature, exceptions);
            MethodCode code = new MethodCode(reader, reader.getClassName(), method);
            methods.add(code);
            return code;
        }

        Map<String, MethodPlan> plans(List<Site> sites) {
            Map<String, MethodPlan> plans = new HashMap<>();
            boolean hasNames = hasNames();
            for (MethodCode code : methods) {
                MethodPlan plan = plan(code, hasNames, sites);
                if (plan != null) {
                    plans.put(code.method.name + code.method.desc, plan);
                }
            }
            return plans;
        }

        private boolean hasNames() {
            for (MethodCode code : methods) {
                if (code.method.localVariables != null && !code.method.localVariables.isEmpty()) {
                    return true;
                }
            }
            return false;
        }

        private @Nullable MethodPlan plan(MethodCode code, boolean classHasNames, List<Site> sites) {
            if (version == OLDEST_VERSION && code.hasJumps && !code.hasFrames) {
                return null;
            }
            for (boolean argumentsOnly : new boolean[] {false, true}) {
                RegionFinder finder =
                        new RegionFinder(reader.getClassName(), code, argumentsOnly, classHasNames, tellsOfThrown);
                List<Region> regions = finder.regions();
                if (!regions.isEmpty() && fits(code, regions)) {
                    return plan(code, regions, finder.hasNames(), sites);
                }
            }
            return null;
        }

        private boolean fits(MethodCode code, List<Region> regions) {
            int before = code.instructions.get(code.instructions.size() - 1).bci();
            int after = before;
            for (Region region : regions) {
                after += estimatedBytes(region);
            }
            return after < MAX_CODE_BYTES && (after < MAX_COMPILED_BYTES || before >= MAX_COMPILED_BYTES);
        }

        private int estimatedBytes(Region region) {
            List<Captured> captured = region.key.captured();
            return 12
                    + (tellsOfThrown ? 7 : 0)
                    + 6 * captured.size()
                    + 6 * SiteCall.of(captured).size();
        }

        private MethodPlan plan(MethodCode code, List<Region> regions, boolean hasNames, List<Site> sites) {
            MethodNode node = code.method;
            SiteTable.Method method = new SiteTable.Method(node.name, node.desc, node.access & 0xFFFF);
            List<PlannedRegion> planned = new ArrayList<>();
            for (Region region : regions) {
                List<SiteCall> calls = SiteCall.of(region.key.captured());
                planned.add(new PlannedRegion(region, calls, sites.size()));
                int flags = (region.key.rethrows() ? Site.RETHROW : 0) | (hasNames ? 0 : Site.NO_NAMES);
                for (SiteCall call : calls) {
                    sites.add(site(method, flags, region, call));
                    flags |= Site.CONTINUATION;
                }
            }
            return new MethodPlan(code, planned);
        }

        private static Site site(SiteTable.Method method, int flags, Region region, SiteCall call) {
            List<Variable> variables = new ArrayList<>();
            for (Captured captured : call.variables()) {
                variables.add(captured.variable());
            }
            return new Site(method, flags, region.firstBci(), region.lastBci(), region.lines(), variables);
        }
    }

    /** The second pass: copies the class, its planned methods with handlers. */
    private final class Rewriter extends ClassVisitor {
        private final Map<String, MethodPlan> plans;
        private final int base;

        Rewriter(ClassVisitor next, Map<String, MethodPlan> plans, int base) {
            super(Opcodes.ASM9, next);
            this.plans = plans;
            this.base = base;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            MethodPlan plan = plans.get(name + descriptor);
            if (plan == null) {
                return super.visitMethod(access, name, descriptor, signature, exceptions);
            }
            MethodNode method = plan.code().method;
            HandlerWriter handlers = new HandlerWriter(method, tellsOfThrown);
            for (PlannedRegion planned : plan.regions()) {
                handlers.add(planned.region(), planned.calls(), base + planned.firstSite());
            }
            handlers.finish();
            method.accept(cv);
            return null;
        }
    }
}
