package jpm.tui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import jpm.tui.ScreenLayout.Area;
import jpm.tui.ScreenLayout.Place;
import jpm.tui.term.Size;
import org.junit.jupiter.api.Test;

class ScreenLayoutTest {
    /** Every cell between header and input row belongs to exactly one pane or to a separator, whatever the size. */
    @Test
    void coversTheScreen() {
        for (int columns = 1; columns <= 200; columns += 13) {
            for (int rows = 4; rows <= 60; rows += 3) {
                for (Place active : Place.values()) {
                    check(new Size(columns, rows), ScreenLayout.of(new Size(columns, rows), active, false));
                }
            }
        }
    }

    private static void check(Size size, ScreenLayout layout) {
        int[] cells = new int[size.columns() * size.rows()];
        for (Area area : layout.areas().values()) {
            for (int row = area.row(); row < area.row() + area.rows(); row++) {
                int first = row * size.columns() + Math.max(0, area.column() - 1);
                int last = row * size.columns() + area.column() + area.columns();
                for (int cell = first; cell < last; cell++) {
                    cells[cell]++;
                }
            }
        }
        int[] body = Arrays.copyOfRange(cells, size.columns(), size.columns() * (size.rows() - 2));
        assertThat(Arrays.stream(body).allMatch(times -> times == 1))
                .as("%s %s", size, layout)
                .isTrue();
    }

    @Test
    void activePaneIsAlwaysVisible() {
        for (Place active : Place.values()) {
            assertThat(ScreenLayout.of(new Size(30, 8), active, false).areas()).containsOnlyKeys(active);
            assertThat(ScreenLayout.of(new Size(80, 24), active, false).areas()).containsOnlyKeys(Place.values());
            assertThat(ScreenLayout.of(new Size(80, 24), active, true).areas()).containsOnlyKeys(active);
        }
    }
}
