package java21;

import static jpm.testdata.oracle.Oracle.say;

import java.util.List;
import jpm.testdata.oracle.Carrier;
import jpm.testdata.oracle.Chain;
import jpm.testdata.oracle.Death;
import jpm.testdata.oracle.Oracle;

/** What Java has since 21: patterns in switch, record patterns, virtual threads. */
public final class Patterns {
    sealed interface Shape permits Circle, Square, Group {}

    record Circle(double radius) implements Shape {}

    record Square(int side, String label) implements Shape {}

    record Group(Shape left, Shape right) implements Shape {}

    private Patterns() {}

    public static List<Death> cases() {
        Chain all = new Chain(Patterns::typePattern, Patterns::recordPattern, Patterns::nestedPattern);
        return List.of(Death.of("patterns", all), new Death("virtual", false, Carrier.VIRTUAL, all));
    }

    static void typePattern() {
        say().end();
        area(new Circle(1.5), 3);
    }

    private static double area(Object shape, int scale) {
        return switch (shape) {
            case null -> 0;
            case Circle circle when circle.radius() > 1 -> {
                double squared = circle.radius() * circle.radius();
                say().of("shape", Object.class, shape)
                        .of("scale", scale)
                        .of("circle", Circle.class, circle)
                        .of("squared", squared)
                        .end();
                Chain.proceed();
                yield squared;
            }
            case Square square -> square.side();
            default -> -1;
        };
    }

    static void recordPattern() {
        Shape shape = new Square(4, "four");
        if (shape instanceof Square(int side, String label)) {
            long area = (long) side * side;
            say().of("shape", Shape.class, shape)
                    .of("side", side)
                    .of("label", String.class, label)
                    .of("area", area)
                    .end();
            Chain.proceed();
        }
    }

    static void nestedPattern() {
        Shape shape = new Group(new Circle(0.5), new Square(2, null));
        switch (shape) {
            case Group(Circle(var radius), Square(int side, var label)) -> {
                String text = radius + "/" + side;
                say().of("shape", Shape.class, shape)
                        .of("radius", radius)
                        .of("side", side)
                        .of("label", String.class, label)
                        .of("text", String.class, text)
                        .end();
                Chain.proceed();
            }
            default -> Oracle.use(shape);
        }
    }
}
