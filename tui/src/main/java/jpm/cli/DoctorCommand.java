package jpm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jpm.doctor.Doctor;
import jpm.doctor.Finding;
import jpm.doctor.Finding.Level;
import jpm.doctor.Patient;
import org.jspecify.annotations.Nullable;

/** {@code jpm doctor}: what will lose a JVM's next dump. */
final class DoctorCommand {
    static final Command COMMAND = new Command(
            "doctor",
            List.of(),
            "[PID…|-- JAVA COMMAND LINE]",
            "find what will lose a JVM's next dump",
            "Looks at running JVMs (all that may be looked at, if no PID is given), or at one that a command line would start from here, without starting it: "
                    + "at its options, those in variables and argument files too, its user, mounts, disks, limits and control group, as it sees them, through "
                    + "the borders of a container. Each finding has its evidence and the way to mend it. A problem loses a dump; advice is about a dump that will lack something, "
                    + "or about other traces of a failure; --all shows what is as it should be, too.\n\n"
                    + "The exit code is 1 when there is a problem, or no JVM.",
            CommonFlags.ofReport(List.of(Flag.of("a", "all", "show also what is as it should be"))),
            List.of(
                    new Command.Example("jpm doctor", "all JVMs that run"),
                    new Command.Example("jpm doctor 4242 --all", "one, and what is fine about it"),
                    new Command.Example("jpm doctor -- java -Xmx4g -jar shop.jar", "one before it starts")),
            DoctorCommand::run);

    private static final int INDENT = 9;
    private static final Map<Level, Palette.Style> STYLES = Map.of(
            Level.PROBLEM, Palette.Style.RED, Level.ADVICE, Palette.Style.YELLOW, Level.FINE, Palette.Style.GREEN);

    private DoctorCommand() {}

    /** One JVM and what was found. */
    private record Examination(Patient patient, List<Finding> findings) {
        boolean hasProblem() {
            return findings.stream().anyMatch(finding -> finding.level() == Level.PROBLEM);
        }
    }

    private static int run(Invocation invocation) {
        List<Examination> examinations = new ArrayList<>();
        for (Patient patient : patients(invocation)) {
            examinations.add(new Examination(patient, Doctor.examine(patient)));
        }
        if (OutputFormat.of(invocation) == OutputFormat.JSON) {
            Pager.print(jsonLines(examinations), invocation);
        } else if (examinations.isEmpty()) {
            invocation.console().message("No running JVM found.");
        } else {
            Pager.print(lines(examinations, invocation), invocation);
        }
        boolean isWell = !examinations.isEmpty() && examinations.stream().noneMatch(Examination::hasProblem);
        return isWell ? ExitCode.DONE : ExitCode.NOTHING_FOUND;
    }

    private static List<Patient> patients(Invocation invocation) {
        List<String> words = invocation.words();
        if (!words.isEmpty() && !words.get(0).matches("\\d+")) {
            return List.of(
                    Patient.ofCommand(words, invocation.console().environment(), Path.of(""), Patient.Host.THIS));
        }
        if (words.isEmpty()) {
            return Patient.running(Patient.Host.THIS);
        }
        return words.stream()
                .map(word -> Patient.ofProcess(pid(word), Patient.Host.THIS))
                .toList();
    }

    private static long pid(String word) {
        if (word.matches("\\d{1,18}")) {
            return Long.parseLong(word);
        }
        throw new UsageException("cannot examine " + Plain.line(word, 60) + ": it is no process id", "jpm doctor 4242");
    }

    private static List<String> lines(List<Examination> examinations, Invocation invocation) {
        List<String> lines = new ArrayList<>();
        for (Examination one : examinations) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.add(invocation.palette().styled(Palette.Style.BOLD, Plain.line(title(one.patient()), 200)));
            for (Finding finding : one.findings()) {
                if (finding.level() != Level.FINE || invocation.has("all")) {
                    addFinding(finding, lines, invocation.palette());
                }
            }
            lines.add(summary(one));
        }
        return lines;
    }

    private static String title(Patient patient) {
        String main = patient.main() == null ? "java" : patient.main();
        return patient.pid() == null ? main + ", before it starts" : "process " + patient.pid() + ", " + main;
    }

    private static void addFinding(Finding finding, List<String> lines, Palette palette) {
        String label =
                String.format(Locale.ROOT, "%-" + INDENT + "s", finding.level().label());
        List<String> text = new ArrayList<>();
        WrappedText.add(text, " ".repeat(INDENT), Plain.line(finding.says()));
        String first = text.get(0).substring(INDENT);
        lines.add(palette.styled(STYLES.getOrDefault(finding.level(), Palette.Style.PLAIN), label) + first);
        lines.addAll(text.subList(1, text.size()));
        WrappedText.add(lines, " ".repeat(INDENT) + "because ", Plain.line(finding.evidence()));
        if (!finding.fix().isEmpty()) {
            WrappedText.add(lines, " ".repeat(INDENT) + "mend    ", Plain.line(finding.fix()));
        }
    }

    private static String summary(Examination one) {
        long problems = one.findings().stream()
                .filter(finding -> finding.level() == Level.PROBLEM)
                .count();
        return problems == 0 ? "No problem found." : Quantity.of(problems, "problem") + " found.";
    }

    private static List<String> jsonLines(List<Examination> examinations) {
        List<String> lines = new ArrayList<>();
        lines.add("[");
        for (int i = 0; i < examinations.size(); i++) {
            lines.add(JsonText.of(fields(examinations.get(i))) + (i < examinations.size() - 1 ? "," : ""));
        }
        lines.add("]");
        return lines;
    }

    private static Map<String, @Nullable Object> fields(Examination one) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("pid", one.patient().pid());
        fields.put("main", one.patient().main());
        List<Map<String, Object>> findings = new ArrayList<>();
        for (Finding finding : one.findings()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("check", finding.check());
            row.put("level", finding.level().label());
            row.put("says", finding.says());
            row.put("evidence", finding.evidence());
            row.put("fix", finding.fix());
            findings.add(row);
        }
        fields.put("findings", findings);
        return fields;
    }
}
