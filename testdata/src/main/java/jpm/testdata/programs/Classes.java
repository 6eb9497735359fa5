package jpm.testdata.programs;

import static jpm.testdata.oracle.Oracle.say;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import jpm.testdata.oracle.Case;
import jpm.testdata.oracle.Chain;
import jpm.testdata.oracle.Oracle;

/** Frames of every kind of class and method that Java has. */
final class Classes {
    private final int base;

    private Classes(int base) {
        this.base = base;
    }

    static void capturingLambda() {
        int captured = 42;
        String also = "also";
        Runnable lambda = () -> {
            long inside = captured * 2L;
            say().of("captured", captured)
                    .of("also", String.class, also)
                    .of("inside", inside)
                    .end();
            Chain.proceed();
        };
        say().of("captured", captured)
                .of("also", String.class, also)
                .of("lambda", Runnable.class, lambda)
                .end();
        lambda.run();
    }

    static void lambdaWithThis() {
        say().end();
        new Classes(5).applied(10);
    }

    private void applied(int by) {
        IntUnaryOperator operator = (int x) -> {
            int sum = x + by + base;
            say().self(this).of("by", by).of("x", x).of("sum", sum).end();
            Chain.proceed();
            return sum;
        };
        say().self(this)
                .of("by", by)
                .of("operator", IntUnaryOperator.class, operator)
                .end();
        Oracle.use(operator.applyAsInt(3));
    }

    /** A lambda run by the JDK's own code. */
    static void lambdaUnderJdkFrames() {
        List<String> words = List.of("one");
        say().of("words", List.class, words).end();
        words.stream().map(String::length).sorted(Comparator.reverseOrder()).forEach(length -> {
            say().of("length", Integer.class, length).end();
            Chain.proceed();
        });
    }

    static void methodReference() {
        Classes target = new Classes(8);
        Function<String, Integer> reference = target::measured;
        say().of("target", Classes.class, target)
                .of("reference", Function.class, reference)
                .end();
        Oracle.use(reference.apply("four"));
    }

    private Integer measured(String text) {
        int length = text.length();
        say().self(this).of("text", String.class, text).of("length", length).end();
        Chain.proceed();
        return length + base;
    }

    /** An inner class, which keeps its outer object. */
    final class Inner {
        private final String label;

        Inner(String label) {
            this.label = label;
        }

        void work(int factor) {
            int product = base * factor;
            say().self(this).of("factor", factor).of("product", product).end();
            Chain.proceed();
        }
    }

    static void inner() {
        Classes outer = new Classes(6);
        Inner inner = outer.new Inner("in");
        say().of("outer", Classes.class, outer).of("inner", Inner.class, inner).end();
        inner.work(7);
    }

    static void anonymous() {
        String captured = "kept";
        Runnable runnable = new Runnable() {
            private int count = 3;

            @Override
            public void run() {
                String both = captured + count;
                say().self(this).of("both", String.class, both).end();
                Chain.proceed();
                count++;
            }
        };
        say().of("captured", String.class, captured)
                .of("runnable", Runnable.class, runnable)
                .end();
        runnable.run();
    }

    static void local() {
        int seed = 11;
        class Local {
            int twice(int x) {
                int result = x * seed;
                say().self(this).of("x", x).of("result", result).end();
                Chain.proceed();
                return result;
            }
        }
        Local local = new Local();
        say().of("seed", seed).of("local", Local.class, local).end();
        local.twice(2);
    }

    /** Dies in its constructor, after its fields are set. */
    static final class Half {
        final int first;
        String second;

        Half(int first) {
            this.first = first;
            int local = first + 1;
            say().self(this).of("first", first).of("local", local).end();
            Chain.proceed();
            this.second = "set";
        }
    }

    static void constructor() {
        say().end();
        Oracle.use(new Half(1).second);
    }

    /** Dies before {@code super()}, while its arguments are made. */
    static final class BeforeSuper extends RuntimeException {
        BeforeSuper(int number, String text) {
            super(interrupted(say().of("number", number).of("text", String.class, text), text));
        }

        private static String interrupted(Oracle.Speech speech, String text) {
            speech.end();
            say().present("speech", Oracle.Speech.class)
                    .of("text", String.class, text)
                    .end();
            Chain.proceed();
            return text;
        }
    }

    static void beforeSuper() {
        say().end();
        Oracle.use(new BeforeSuper(4, "argument"));
    }

    /** Dies in its instance initialiser. */
    static final class Initialised {
        final int early = 1;

        {
            int inBlock = early + 1;
            say().self(this).of("inBlock", inBlock).end();
            Chain.proceed();
        }

        int late = 2;
    }

    static void instanceInitialiser() {
        say().end();
        Oracle.use(new Initialised());
    }

