package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import jpm.tui.Debuggee.Variable;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** Named values that unfold into their parts. */
abstract class VariablesPane extends TreePane<Variable> {
    private final Desk desk;

    VariablesPane(
            String name,
            String textWhenEmpty,
            Desk desk,
            Worker worker,
            BackgroundJob search,
            Consumer<Throwable> complain) {
        super(name, textWhenEmpty, worker, search, desk::say, complain);
        this.desk = desk;
    }

    @Override
    boolean canUnfold(Variable variable) {
        return variable.childCount() > 0;
    }

    @Override
    StyledLine line(Variable variable, StyledLine indent) {
        return StyledLine.builder()
                .add(indent)
                .add(variable.label(), Style.NAME)
                .add(variable.note().isEmpty() ? "" : " (" + variable.note() + ")", Style.CAUTION)
                .add(" = ", Style.DIM)
                .add(variable.preview(), previewStyle(variable.preview()))
                .build();
    }

    static Style previewStyle(String preview) {
        if (preview.startsWith("\"") || preview.startsWith("'")) {
            return Style.STRING;
        }
        boolean number = !preview.isEmpty() && (Character.isDigit(preview.charAt(0)) || preview.charAt(0) == '-');
        return number ? Style.NUMBER : preview.equals("null") ? Style.KEYWORD : Style.TEXT;
    }

    @Override
    String searchText(Variable variable) {
        return variable.label() + " = " + variable.preview();
    }

    List<Binding> variableBindings() {
        List<Binding> bindings = new ArrayList<>();
        bindings.add(Binding.of("Enter", "unfold", "unfold or fold the value", this::toggle)
                .disabledWhen(this::whyNothingSelected));
        bindings.add(
                Binding.of("i", "inspect", "inspect the object", this::inspect).disabledWhen(this::whyNoObject));
        bindings.addAll(treeBindings());
        return bindings;
    }

    @Nullable
    String whyNothingSelected() {
        return size() == 0 ? "there is nothing here" : selected() == null ? "this row is still being read" : null;
    }

    private @Nullable String whyNoObject() {
        String why = whyNothingSelected();
        if (why != null) {
            return why;
        }
        Variable variable = selected();
        boolean isObject = variable != null && variable.value() instanceof Value.Reference;
        return !isObject ? "this is no object" : desk.whyNoHeap();
    }

    private void inspect() {
        Variable variable = selected();
        if (variable != null && variable.value() instanceof Value.Reference reference) {
            desk.inspect(reference.id());
        }
    }
}
