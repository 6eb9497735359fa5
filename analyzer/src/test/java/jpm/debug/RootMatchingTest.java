package jpm.debug;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import jpm.classfile.MethodFlow.Place;
import jpm.classfile.MethodFlow.Point;
import jpm.classfile.MethodFlow.Variable;
import org.junit.jupiter.api.Test;

/** Objects 1 and 2 are strings, 3 is a list; everything fits Object. */
class RootMatchingTest {
    private static final String STRING = "Ljava/lang/String;";
    private static final String LIST = "Ljava/util/List;";
    private static final String OBJECT = "Ljava/lang/Object;";
    private static final Map<Long, String> TYPES = Map.of(1L, STRING, 2L, STRING, 3L, LIST);

    private static final Variable A = new Variable(0, "a", STRING);
    private static final Variable B = new Variable(1, "b", STRING);
    private static final Variable C = new Variable(2, "c", LIST);

    private static RootMatching match(List<Long> roots, Point... points) {
        return new RootMatching(
                roots,
                List.of(points),
                (id, type) -> type.equals(OBJECT) || TYPES.get(id).equals(type));
    }

    private static Point point(List<Variable> variables, Place... places) {
        return new Point(null, variables, List.of(places));
    }

    private static Place of(Variable variable) {
        return new Place(variable.slot(), variable.descriptor());
    }

    @Test
    void where_all_are_there_their_order_tells() {
        RootMatching matching = match(List.of(2L, 1L, 3L), point(List.of(A, B, C), of(A), of(B), of(C)));

        assertThat(matching.isCertain(A)).isTrue();
        assertThat(matching.objects(A)).containsExactly(2L);
        assertThat(matching.objects(B)).containsExactly(1L);
        assertThat(matching.objects(C)).containsExactly(3L);
    }

    @Test
    void one_of_two_that_fit_is_neither() {
        RootMatching matching = match(List.of(1L, 3L), point(List.of(A, B, C), of(A), of(B), of(C)));

        assertThat(matching.isCertain(A)).isFalse();
        assertThat(matching.isCertain(B)).isFalse();
        assertThat(matching.objects(A)).containsExactly(1L);
        assertThat(matching.isCertain(C)).isTrue();
    }

    @Test
    void what_lies_on_the_operand_stack_could_be_it_as_well() {
        RootMatching matching = match(List.of(1L), point(List.of(A), of(A), new Place(-1, STRING)));

        assertThat(matching.isCertain(A)).isFalse();
    }

    @Test
    void a_copy_on_the_operand_stack_is_the_variable() {
        RootMatching dead = match(List.of(1L), point(List.of(A, C), of(C), new Place(0, STRING)));
        RootMatching both = match(List.of(1L, 1L), point(List.of(A), of(A), new Place(0, STRING)));

        assertThat(dead.isCertain(A)).isTrue();
        assertThat(both.isCertain(A)).isTrue();
        assertThat(dead.objects(C)).isEmpty();
    }

    @Test
    void every_instruction_where_the_frame_may_stand_must_agree() {
        Point first = point(List.of(A), of(A), new Place(-1, OBJECT));
        Point second = point(List.of(A, C), of(A), of(C));

        assertThat(match(List.of(1L, 2L), first).isCertain(A)).isTrue();
        assertThat(match(List.of(1L, 3L), first, second).variables()).containsExactly(A);
        assertThat(match(List.of(1L, 3L), first, second).isCertain(A)).isTrue();
        assertThat(match(List.of(2L), point(List.of(A), of(A)), point(List.of(A), new Place(-1, STRING)))
                        .isCertain(A))
                .isFalse();
    }

    @Test
    void instructions_that_the_roots_do_not_fit_do_not_count() {
        Point tooFew = point(List.of(A, B), of(A));
        Point fits = point(List.of(A, C), of(A), of(C));

        RootMatching matching = match(List.of(1L, 3L), tooFew, fits);

        assertThat(matching.variables()).containsExactly(A, C);
        assertThat(matching.isCertain(A)).isTrue();
        assertThat(match(List.of(3L, 1L), fits).isPossible()).isFalse();
    }

    @Test
    void too_many_assignments_are_not_told_apart() {
        Place[] places = new Place[2_000];
        java.util.Arrays.fill(places, of(A));

        RootMatching matching = match(java.util.Collections.nCopies(1_000, 1L), point(List.of(A), places));

        assertThat(matching.isPossible()).isFalse();
        assertThat(matching.variables()).isEmpty();
    }
}
