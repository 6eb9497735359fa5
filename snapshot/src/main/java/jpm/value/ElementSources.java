package jpm.value;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Iteration over the shapes that collections have in memory, none of which trusts a link or a size alone. */
final class ElementSources {
    private ElementSources() {}

    /** Produces parts one by one; null at the end. */
    @FunctionalInterface
    interface Steps<T> {
        @Nullable
        T next();
    }

    /** Parts that are found by number. */
    static <T> View.Source<T> indexed(int size, IntFunction<T> part) {
        return start -> new Iterator<>() {
            private int at = start;

            @Override
            public boolean hasNext() {
                return at < size;
            }

            @Override
            public T next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return part.apply(at++);
            }
        };
    }

    /** Parts that are found one after the other, at most {@code size} of them. */
    static <T> View.Source<T> stepped(int size, java.util.function.Supplier<Steps<T>> steps) {
        return start -> {
            Iterator<T> all = new Stepping<>(size, steps.get());
            for (int i = 0; i < start && all.hasNext(); i++) {
                all.next();
            }
            return all;
        };
    }

    /** The nodes of a singly linked list; {@code link} must end, return to the start, or exceed the size. */
    static Steps<Long> linked(FieldReader in, @Nullable Long first, String link) {
        return new Steps<>() {
            private @Nullable Long node = first;

            @Override
            public @Nullable Long next() {
                Long current = node;
                if (current != null) {
                    Long following = in.idOrNull(current, link);
                    node = current.equals(following) ? null : following;
                }
                return current;
            }
        };
    }

    /** The nodes of a table of bins, each a linked list; {@code firstOfBin} finds a bin's first node. */
    static Steps<Long> binned(FieldReader in, long table, String link) {
        int length = in.length(table);
        return binned(in, length, bin -> in.element(table, bin), link);
    }

    /** As {@link #binned(FieldReader, long, String)}, from the last bin to the first, which is how some classes iterate. */
    static Steps<Long> binnedBackwards(FieldReader in, long table, String link) {
        int length = in.length(table);
        return binned(in, length, bin -> in.element(table, length - 1 - bin), link);
    }

    private static Steps<Long> binned(FieldReader in, int length, IntFunction<Value> firsts, String link) {
        return joined(
                length,
                bin -> firsts.apply(bin) instanceof Value.Reference first ? linked(in, first.id(), link) : () -> null);
    }

    /** The nodes of so many bins, one bin after the other. */
    static Steps<Long> joined(int length, IntFunction<Steps<Long>> bins) {
        return new Steps<>() {
            private int bin;
            private Steps<Long> nodes = () -> null;

            @Override
            public @Nullable Long next() {
                Long node = nodes.next();
                while (node == null && bin < length) {
                    nodes = bins.apply(bin++);
                    node = nodes.next();
                }
                return node;
            }
        };
    }

    static <T> Steps<T> filtered(Steps<T> steps, Predicate<T> wanted) {
        return () -> {
            T part = steps.next();
            while (part != null && !wanted.test(part)) {
                part = steps.next();
            }
            return part;
        };
    }

    static <S, T> Steps<T> mapped(Steps<S> steps, java.util.function.Function<S, T> mapping) {
        return () -> {
            S part = steps.next();
            return part == null ? null : mapping.apply(part);
        };
    }

    private static final class Stepping<T> implements Iterator<T> {
        private final Steps<T> steps;
        private int left;
        private @Nullable T following;

        Stepping(int size, Steps<T> steps) {
            this.steps = steps;
            this.left = size;
            advance();
        }

        private void advance() {
            following = left-- > 0 ? steps.next() : null;
        }

        @Override
        public boolean hasNext() {
            return following != null;
        }

        @Override
        public T next() {
            T current = following;
            if (current == null) {
                throw new NoSuchElementException();
            }
            advance();
            return current;
        }
    }
}
