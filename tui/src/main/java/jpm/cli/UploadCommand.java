package jpm.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import jpm.io.JpmException;
import jpm.service.client.Destination;
import jpm.service.client.Destination.Kind;
import jpm.service.client.Parcel;
import jpm.service.client.Retry;
import jpm.service.client.Upload;
import jpm.service.client.Upload.Planned;
import jpm.service.client.Upload.Receipt;
import jpm.service.client.UploadException;
import jpm.service.json.JsonText;
import jpm.snapshot.PrivacyRules;
import jpm.store.DumpEntry;
import org.jspecify.annotations.Nullable;

/** {@code jpm upload}: sends dumps' snapshots to where others look at them. */
final class UploadCommand {
    static final Command COMMAND = new Command(
            "upload",
            List.of("share"),
            "[MATCH…]",
            "send dumps to a debugger service, Firebase or Sentry",
            "Sends the snapshot of each dump that fits, or of the newest when there is no MATCH: the stack with its variables and a few facts about the "
                    + "process, never the heap. A service of Cloud Debugger's API, as jpm serve, has it then as a finished snapshot; a Firebase Realtime Database "
                    + "as one of Snapshot Debugger; Sentry and GlitchTip as an event with the variables of each frame and the snapshot attached. What URL is "
                    + "meant is seen from it: a Sentry address (DSN) has a key before its host and a project at its end, Firebase's hosts have their names.\n\n"
                    + "Before anything leaves, what looks like a secret is masked: variables, fields and keys of maps with names like password or token, and "
                    + "pieces of texts like keys, card numbers and passwords in URLs. Rules of your own come in a file, one a line: name GLOB, class GLOB, text "
                    + "REGEX, keep GLOB. --dry-run prints what would leave and sends nothing.\n\n"
                    + "A dump that is there already is not sent again, and one whose sending was interrupted is completed.",
            CommonFlags.ofListing(
                    List.of(
                            Flag.taking(null, "to", "URL", "where to send: the service's, the database's or Sentry's"),
                            Flag.choosing(
                                    "as",
                                    "KIND",
                                    "what is there, when the URL does not show it: service, database or sentry",
                                    "service",
                                    "database",
                                    "sentry"),
                            Flag.taking(null, "token-file", "FILE", "send the bearer token in FILE"),
                            PrivacyArgument.FLAG,
                            Flag.of(null, "dry-run", "print what would be sent, and send nothing")),
                    CommonFlags.SINCE,
                    CommonFlags.UNTIL,
                    CommonFlags.STORE),
            List.of(
                    new Command.Example("jpm upload 9f3a1c --to http://127.0.0.1:8780", "one dump to jpm serve"),
                    new Command.Example(
                            "jpm upload com.acme.Shop --to https://KEY@sentry.acme.com/42 --dry-run",
                            "see what Sentry would get"),
                    new Command.Example(
                            "jpm upload -S yesterday --to https://acme-cdbg.firebaseio.com --token-file token",
                            "new ones to Firebase")),
            UploadCommand::run);

    /** A dump and what became of it. */
    private record Row(String dumpId, Receipt receipt) {}

    private static final Listing<Row> LISTING = new Listing<>(List.of(
            ListingColumn.text("dump", "DUMP", Row::dumpId),
            ListingColumn.text("state", "STATE", row -> row.receipt().isNew() ? "sent" : "present"),
            ListingColumn.text("id", "ID", row -> row.receipt().id()),
            ListingColumn.text("link", "LINK", row -> row.receipt().link())));

    private UploadCommand() {}

    private static int run(Invocation invocation) {
        Destination destination = destination(invocation);
        PrivacyRules rules = PrivacyArgument.rules(invocation);
        Upload upload = Upload.to(destination, token(invocation.option("token-file")), Retry.PATIENT);
        List<DumpEntry> dumps = dumps(invocation);
        if (dumps.isEmpty()) {
            return Selection.nothingFound(invocation);
        }
        if (invocation.has("dry-run")) {
            return plan(dumps, rules, upload, invocation);
        }
        if (destination.isReadableByOthers() && !invocation.quiet()) {
            invocation
                    .console()
                    .message("-- Notice: what is sent over http can be read on its way; the server may know https.");
        }
        return send(dumps, rules, upload, invocation);
    }

    private static List<DumpEntry> dumps(Invocation invocation) {
        boolean many = !invocation.words().isEmpty() || invocation.has("since") || invocation.has("until");
        if (many) {
            return invocation.store().findUnambiguous(Selection.query(invocation));
        }
        DumpEntry newest = DumpArgument.newest(invocation);
        return newest == null ? List.of() : List.of(newest);
    }

    private static int send(List<DumpEntry> dumps, PrivacyRules rules, Upload upload, Invocation invocation) {
        int code = ExitCode.DONE;
        try (Listing.Printer<Row> printer = LISTING.printer(invocation)) {
            for (DumpEntry dump : dumps) {
                try {
                    printer.add(new Row(dump.id(), upload.send(parcel(dump, rules))));
                } catch (UploadException failure) {
                    code = tolerated(failure, dumps.size(), invocation);
                }
            }
        }
        return code;
    }

    /** Of several dumps one that cannot be sent does not keep the others back; a server that cannot be used does. */
    private static int tolerated(UploadException failure, int dumps, Invocation invocation) {
        if (!failure.isOfDump() || dumps == 1) {
            throw failure;
        }
        invocation.console().message("jpm: " + Plain.line(String.valueOf(failure.getMessage())));
        return ExitCode.WRONG_USE;
    }

    private static Parcel parcel(DumpEntry dump, PrivacyRules rules) {
        Selection.requireAccessible(dump);
        return Parcel.of(dump, rules);
    }

    private static int plan(List<DumpEntry> dumps, PrivacyRules rules, Upload upload, Invocation invocation) {
        try (PagedOutput out = new PagedOutput(invocation)) {
            for (DumpEntry dump : dumps) {
                Parcel parcel = parcel(dump, rules);
                for (Planned planned : upload.plan(parcel)) {
                    out.line(planned.method() + " " + planned.address());
                    planned.bodies().forEach(body -> print(JsonText.bytes(body, true), out));
                    out.line("");
                }
                if (!invocation.quiet()) {
                    invocation
                            .console()
                            .message("-- " + dump.id() + ": " + parcel.hidden()
                                    + " values hidden or masked; nothing was sent");
                }
            }
        }
        return ExitCode.DONE;
    }

    private static void print(byte[] ascii, PagedOutput out) {
        new String(ascii, StandardCharsets.US_ASCII).lines().forEach(out::line);
    }

    private static Destination destination(Invocation invocation) {
        String url = invocation.option("to");
        if (url == null) {
            throw new UsageException("cannot upload: it is not said where to", "jpm upload --to http://127.0.0.1:8780");
        }
        String kind = invocation.option("as");
        return Destination.of(url, kind == null ? null : Kind.valueOf(kind.toUpperCase(java.util.Locale.ROOT)));
    }

    private static String token(@Nullable String name) {
        if (name == null) {
            return "";
        }
        String token = PrivacyArgument.lines(name, "--token-file").stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
        if (!token.matches("[\\x21-\\x7e]+")) {
            throw new JpmException(
                    "cannot use the token in " + Plain.line(name, 200) + ": its first line is no token",
                    "write the token alone into the file");
        }
        return token;
    }
}
