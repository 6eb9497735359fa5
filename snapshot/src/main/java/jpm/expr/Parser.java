package jpm.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** Reads the expressions of Java that change nothing: no assignment, {@code ++}, {@code new}, method reference or statement. */
final class Parser {
    private static final int MAX_CHARS = 4_000;
    private static final int MAX_DEPTH = 200;
    private static final long INT_MIN_MAGNITUDE = 1L << 31;

    private static final Set<String> PRIMITIVES =
            Stream.of(PrimitiveType.values()).map(type -> type.javaName).collect(Collectors.toSet());

    /** Binary operators by how strongly they bind. */
    private static final Map<String, Integer> PRECEDENCE = Map.ofEntries(
            Map.entry("||", 1),
            Map.entry("&&", 2),
            Map.entry("|", 3),
            Map.entry("^", 4),
            Map.entry("&", 5),
            Map.entry("==", 6),
            Map.entry("!=", 6),
            Map.entry("<", 7),
            Map.entry("<=", 7),
            Map.entry(">", 7),
            Map.entry(">=", 7),
            Map.entry("<<", 8),
            Map.entry(">>", 8),
            Map.entry(">>>", 8),
            Map.entry("+", 9),
            Map.entry("-", 9),
            Map.entry("*", 10),
            Map.entry("/", 10),
            Map.entry("%", 10));

    private static final int RELATIONAL = 7;
    private static final int HEX = 16;
    private static final Set<String> TYPE_ARGUMENT_SIGNS = Set.of("<", ">", ">>", ">>>", ",", ".", "?", "[", "]", "&");

    private final List<Token> tokens;
    private int at;
    private int depth;