    /** A record whose compact constructor dies. */
    record Range(int low, int high) {
        Range {
            int width = high - low;
            say().of("low", low).of("high", high).of("width", width).self(this).end();
            Chain.proceed();
        }

        int middle(int shift) {
            int sum = low + high + shift;
            say().self(this).of("shift", shift).of("sum", sum).end();
            Chain.proceed();
            return sum / 2;
        }
    }

    static void recordConstructor() {
        say().end();
        Oracle.use(new Range(3, 9));
    }

    /** A record with a plain constructor. */
    record Pair(String left, List<Integer> right) {
        int total(int start) {
            int sum = start;
            for (int each : right) {
                sum += each;
            }
            say().self(this).of("start", start).of("sum", sum).end();
            Chain.proceed();
            return sum;
        }
    }

    static void recordMethod() {
        Pair pair = new Pair("l", List.of(1, 2, 3));
        say().of("pair", Pair.class, pair).end();
        pair.total(100);
    }

    /** An enum whose constants have bodies. */
    enum Operation {
        PLUS {
            @Override
            int apply(int a, int b) {
                int result = a + b;
                say().self(this).of("a", a).of("b", b).of("result", result).end();
                Chain.proceed();
                return result;
            }
        };

        abstract int apply(int a, int b);
    }

    static void enumBody() {
        Operation operation = Operation.PLUS;
        say().of("operation", Operation.class, operation).end();
        operation.apply(20, 22);
    }

    /** An interface with methods of its own. */
    interface Greeter {
        String name();

        default String greet(String greeting) {
            String text = greeting + " " + name();
            say().self(Greeter.class, this)
                    .of("greeting", String.class, greeting)
                    .of("text", String.class, text)
                    .end();
            return privately(text.length());
        }

        private String privately(int length) {
            say().self(Greeter.class, this).of("length", length).end();
            return statically(length, 'g');
        }

        static String statically(int count, char letter) {
            String repeated = String.valueOf(letter).repeat(count);
            say().of("count", count)
                    .of("letter", letter)
                    .of("repeated", String.class, repeated)
                    .end();
            Chain.proceed();
            return repeated;
        }
    }

    static void interfaceMethods() {
        Greeter greeter = new Greeter() {
            @Override
            public String name() {
                return "ann";
            }
        };
        say().of("greeter", Greeter.class, greeter).end();
        greeter.greet("hello");
    }

    /** A generic class whose {@code apply} is reached through a bridge. */
    static final class Shout implements Function<String, String> {
        @Override
        public String apply(String word) {
            String loud = word + "!";
            say().self(this)
                    .of("word", String.class, word)
                    .of("loud", String.class, loud)
                    .end();
            Chain.proceed();
            return loud;
        }
    }

    static void bridge() {
        Function<String, String> shout = new Shout();
        say().of("shout", Function.class, shout).end();
        generic(shout, "hey");
    }

    private static <T extends Comparable<T>, R> R generic(Function<T, R> function, T argument) {
        say().of("function", Function.class, function)
                .of("argument", Comparable.class, argument)
                .end();
        return function.apply(argument);
    }

    static void varargs() {
        say().end();
        counted("n", 1, 2, 3);
    }

    private static void counted(String label, int... numbers) {
        say().of("label", String.class, label)
                .of("numbers", int[].class, numbers)
                .end();
        listed();
    }

    private static void listed(Object... nothing) {
        say().of("nothing", Object[].class, nothing).end();
        Chain.proceed();
    }

    /** Recursion through a supplier, so that one lambda has several frames. */
    static void nestedLambdas() {
        Supplier<Supplier<String>> outer = () -> {
            int level = 1;
            say().of("level", level).end();
            Supplier<String> within = () -> {
                int deeper = level + 1;
                say().of("deeper", deeper).of("level", level).end();
                Chain.proceed();
                return "done";
            };
            say().of("level", level).of("within", Supplier.class, within).end();
            Oracle.use(within.get());
            return within;
        };
        say().of("outer", Supplier.class, outer).end();
        Oracle.use(outer.get());
    }

    static Case[] chain() {
        return new Case[] {
            Classes::capturingLambda,
            Classes::lambdaWithThis,
            Classes::lambdaUnderJdkFrames,
            Classes::methodReference,
            Classes::inner,
            Classes::anonymous,
            Classes::local,
            Classes::constructor,
            Classes::beforeSuper,
            Classes::instanceInitialiser,
            Classes::recordConstructor,
            Classes::recordMethod,
            Classes::enumBody,
            Classes::interfaceMethods,
            Classes::bridge,
            Classes::varargs,
            Classes::nestedLambdas
        };
    }
}
