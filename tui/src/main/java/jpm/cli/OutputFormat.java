package jpm.cli;

import java.util.List;
import java.util.Locale;

/** In which form a command prints its result. */
enum OutputFormat {
    TEXT,
    JSON,
    CSV;

    static final Flag JSON_FLAG = Flag.of(null, "json", "print JSON; the same as --format=json");

    /** Of a command whose result is no listing. */
    static final Flag TEXT_OR_JSON = Flag.choosing("format", "FORMAT", "print text or json", "text", "json");

    /** The options that choose the form; every command that prints a listing has them. */
    static final List<Flag> FLAGS = List.of(
            JSON_FLAG,
            Flag.choosing("format", "FORMAT", "print text, json or csv", "text", "json", "csv"),
            Flag.of(null, "no-legend", "leave out the line of titles"));

    /** What {@code --json} and {@code --format} ask for; throws {@link UsageException} when they disagree. */
    static OutputFormat of(Invocation invocation) {
        String format = invocation.option("format");
        if (format == null) {
            return invocation.has("json") ? JSON : TEXT;
        }
        if (invocation.has("json") && !format.equals("json")) {
            throw new UsageException(
                    "cannot use --json with --format=" + format + ": they exclude each other", "only one");
        }
        return valueOf(format.toUpperCase(Locale.ROOT));
    }
}
