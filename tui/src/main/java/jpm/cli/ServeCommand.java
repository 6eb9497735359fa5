package jpm.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jpm.service.DebuggerService;
import jpm.service.Limits;
import jpm.service.access.Tokens;
import jpm.service.db.Database;
import jpm.service.db.JdbcStore;
import jpm.service.http.ServerOptions;
import jpm.service.http.ServiceServer;
import jpm.source.SourcePath;
import jpm.store.StoreLocation;
import org.jspecify.annotations.Nullable;

/** {@code jpm serve}: the Cloud Debugger service. */
final class ServeCommand {
    private static final int DEFAULT_PORT = 8780;
    private static final int MAX_PORT = 65_535;
    private static final String LOOPBACK = "127.0.0.1";
    private static final Pattern SPAN = Pattern.compile("(\\d{1,5})([dhm])");

    static final Command COMMAND = new Command(
            "serve",
            List.of(),
            "",
            "serve breakpoints and snapshots to agents, clients and browsers",
            "Runs a service that speaks Cloud Debugger's API until it is interrupted: agents (-javaagent with controller=URL, or any other of Cloud "
                    + "Debugger's) register their programs and deliver what breakpoints catch, and clients set breakpoints and read snapshots. Its page, at the "
                    + "address that is printed, shows programs, breakpoints and snapshots in a browser. Snapshot Debugger's clients use it in place of a "
                    + "Firebase Realtime Database.\n\n"
                    + "Everything is kept in a database: SQLite in a file of yours, or PostgreSQL. A password for the latter is better kept in ~/.pgpass than "
                    + "written in the URL.\n\n"
                    + "Who can reach the service can see the variables of every program. Only this machine can, unless --host names another of its addresses, "
                    + "which needs --token-file: lines of roles (agent, user or both with a comma), a token or sha256: and its hash, and a name.",
            CommonFlags.with(
                    List.of(
                            Flag.taking(
                                    "p", "port", "PORT", "listen at PORT instead of 8780; 0 takes any that is free"),
                            Flag.taking(
                                    null, "host", "ADDRESS", "listen at ADDRESS instead of 127.0.0.1; 0.0.0.0 is all"),
                            Flag.taking(
                                    null,
                                    "db",
                                    "URL",
                                    "keep everything in this database: jdbc:sqlite:FILE or jdbc:postgresql://HOST/DATABASE"),
                            Flag.taking(null, "token-file", "FILE", "demand one of the bearer tokens in FILE"),
                            Flag.taking(null, "tls-cert", "FILE", "serve HTTPS with the certificates in FILE, in PEM"),
                            Flag.taking(null, "tls-key", "FILE", "the certificate's key, PKCS #8 in PEM"),
                            Flag.taking(
                                    null,
                                    "keep",
                                    "SPAN",
                                    "remove what ended SPAN ago, as in 12h or 90d; 30d if not given"),
                            DebugFlags.SOURCE_PATH),
                    CommonFlags.QUIET),
            List.of(
                    new Command.Example("jpm serve", "for this machine, at http://127.0.0.1:8780/"),
                    new Command.Example(
                            "java -javaagent:$(jpm agent)=controller=http://127.0.0.1:8780 -jar shop.jar",
                            "a program that the service can debug"),
                    new Command.Example(
                            "jpm serve --host 0.0.0.0 --token-file tokens --tls-cert cert.pem --tls-key key.pem",
                            "for other machines"),
                    new Command.Example(
                            "jpm serve --db jdbc:postgresql://db.acme.com/jpm?user=jpm", "in a PostgreSQL database")),
            ServeCommand::run);

    private ServeCommand() {}

    private static int run(Invocation invocation) {
        ServerOptions options = options(invocation);
        if (!invocation.quiet()) {
            warnOfOpenKey(options.tls(), invocation.console());
        }
        Limits limits = Limits.DEFAULT.keeping(keep(invocation.option("keep")));
        String url = invocation.option("db");
        Database database = Database.open(url == null ? ownDatabase(invocation.console()) : url);
        Console console = invocation.console();
        try (DebuggerService service = new DebuggerService(new JdbcStore(database), Clock.systemUTC(), limits);
                ServiceServer server =
                        ServiceServer.start(service, options, fault -> console.message(Plain.line("jpm: " + fault)))) {
            closeAtEnd(server, service);
            console.out().println("Listening at " + server.url());
            console.out().flush();
            if (!invocation.quiet()) {
                console.message("jpm: serving; interrupt to end");
            }
            // Only a signal ends it; the process then has the signal's exit code.
            new CountDownLatch(1).await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.DONE;
    }

    private static void warnOfOpenKey(ServerOptions.@Nullable Tls tls, Console console) {
        if (tls != null && tls.isKeyOpenToOthers()) {
            String key = Plain.line(tls.key().toString());
            console.message("-- Notice: others may read the key " + key + "; chmod 600 takes that right away.");
        }
    }

    private static void closeAtEnd(ServiceServer server, DebuggerService service) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            service.close();
        }));
    }

    private static ServerOptions options(Invocation invocation) {
        String host = invocation.option("host");
        String tokens = invocation.option("token-file");
        return new ServerOptions(
                host == null ? LOOPBACK : host,
                port(invocation.option("port")),
                tokens == null ? Tokens.NONE : Tokens.read(file(tokens)),
                tls(invocation),
                SourcePath.parse(invocation.options("source-path")),
                ServerOptions.MAX_BODY_BYTES);
    }

    private static ServerOptions.@Nullable Tls tls(Invocation invocation) {
        String certificates = invocation.option("tls-cert");
        String key = invocation.option("tls-key");
        if (certificates == null && key == null) {
            return null;
        }
        if (certificates == null || key == null) {
            throw new UsageException(
                    "cannot use TLS: it needs a certificate and its key",
                    "jpm serve --tls-cert cert.pem --tls-key key.pem");
        }
        return new ServerOptions.Tls(file(certificates), file(key));
    }

    private static Path file(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException malformed) {
            throw new UsageException("not a file's name: " + Plain.line(name, 60), "another name");
        }
    }

    private static int port(@Nullable String text) {
        if (text == null) {
            return DEFAULT_PORT;
        }
        if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= MAX_PORT) {
            return Integer.parseInt(text);
        }
        throw new UsageException(
                "cannot listen at port " + Plain.line(text, 40) + ": it is no port", "jpm serve --port 8780");
    }

    private static Duration keep(@Nullable String text) {
        if (text == null) {
            return Limits.DEFAULT.keep();
        }
        Matcher span = SPAN.matcher(text);
        if (!span.matches() || Integer.parseInt(span.group(1)) == 0) {
            throw new UsageException("not a span of time: " + Plain.line(text, 40), "jpm serve --keep 90d");
        }
        int count = Integer.parseInt(span.group(1));
        return switch (span.group(2)) {
            case "d" -> Duration.ofDays(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofMinutes(count);
        };
    }

    private static String ownDatabase(Console console) {
        Path store = StoreLocation.resolve(null, withoutStore(console.environment()));
        return "jdbc:sqlite:"
                + store.resolveSibling(store.getFileName() + "-service").resolve("service.db");
    }

    // The database is beside the user's or the system's store, wherever dumps go for now.
    private static Map<String, String> withoutStore(Map<String, String> environment) {
        Map<String, String> others = new java.util.HashMap<>(environment);
        others.remove("JPM_STORE");
        return others;
    }
}
