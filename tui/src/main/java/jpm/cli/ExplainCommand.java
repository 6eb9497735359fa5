package jpm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.store.DumpEntry;
import jpm.store.DumpMetadata;
import jpm.store.SignatureRule;
import jpm.store.SignatureRule.Basis;
import org.jspecify.annotations.Nullable;

/** {@code jpm explain}: of what a signature is made, and which dumps share it. */
final class ExplainCommand {
    static final Command COMMAND = new Command(
            "explain",
            List.of(),
            "[MATCH…]",
            "say why dumps count as the same failure",
            "Shows of what the signature of the newest dump that fits was made, and which other dumps of the store have the same. A signature is made of the "
                    + "class of the exception with which the chain of causes began, and of the application's methods on its stack; lines, messages, threads and "
                    + "the depth of a recursion play no part. Which methods counted is proved by making the signature anew.",
            CommonFlags.ofReport(List.of(), CommonFlags.SINCE, CommonFlags.UNTIL, CommonFlags.STORE),
            List.of(
                    new Command.Example("jpm explain", "the newest dump"),
                    new Command.Example("jpm explain 9f3a1c --json", "one dump, for a script")),
            ExplainCommand::run);

    private ExplainCommand() {}

    private static int run(Invocation invocation) {
        DumpEntry dump = DumpArgument.newest(invocation);
        if (dump == null) {
            return Selection.nothingFound(invocation);
        }
        String signature = dump.signature();
        List<DumpEntry> same = signature == null
                ? List.of()
                : invocation.store().entries().stream()
                        .filter(other -> signature.equals(other.signature())
                                && !other.id().equals(dump.id()))
                        .toList();
        Basis basis = SignatureRule.of(dump.metadata());
        if (OutputFormat.of(invocation) == OutputFormat.JSON) {
            invocation.console().out().println(JsonText.of(fields(dump, basis, same)));
        } else {
            Pager.print(lines(dump, basis, same, invocation), invocation);
        }
        return ExitCode.DONE;
    }

    private static Map<String, @Nullable Object> fields(DumpEntry dump, @Nullable Basis basis, List<DumpEntry> same) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("dump", dump.id());
        fields.put("signature", dump.signature());
        fields.put("rule", rule(dump, basis));
        fields.put("exception", basis == null ? null : basis.exception());
        fields.put("methods", basis == null ? null : basis.methods());
        fields.put("same", same.stream().map(DumpEntry::id).toList());
        return fields;
    }

    private static String rule(DumpEntry dump, @Nullable Basis basis) {
        if (basis != null) {
            return basis.rule();
        }
        DumpMetadata metadata = dump.metadata();
        if (dump.signature() == null) {
            return "the dump has no signature";
        }
        return metadata.value("crash") != null || metadata.value("collected") != null
                ? "jpm collect made it of the failure and the methods on the stack, without lines and offsets"
                : "it cannot be made anew from what the dump tells";
    }

    private static List<String> lines(
            DumpEntry dump, @Nullable Basis basis, List<DumpEntry> same, Invocation invocation) {
        List<String> lines = new ArrayList<>();
        lines.add("Dump " + dump.id() + " has the signature " + dump.signature() + ".");
        lines.add("Rule: " + rule(dump, basis) + ".");
        if (basis != null) {
            lines.add("");
            lines.add("It is made of");
            lines.add("  " + Plain.line(basis.exception()));
            basis.methods().forEach(method -> lines.add("  " + Plain.line(method)));
        }
        lines.add("");
        lines.add(same.isEmpty() ? "No other dump has it." : "The same have");
        for (DumpEntry other : same) {
            String time = other.time() == null
                    ? ""
                    : "  " + Quantity.time(other.time(), invocation.console().zone());
            lines.add("  " + other.id() + time + "  " + Plain.line(String.valueOf(other.main()), 80));
        }
        return lines;
    }
}
