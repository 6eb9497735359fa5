package jpm.tui;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import jpm.io.Cancellation;
import jpm.io.Progress;
import jpm.tui.Tree.Branch;
import jpm.tui.Tree.Page;
import jpm.tui.Tree.Run;
import jpm.tui.Tree.Spot;
import jpm.tui.term.Key;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;
import org.jspecify.annotations.Nullable;

/**
 * A pane over a {@link Tree}: items are fetched in the background when their rows come into sight, which takes nothing from the keyboard. A search goes
 * through all rows, fetched or not.
 */
abstract class TreePane<T> extends LoadingPane {
    /** So many fetches wait at most; older ones are of rows that were scrolled past. */
    private static final int PATIENT_FETCHES = 6;

    private final Worker worker;
    private final BackgroundJob search;
    private final Consumer<Throwable> complain;
    private final Consumer<String> say;
    private final AtomicInteger fetches = new AtomicInteger();
    private Tree<T> tree;

    /**
     * @param worker fetches items
     * @param search looks through items
     * @param say shows a message
     * @param complain is told of what cannot be read
     */
    TreePane(
            String name,
            String textWhenEmpty,
            Worker worker,
            BackgroundJob search,
            Consumer<String> say,
            Consumer<Throwable> complain) {
        super(name, textWhenEmpty);
        this.worker = worker;
        this.search = search;
        this.say = say;
        this.complain = complain;
        this.tree = Tree.of(List.of(), (parent, from, count) -> new Page<>(0, List.of()));
    }

    /** Whether there is anything below an item. */
    abstract boolean canUnfold(T item);

    /**
     * An item's row.
     *
     * @param indent what stands before it: its depth, and whether it is folded
     */
    abstract StyledLine line(T item, StyledLine indent);

    /** What a search looks at; called on other threads. */
    abstract String searchText(T item);

    Tree<T> tree() {
        return tree;
    }

    void show(Tree<T> newTree) {
        loaded();
        search.stop();
        tree = newTree;
        resetScroll();
        select(0);
    }

    /** Fetches all items anew. */
    void refresh() {
        tree.forgetItems();
    }

    /** The item of the selected row, null where there is none or it is still being fetched. */
    @Nullable
    T selected() {
        Spot<T> spot = selectedSpot();
        return spot == null || spot.position() < 0 ? null : spot.branch().item(spot.position());
    }

    @Nullable
    Spot<T> selectedSpot() {
        return cursor() < tree.size() && size() > 0 ? tree.at(cursor()) : null;
    }

    @Override
    int size() {
        return tree.size();
    }

    /** The rows that need not be fetched are never empty, so that one row says what is being read. */
    @Override
    StyledLine row(int index) {
        Spot<T> spot = tree.at(index);
        String depth = "  ".repeat(spot.branch().depthOfItems());
        if (spot.position() < 0) {
            fetch(spot.branch(), 0);
            return StyledLine.of(depth + "  reading…", Style.DIM);
        }
        T item = spot.branch().item(spot.position());
        if (item == null) {
            fetch(spot.branch(), spot.position() / Tree.PAGE_ITEMS);
            return StyledLine.of(depth + "  …", Style.DIM);
        }
        return line(item, StyledLine.of(depth + marker(spot, item), Style.DIM));
    }

    private String marker(Spot<T> spot, T item) {
        return !canUnfold(item) ? "  " : tree.unfolded(spot) == null ? "▸ " : "▾ ";
    }

    private void fetch(Branch<T> branch, int page) {
        Tree<T> asked = tree;
        if (!branch.ask(page)) {
            return;
        }
        int number = fetches.incrementAndGet();
        worker.<@Nullable Page<T>>run(
                () -> fetches.get() - number > PATIENT_FETCHES
                        ? null
                        : asked.source().children(branch.item(), page * Tree.PAGE_ITEMS, Tree.PAGE_ITEMS),
                fetched -> {
                    if (fetched == null) {
                        branch.unask(page);
                    } else {
                        asked.arrived(branch, page, fetched);
                    }
                },
                reason -> {
                    asked.failed(branch, page);
                    complain.accept(reason);
                });
    }

    @Override
    public boolean isLoading() {
        return super.isLoading() || !tree.isCounted();
    }

    /** Moving on waits for no row but the first, acting on a row for that row. */
    @Override
    public boolean makesWait(Key key) {
        if (isLoading()) {
            return super.makesWait(key);
        }
        boolean isComing = search.isRunning() || cursor() < tree.size() && selected() == null;
        return isComing
                && movementBindings().stream().noneMatch(binding -> binding.isFor(key))
                && bindings().stream().anyMatch(binding -> binding.isFor(key));
    }