    private Parser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static Node parse(String text) {
        if (text.length() > MAX_CHARS) {
            throw new ExpressionException("longer than " + MAX_CHARS + " characters", MAX_CHARS);
        }
        Parser parser = new Parser(new Tokenizer(text).tokens());
        Node node = parser.expression();
        Token rest = parser.peek();
        if (rest.kind() != Token.Kind.END) {
            throw new ExpressionException(
                    rest.is("=") ? "nothing in a dump can be changed" : "unexpected " + rest.shown(), rest.column());
        }
        return node;
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    private Token next() {
        Token token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    private boolean accept(String operator) {
        boolean found = peek().is(operator);
        at += found ? 1 : 0;
        return found;
    }

    private void expect(String operator) {
        if (!accept(operator)) {
            throw new ExpressionException("\"" + operator + "\" expected, not " + peek().shown(), peek().column());
        }
    }

    private Node expression() {
        if (++depth > MAX_DEPTH) {
            throw new ExpressionException("nested too deeply", peek().column());
        }
        Token first = peek();
        List<String> parameters = lambdaParameters();
        if (parameters != null) {
            Node lambda = new Node.Lambda(parameters, expression(), first.column());
            depth--;
            return lambda;
        }
        Node condition = binary(1);
        Token question = peek();
        if (accept("?")) {
            Node yes = expression();
            expect(":");
            condition = new Node.Conditional(condition, yes, expression(), question.column());
        }
        depth--;
        return condition;
    }

    private Node binary(int weakest) {
        Node left = unary();
        while (true) {
            Token token = peek();
            if (token.isName("instanceof") && weakest <= RELATIONAL) {
                next();
                left = instanceOf(left, token.column());
                continue;
            }
            Integer precedence = token.kind() == Token.Kind.OPERATOR ? PRECEDENCE.get(token.text()) : null;
            if (precedence == null || precedence < weakest) {
                return left;
            }
            next();
            left = new Node.Binary(token.text(), left, binary(precedence + 1), token.column());
        }
    }

    private Node instanceOf(Node operand, int column) {
        if (peek().isName("final")) {
            next();
        }
        Node.TypeName type = type();
        String binding = peek().kind() == Token.Kind.NAME && !peek().isName("instanceof") ? next().text() : null;
        return new Node.InstanceOf(operand, type, binding, column);
    }

    private Node unary() {
        if (++depth > MAX_DEPTH) {
            throw new ExpressionException("nested too deeply", peek().column());
        }
        Node node = unaryOrCast();
        depth--;
        return node;
    }

    private Node unaryOrCast() {
        Token token = peek();
        if (token.is("-") && isUnfinishedInteger(peek(1))) {
            next();
            return postfix(negated(next()));
        }
        if (token.is("+") || token.is("-") || token.is("!") || token.is("~")) {
            next();
            if (peek().is(token.text()) && (token.is("+") || token.is("-")) && peek().column() == token.column() + 1) {
                throw new ExpressionException("nothing in a dump can be changed", token.column());
            }
            return new Node.Unary(token.text(), unary(), token.column());
        }
        Node.TypeName cast = cast();
        return cast == null ? postfix(primary()) : new Node.Cast(cast, unary(), token.column());
    }

    private static boolean isUnfinishedInteger(Token token) {
        return token.kind() == Token.Kind.LITERAL
                && token.value() instanceof Value.Primitive number
                && (number.type() == PrimitiveType.INT && number.bits() == INT_MIN_MAGNITUDE
                        || number.type() == PrimitiveType.LONG && number.bits() == Long.MIN_VALUE);
    }

    /** {@code -2147483648}: without the sign the number is no int. */
    private static Node negated(Token token) {
        PrimitiveType type = token.value() instanceof Value.Primitive number ? number.type() : PrimitiveType.INT;
        return new Node.Literal(
                new Value.Primitive(type, type == PrimitiveType.INT ? Integer.MIN_VALUE : Long.MIN_VALUE),
                token.column());
    }

    /** The type of a cast that begins here, which is then consumed, or null when a parenthesis or something else begins. */
    private Node.@Nullable TypeName cast() {
        int start = at;
        if (!accept("(") || peek().kind() != Token.Kind.NAME || peek().isName("this")) {
            at = start;
            return null;
        }
        Node.TypeName type = type();
        boolean closed = accept(")");
        boolean primitive = PRIMITIVES.contains(type.name()) && type.dimensions() == 0;
        if (closed && (primitive || type.dimensions() > 0 || beginsOperand(peek()))) {
            return type;
        }
        at = start;
        return null;
    }

    private static boolean beginsOperand(Token token) {
        return token.kind() == Token.Kind.LITERAL
                || token.kind() == Token.Kind.NAME && !token.isName("instanceof")
                || token.is("(")
                || token.is("!")
                || token.is("~");
    }

    private Node.TypeName type() {
        Token first = name();
        StringBuilder name = new StringBuilder(first.text());
        while (peek().is(".") && peek(1).kind() == Token.Kind.NAME && !peek(1).isName("class")) {
            next();
            name.append('.').append(next().text());
        }
        skipTypeArguments();
        return new Node.TypeName(name.toString(), dimensions(), first.column());
    }

    private int dimensions() {
        int dimensions = 0;
        while (peek().is("[") && peek(1).is("]")) {
            at += 2;
            dimensions++;
        }
        return dimensions;
    }

    /** {@code <String, List<Item>>} says nothing that a dump knows. What only looks like it is left where it is. */
    private void skipTypeArguments() {
        int start = at;
        if (!peek().is("<")) {
            return;
        }
        int open = 0;
        do {
            Token token = next();
            boolean fits = token.kind() == Token.Kind.NAME
                    || TYPE_ARGUMENT_SIGNS.contains(token.text()) && token.kind() == Token.Kind.OPERATOR;
            if (!fits) {
                at = start;
                return;
            }
            open += token.is("<") ? 1 : token.is(">") ? -1 : token.is(">>") ? -2 : token.is(">>>") ? -3 : 0;
        } while (open > 0);
    }

    private Token name() {
        Token token = next();
        if (token.kind() != Token.Kind.NAME) {
            throw new ExpressionException("a name expected, not " + token.shown(), token.column());
        }
        return token;
    }

    private Node primary() {
        Token token = next();
        if (token.kind() == Token.Kind.LITERAL && token.value() != null) {
            return new Node.Literal(checkedInteger(token, token.value()), token.column());
        }
        if (token.is("(")) {
            Node inner = expression();
            expect(")");
            return inner;
        }
        if (token.is("@")) {
            return objectAt(null, token);
        }
        if (token.kind() == Token.Kind.NAME) {
            return named(token);
        }
        throw new ExpressionException("a value expected, not " + token.shown(), token.column());
    }

    private static Value checkedInteger(Token token, Value value) {
        boolean tooLarge = value instanceof Value.Primitive number
                && Character.isDigit(token.text().charAt(0))
                && !token.text().startsWith("0")
                && (number.type() == PrimitiveType.INT && number.bits() != (int) number.bits()
                        || number.type() == PrimitiveType.LONG && number.bits() < 0);
        if (tooLarge) {
            throw new ExpressionException("number too large: " + token.text(), token.column());
        }
        return value;
    }

    private Node named(Token token) {
        if (token.isName("new")) {
            return creation(token);
        }
        if (isObjectName()) {
            return objectName(token);
        }
        if (peek().is("(")) {
            return new Node.Call(null, token.text(), arguments(), token.column());
        }
        boolean array = peek().is("[") && peek(1).is("]");
        if (PRIMITIVES.contains(token.text()) || array) {
            at--;
            return classLiteral();
        }
        return new Node.Name(token.text(), token.column());
    }

    /** Whether {@code .Inner@1f} or {@code @1f} follows. */
    private boolean isObjectName() {
        int ahead = 0;
        while (peek(ahead).is(".") && peek(ahead + 1).kind() == Token.Kind.NAME) {
            ahead += 2;
        }
        return peek(ahead).is("@");
    }

    private Node objectName(Token first) {
        StringBuilder name = new StringBuilder(first.text());
        while (accept(".")) {
            name.append('.').append(next().text());
        }
        return objectAt(name.toString(), next());
    }

    /** The tokenizer leaves what stands behind {@code @} in one piece. */
    private Node objectAt(@Nullable String className, Token at) {
        Token address = next();
        String digits = address.text().startsWith("0x") ? address.text().substring(2) : address.text();
        try {
            return new Node.ObjectAt(className, Long.parseUnsignedLong(digits, HEX), at.column());
        } catch (NumberFormatException e) {
            throw new ExpressionException("an object's address expected", address.column());
        }
    }

    /** Only values of the JDK can be made; which, the evaluation says. */
    private Node creation(Token token) {
        Token first = name();
        StringBuilder name = new StringBuilder(first.text());
        while (peek().is(".") && peek(1).kind() == Token.Kind.NAME) {
            next();
            name.append('.').append(next().text());
        }
        skipTypeArguments();
        if (peek().is("[")) {
            return array(new Node.TypeName(name.toString(), 0, first.column()), token);
        }
        return new Node.Creation(new Node.TypeName(name.toString(), 0, first.column()), arguments(), token.column());
    }

    private Node array(Node.TypeName element, Token token) {
        int dimensions = dimensions();
        if (dimensions == 0 || !peek().is("{")) {
            throw new ExpressionException("an array needs its elements: new int[] {1, 2}", peek().column());
        }
        Node.TypeName type = new Node.TypeName(element.name(), dimensions - 1, element.column());
        return new Node.ArrayOf(type, listed("{", "}"), token.column());
    }

    private Node classLiteral() {
        Node.TypeName type = type();
        expect(".");
        Token literal = name();
        if (!literal.isName("class")) {
            throw new ExpressionException("\"class\" expected", literal.column());
        }
        return new Node.ClassLiteral(type, type.column());
    }

    private Node postfix(Node first) {
        Node node = first;
        while (true) {
            Token token = peek();
            if (accept(".")) {
                skipTypeArguments();
                node = member(node, name());
            } else if (accept("::")) {
                node = new Node.MethodReference(node, name().text(), token.column());
            } else if (accept("[")) {
                node = new Node.Index(node, expression(), token.column());
                expect("]");
            } else {
                return node;
            }
        }
    }

    private Node member(Node target, Token member) {
        if (member.isName("class")) {
            return new Node.ClassLiteral(new Node.TypeName(path(target), 0, target.column()), target.column());
        }
        return peek().is("(")
                ? new Node.Call(target, member.text(), arguments(), member.column())
                : new Node.Field(target, member.text(), member.column());
    }

    private static String path(Node node) {
        if (node instanceof Node.Field field) {
            return path(field.target()) + "." + field.name();
        } else if (node instanceof Node.Name name) {
            return name.name();
        }
        throw new ExpressionException("a class expected before \".class\"", node.column());
    }

    private List<Node> arguments() {
        return listed("(", ")");
    }

    private List<Node> listed(String open, String close) {
        List<Node> arguments = new ArrayList<>();
        expect(open);
        if (accept(close)) {
            return arguments;
        }
        do {
            arguments.add(expression());
        } while (accept(","));
        expect(close);
        return arguments;
    }

    /** The parameters of a lambda that begins here, consumed with the arrow, or null. */
    private @Nullable List<String> lambdaParameters() {
        int start = at;
        List<String> parameters = new ArrayList<>();
        if (peek().kind() == Token.Kind.NAME && peek(1).is("->")) {
            parameters.add(next().text());
        } else if (accept("(")) {
            while (peek().kind() == Token.Kind.NAME) {
                boolean isTyped = peek(1).kind() == Token.Kind.NAME;
                at += isTyped ? 1 : 0;
                parameters.add(next().text());
                accept(",");
            }
            if (!accept(")") || !peek().is("->")) {
                at = start;
                return null;
            }
        }
        if (!accept("->")) {
            at = start;
            return null;
        }
        return parameters;
    }
}
