package jpm.tui;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows in a tree, of which only those near the ones that are shown exist: the others are known by their number. A branch's items come in pages from a
 * {@link Source}, and are forgotten when many others were shown since. Belongs to the interface's thread.
 */
final class Tree<T> {
    /** How many items are asked for at once. */
    static final int PAGE_ITEMS = 100;

    private static final int PAGES_KEPT = 64;

    private final Source<T> source;
    private final Branch<T> root;

    /** Where items come from; asked on other threads. */
    interface Source<T> {
        /**
         * Some items of a branch.
         *
         * @param parent null for those at the top
         */
        Page<T> children(@Nullable T parent, int from, int count);
    }

    /**
     * Items in a row.
     *
     * @param total how many the branch has in all
     */
    record Page<T>(int total, List<T> items) {}

    /** What a row shows: an item of a branch; the position is -1 while it is not known how many the branch has. */
    record Spot<T>(Branch<T> branch, int position) {}

    /** An unfolded item, or the top. */
    static final class Branch<T> {
        private final @Nullable Branch<T> parent;
        private final int position;
        private final @Nullable T item;
        private final int depth;
        private final Map<Integer, List<T>> pages = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, List<T>> eldest) {
                return size() > PAGES_KEPT;
            }
        };
        private final Set<Integer> asked = new HashSet<>();
        private final TreeMap<Integer, Branch<T>> open = new TreeMap<>();
        private int total = -1;
        private int rows = 1;

        private Branch(@Nullable Branch<T> parent, int position, @Nullable T item) {
            this.parent = parent;
            this.position = position;
            this.item = item;
            this.depth = parent == null ? -1 : parent.depth + 1;
        }

        @Nullable
        Branch<T> parent() {
            return parent;
        }

        /** The unfolded item; null for the top. */
        @Nullable
        T item() {
            return item;
        }

        /** Which item of its parent it hangs on. */
        int position() {
            return position;
        }

        /** How deep this branch's items are, 0 at the top. */
        int depthOfItems() {
            return depth + 1;
        }

        /** The item of that position, if it is there. */
        @Nullable
        T item(int at) {
            List<T> page = pages.get(at / PAGE_ITEMS);
            return page == null || at % PAGE_ITEMS >= page.size() ? null : page.get(at % PAGE_ITEMS);
        }

        /** Notes that a page is being fetched; false when it is already, or is there. */
        boolean ask(int page) {
            return !pages.containsKey(page) && asked.add(page);
        }

        /** A page will not come: it may be asked for again. */
        void unask(int page) {
            asked.remove(page);
        }

        private long countRows() {
            if (total < 0) {
                return 1;
            }
            long sum = total;
            for (Branch<T> child : open.values()) {
                sum += child.rows;
            }
            return sum;
        }
    }

    /** One whose top is fetched when it is shown. */
    Tree(Source<T> source) {
        this.source = source;
        this.root = new Branch<>(null, 0, null);
    }

    /** One whose top is known. */
    static <T> Tree<T> of(List<T> top, Source<T> source) {
        Tree<T> tree = new Tree<>(source);
        for (int from = 0; from < top.size(); from += PAGE_ITEMS) {
            tree.root.pages.put(from / PAGE_ITEMS, top.subList(from, Math.min(top.size(), from + PAGE_ITEMS)));
        }
        tree.root.total = top.size();
        tree.recount(tree.root);
        return tree;
    }

    Source<T> source() {
        return source;
    }

    Branch<T> root() {
        return root;
    }

    /** How many rows there are. */
    int size() {
        return root.rows;
    }

    /** Whether it is known how many items the top has. */
    boolean isCounted() {
        return root.total >= 0;
    }

    private void recount(Branch<T> changed) {
        for (Branch<T> at = changed; at != null; at = at.parent) {
            at.rows = (int) Math.min(Integer.MAX_VALUE - 1, at.countRows());
        }
    }

    /** The top has more items by now; its last page, which they continue, is fetched anew. */
    void grow(int newTotal) {
        if (newTotal > root.total) {
            root.pages.remove(Math.max(0, root.total) / PAGE_ITEMS);
            root.total = newTotal;
            recount(root);
        }
    }

    /** Has all items fetched anew: they look different now. */
    void forgetItems() {
        forget(root);
    }

    private void forget(Branch<T> branch) {
        branch.pages.clear();
        branch.open.values().forEach(this::forget);
    }

    /** What a row shows. */
    Spot<T> at(int row) {
        Branch<T> branch = root;
        int left = row;
        while (true) {
            Branch<T> deeper = null;
            int above = 0;
            for (Branch<T> child : branch.open.values()) {
                int within = left - above - child.position - 1;
                if (within < 0) {
                    break;
                }
                if (within < child.rows) {
                    deeper = child;
                    left = within;
                    break;
                }
                above += child.rows;
            }
            if (deeper == null) {
                return new Spot<>(branch, branch.total < 0 ? -1 : left - above);
            }
            branch = deeper;
        }
    }

    /** The row of an item. */
    int rowOf(Branch<T> branch, int position) {
        int row = position;
        for (Branch<T> child : branch.open.headMap(position).values()) {
            row += child.rows;
        }
        return branch.parent == null ? row : rowOf(branch.parent, branch.position) + 1 + row;
    }

    /** The branch that hangs on an item, or null where it is folded. */
    @Nullable
    Branch<T> unfolded(Spot<T> spot) {
        return spot.branch.open.get(spot.position);
    }

    void unfold(Spot<T> spot) {
        T item = spot.branch.item(spot.position);
        if (item != null && unfolded(spot) == null) {
            spot.branch.open.put(spot.position, new Branch<>(spot.branch, spot.position, item));
            recount(spot.branch);
        }
    }

    void fold(Branch<T> branch) {
        Branch<T> parent = branch.parent;
        if (parent != null) {
            parent.open.remove(branch.position);
            recount(parent);
        }
    }

    /** Puts in what was fetched. A page that ends early ends the branch: a damaged object has fewer parts than it says. */
    void arrived(Branch<T> branch, int page, Page<T> fetched) {
        int from = page * PAGE_ITEMS;
        int wanted = Math.min(PAGE_ITEMS, Math.max(0, fetched.total() - from));
        boolean isShort = fetched.items().size() < wanted;
        branch.asked.remove(page);
        branch.pages.put(page, fetched.items());
        branch.total = isShort ? from + fetched.items().size() : fetched.total();
        recount(branch);
    }

    /** A branch that cannot be read folds again; the top stays empty. */
    void failed(Branch<T> branch, int page) {
        branch.asked.remove(page);
        if (branch.parent == null) {
            branch.total = Math.max(0, branch.total);
            recount(branch);
        } else {
            fold(branch);
        }
    }

    /**
     * A run of items in the order of rows.
     *
     * @param from the first of them
     */
    record Run<T>(Branch<T> branch, int from, int count) {}

    /** All rows as runs of items, from the top down. */
    List<Run<T>> runs() {
        List<Run<T>> runs = new ArrayList<>();
        addRuns(root, runs);
        return runs;
    }

    private void addRuns(Branch<T> branch, List<Run<T>> runs) {
        int from = 0;
        for (Branch<T> child : branch.open.values()) {
            runs.add(new Run<>(branch, from, child.position + 1 - from));
            addRuns(child, runs);
            from = child.position + 1;
        }
        if (from < branch.total) {
            runs.add(new Run<>(branch, from, branch.total - from));
        }
    }

    /** Whether an item can still be reached: no branch above it was folded. */
    boolean has(Branch<T> branch) {
        Branch<T> parent = branch.parent;
        return parent == null ? branch == root : parent.open.get(branch.position) == branch && has(parent);
    }
}