    /** Unfolding, folding, and the movements. */
    List<Binding> treeBindings() {
        List<Binding> bindings = new ArrayList<>();
        bindings.add(Binding.of("Right l", "", "unfold", this::unfold));
        bindings.add(Binding.of("Left h", "", "fold, or go to the parent", this::fold));
        bindings.addAll(movementBindings());
        return bindings;
    }

    void toggle() {
        Spot<T> spot = selectedSpot();
        Branch<T> unfolded = spot == null ? null : tree.unfolded(spot);
        if (unfolded == null) {
            unfold();
        } else {
            tree.fold(unfolded);
        }
    }

    void unfold() {
        T item = selected();
        Spot<T> spot = selectedSpot();
        if (item != null && spot != null && canUnfold(item)) {
            tree.unfold(spot);
        }
    }

    private void fold() {
        Spot<T> spot = selectedSpot();
        if (spot == null) {
            return;
        }
        Branch<T> own = tree.unfolded(spot);
        Branch<T> folded = own == null ? spot.branch() : own;
        Branch<T> parent = folded.parent();
        if (parent != null) {
            tree.fold(folded);
            int row = tree.rowOf(parent, folded.position());
            reveal(row);
        }
    }

    @Override
    public String copyText() {
        T item = selected();
        return item == null ? "" : searchText(item);
    }

    @Override
    public String status() {
        return search.isRunning() ? search.status() : super.status();
    }

    @Override
    public boolean stop() {
        return search.stop();
    }

    @Override
    public Found find(String text, Direction direction, boolean includingCurrent) {
        List<Run<T>> runs = runsFromCursor(direction, includingCurrent);
        Tree<T> searched = tree;
        String wanted = text.toLowerCase(Locale.ROOT);
        long rows = tree.size();
        search.start(
                "searching",
                rows,
                "rows",
                (progress, cancellation) -> firstWith(wanted, runs, direction, rows, searched, progress, cancellation),
                found -> found.ifPresentOrElse(spot -> goTo(searched, spot), () -> say.accept("not found: " + text)),
                complain);
        return Found.LATER;
    }

    /** All rows in the order of the search: those behind the cursor, then those before it. */
    private List<Run<T>> runsFromCursor(Direction direction, boolean includingCurrent) {
        List<Run<T>> before = new ArrayList<>();
        List<Run<T>> behind = new ArrayList<>();
        boolean isForward = direction == Direction.FORWARD;
        int split = isForward == includingCurrent ? cursor() : cursor() + 1;
        int row = 0;
        for (Run<T> run : tree.runs()) {
            int first = Math.max(0, Math.min(run.count(), split - row));
            if (first > 0) {
                before.add(new Run<>(run.branch(), run.from(), first));
            }
            if (first < run.count()) {
                behind.add(new Run<>(run.branch(), run.from() + first, run.count() - first));
            }
            row += run.count();
        }
        if (isForward) {
            behind.addAll(before);
            return behind;
        }
        Collections.reverse(before);
        Collections.reverse(behind);
        before.addAll(behind);
        return before;
    }

    private Optional<Spot<T>> firstWith(
            String wanted,
            List<Run<T>> runs,
            Direction direction,
            long rows,
            Tree<T> searched,
            Progress progress,
            Cancellation cancellation) {
        long done = 0;
        for (Run<T> run : runs) {
            for (int at = 0; at < run.count(); at += Tree.PAGE_ITEMS) {
                cancellation.check();
                int count = Math.min(Tree.PAGE_ITEMS, run.count() - at);
                int from = direction == Direction.FORWARD ? run.from() + at : run.from() + run.count() - at - count;
                List<T> items = searched.source()
                        .children(run.branch().item(), from, count)
                        .items();
                int found = indexOf(wanted, items, direction);
                if (found >= 0) {
                    return Optional.of(new Spot<>(run.branch(), from + found));
                }
                done += count;
                progress.report("searching", done, rows);
            }
        }
        return Optional.empty();
    }

    /** Unless the tree is another one by now, or what was found is folded away. */
    private void goTo(Tree<T> searched, Spot<T> found) {
        if (searched == tree && tree.has(found.branch())) {
            goTo(tree.rowOf(found.branch(), found.position()));
        }
    }

    private int indexOf(String wanted, List<T> items, Direction direction) {
        for (int i = 0; i < items.size(); i++) {
            int at = direction == Direction.FORWARD ? i : items.size() - 1 - i;
            if (searchText(items.get(at)).toLowerCase(Locale.ROOT).contains(wanted)) {
                return at;
            }
        }
        return -1;
    }
}
