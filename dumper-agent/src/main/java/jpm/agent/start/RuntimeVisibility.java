package jpm.agent.start;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import jpm.agent.instrument.CaptureRuntime;
import org.jspecify.annotations.Nullable;

/**
 * Which class loaders' classes can call the runtime; each loader is asked once, or once per thread that comes at the same time.
 *
 * <p>Asking runs the loader, which may wait for locks of the program's: no lock is held meanwhile. Loaders are told apart by
 * identity, past their own {@code equals}, and are not kept alive.
 */
final class RuntimeVisibility {
    private final ConcurrentHashMap<LoaderKey, Boolean> verdicts = new ConcurrentHashMap<>();
    private final ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();

    /** Whether the loader's classes can call the runtime. */
    boolean isGivenTo(ClassLoader loader) {
        forgetGone();
        LoaderKey key = new LoaderKey(loader, gone);
        Boolean known = verdicts.get(key);
        if (known == null) {
            known = CaptureRuntime.isVisibleTo(loader);
            verdicts.put(key, known);
        }
        return known;
    }

    private void forgetGone() {
        for (Reference<?> each = gone.poll(); each != null; each = gone.poll()) {
            verdicts.remove(each);
        }
    }

    private static final class LoaderKey extends WeakReference<ClassLoader> {
        private final int hash;

        LoaderKey(ClassLoader loader, ReferenceQueue<ClassLoader> queue) {
            super(loader, queue);
            this.hash = System.identityHashCode(loader);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            if (this == other) {
                return true;
            }
            ClassLoader loader = get();
            return loader != null && other instanceof LoaderKey key && key.refersTo(loader);
        }
    }
}
