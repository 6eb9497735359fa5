package jpm.verdict;

import java.util.ArrayList;
import java.util.List;
import jpm.debug.DebugFrame;
import jpm.debug.DebugSession;
import jpm.debug.ThrownException;
import jpm.value.LogicalViews;
import org.jspecify.annotations.Nullable;

/** The verdict over an exception of the program: its innermost cause, where it was thrown, and the variable that explains it. */
final class ExceptionVerdict {
    private static final int MAX_MESSAGE_CHARS = 300;

    private final DebugSession session;
    private final Scene scene;

    ExceptionVerdict(DebugSession session) {
        this.session = session;
        this.scene = new Scene(session, telling(session));
    }

    /**
     * The innermost cause that a rule knows, or that passed a frame whose variables are known: others below it were thrown and caught inside of a
     * library.
     */
    private static int telling(DebugSession session) {
        int last = session.exceptions().size() - 1;
        for (int i = last; i >= 0; i--) {
            session.selectException(i);
            boolean isKnown = ExceptionRules.areFor(session.exceptions().get(i).className());
            if (isKnown || session.frames().stream().anyMatch(frame -> frame.whyNoLocals() == null)) {
                return i;
            }
        }
        return last;
    }

    Verdict verdict() {
        Explanation explanation = ExceptionRules.explain(scene);
        List<Evidence> evidence = new ArrayList<>();
        addThrown(evidence);
        List<String> advice = new ArrayList<>();
        if (explanation != null) {
            evidence.addAll(explanation.evidence());
            advice.addAll(explanation.advice());
        } else {
            advice.add("See the variables of the frames: jpm open, then bt full.");
        }
        addWhyUnknown(evidence);
        String clause = explanation == null || explanation.clause().isEmpty() ? message() : explanation.clause();
        String summary =
                LogicalViews.simpleName(scene.thrown().className()) + place() + (clause.isEmpty() ? "" : ": " + clause);
        return new Verdict(Verdict.Kind.EXCEPTION, summary + "." + wrapped(), evidence, advice);
    }

    private void addThrown(List<Evidence> evidence) {
        String message = message();
        if (!message.isEmpty()) {
            evidence.add(Evidence.known("the message: " + message));
        }
    }

    private String message() {
        String message = scene.message().strip();
        return message.length() <= MAX_MESSAGE_CHARS ? message : message.substring(0, MAX_MESSAGE_CHARS) + "…";
    }

    private String place() {
        DebugFrame frame = scene.frame();
        return frame == null ? "" : " in " + frame.qualifiedMethod() + " (" + frame.place() + ")";
    }

    private void addWhyUnknown(List<Evidence> evidence) {
        DebugFrame frame = scene.frame();
        String why = frame == null ? "the exception has no stack" : frame.whyNoLocals();
        if (why != null) {
            evidence.add(Evidence.known("no variable explains it: " + why));
        }
    }

    /** What came of it, where it was wrapped. */
    private String wrapped() {
        List<ThrownException> chain = session.exceptions();
        if (chain.get(0).equals(scene.thrown())) {
            return "";
        }
        @Nullable String outer = chain.get(0).message();
        String message = outer == null || outer.contains(scene.thrown().className())
                ? ""
                : ": " + outer.lines().findFirst().orElse("");
        return " It arrived as " + LogicalViews.simpleName(chain.get(0).className()) + message + ".";
    }
}
