package jpm.cli;

import java.util.ArrayList;
import java.util.List;

/** Rectangles whose areas are as given numbers, filling a larger one and as square as they get (Bruls, Huizing, van Wijk: Squarified Treemaps). */
final class TreeMapLayout {
    /** A rectangle; its corner is the left upper one. */
    record Rectangle(double x, double y, double width, double height) {
        double area() {
            return width * height;
        }
    }

    private final List<Rectangle> placed = new ArrayList<>();
    private Rectangle free;

    private TreeMapLayout(Rectangle whole) {
        this.free = whole;
    }

    /** One rectangle for each number; the numbers are above 0 and fall. */
    static List<Rectangle> of(List<Long> numbers, double width, double height) {
        TreeMapLayout layout = new TreeMapLayout(new Rectangle(0, 0, width, height));
        double sum = numbers.stream().mapToDouble(Long::doubleValue).sum();
        List<Double> areas = numbers.stream().map(n -> n / sum * width * height).toList();
        for (int from = 0; from < areas.size(); ) {
            int to = from + 1;
            while (to < areas.size()
                    && layout.worst(areas.subList(from, to + 1)) <= layout.worst(areas.subList(from, to))) {
                to++;
            }
            layout.place(areas.subList(from, to));
            from = to;
        }
        return layout.placed;
    }

    /** The greatest ratio of sides when these areas share one strip along the shorter side of what is free. */
    private double worst(List<Double> strip) {
        double side = Math.min(free.width, free.height);
        double sum = sum(strip);
        double greatest = strip.get(0);
        double least = strip.get(strip.size() - 1);
        return Math.max(side * side * greatest / (sum * sum), sum * sum / (side * side * least));
    }

    private static double sum(List<Double> areas) {
        return areas.stream().mapToDouble(Double::doubleValue).sum();
    }

    private void place(List<Double> strip) {
        boolean upright = free.width >= free.height;
        double side = upright ? free.height : free.width;
        double thickness = side == 0 ? 0 : sum(strip) / side;
        double at = upright ? free.y : free.x;
        for (double area : strip) {
            double length = thickness == 0 ? 0 : area / thickness;
            placed.add(
                    upright
                            ? new Rectangle(free.x, at, thickness, length)
                            : new Rectangle(at, free.y, length, thickness));
            at += length;
        }
        free = upright
                ? new Rectangle(free.x + thickness, free.y, Math.max(0, free.width - thickness), free.height)
                : new Rectangle(free.x, free.y + thickness, free.width, Math.max(0, free.height - thickness));
    }
}
