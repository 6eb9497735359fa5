package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import jpm.cli.TreeMapLayout.Rectangle;
import org.junit.jupiter.api.Test;

class TreeMapLayoutTest {
    @Test
    void areasAreAsTheNumbersAndNothingOverlaps() {
        Random random = new Random(4);
        for (int size = 1; size < 40; size++) {
            List<Long> numbers = random.longs(size, 1, 100_000)
                    .boxed()
                    .sorted(Comparator.reverseOrder())
                    .toList();
            double sum = numbers.stream().mapToDouble(n -> n).sum();

            List<Rectangle> places = TreeMapLayout.of(numbers, 100, 60);

            for (int i = 0; i < size; i++) {
                assertThat(places.get(i).area()).isCloseTo(numbers.get(i) / sum * 6000, within(1e-6));
                for (int j = 0; j < i; j++) {
                    assertThat(overlap(places.get(i), places.get(j))).isCloseTo(0, within(1e-6));
                }
                assertThat(places.get(i).x() + places.get(i).width()).isBetween(0.0, 100.000001);
                assertThat(places.get(i).y() + places.get(i).height()).isBetween(0.0, 60.000001);
            }
        }
        assertThat(TreeMapLayout.of(List.of(), 100, 60)).isEmpty();
    }

    private static double overlap(Rectangle a, Rectangle b) {
        double width = Math.min(a.x() + a.width(), b.x() + b.width()) - Math.max(a.x(), b.x());
        double height = Math.min(a.y() + a.height(), b.y() + b.height()) - Math.max(a.y(), b.y());
        return Math.max(0, width) * Math.max(0, height);
    }
}
