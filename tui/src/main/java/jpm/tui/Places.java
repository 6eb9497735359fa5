package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the user has been, to go back and forward as in a browser. */
final class Places {
    private static final int MOST = 100;
    private final List<Place> places = new ArrayList<>();
    private int at = -1;

    /** A view, and which of its panes had the keyboard. */
    record Place(View view, int focus) {}

    /** Goes to a new place: what lay ahead is forgotten. */
    void visit(View view) {
        remember();
        places.subList(at + 1, places.size()).clear();
        if (places.size() == MOST) {
            places.remove(0);
            at--;
        }
        places.add(new Place(view, view.focus()));
        at++;
    }

    /** Notes which pane has the keyboard in the place that is left. */
    private void remember() {
        if (at >= 0) {
            View view = places.get(at).view();
            places.set(at, new Place(view, view.focus()));
        }
    }

    /** Whether there is a place so many steps ahead, or back where negative. */
    boolean hasStep(int steps) {
        return at + steps >= 0 && at + steps < places.size();
    }

    /** The place so many steps ahead, or back where negative; null where there is none. */
    @Nullable
    View step(int steps) {
        int wanted = at + steps;
        if (wanted < 0 || wanted >= places.size()) {
            return null;
        }
        remember();
        at = wanted;
        Place place = places.get(at);
        place.view().focus(place.focus());
        return place.view();
    }

    /** A step within one view: from a list to what one of its rows opened beside it. */
    void visitPane(View view, int focusBefore) {
        if (at >= 0) {
            places.set(at, new Place(view, focusBefore));
        }
        places.subList(at + 1, places.size()).clear();
        places.add(new Place(view, view.focus()));
        at++;
    }
}
