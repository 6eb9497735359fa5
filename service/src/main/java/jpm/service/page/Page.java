package jpm.service.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jpm.service.Debuggee;
import jpm.service.DebuggerService;
import jpm.service.ServiceException;
import jpm.service.ServiceException.Status;
import jpm.service.access.Role;
import jpm.service.api.Answer;
import jpm.service.api.Request;
import jpm.service.json.JsonObject;
import jpm.source.SourceFinder;
import jpm.source.SourcePath;
import jpm.source.SourceSearch;
import jpm.source.SourceText;
import org.jspecify.annotations.Nullable;

/**
 * The web page: its files, which hold nothing secret, and what it needs besides the API: the programs of all projects, and sources.
 */
public final class Page {
    private static final String FOLDER = "web";
    private static final List<String> PROGRAMS = List.of(FOLDER, "programs");
    private static final List<String> SOURCES = List.of(FOLDER, "source");
    private static final Map<String, String> TYPES = Map.of(
            "index.html", "text/html; charset=UTF-8",
            "style.css", "text/css; charset=UTF-8",
            "icon.svg", "image/svg+xml",
            "app.js", "text/javascript; charset=UTF-8",
            "api.js", "text/javascript; charset=UTF-8",
            "dom.js", "text/javascript; charset=UTF-8",
            "tree.js", "text/javascript; charset=UTF-8",
            "values.js", "text/javascript; charset=UTF-8");
    /** Nothing from elsewhere, nothing to elsewhere, and no code but its own files. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin");

    /** Folders and a file without dots but the one before the file's extension: it leads nowhere else. */
    private static final Pattern SOURCE =
            Pattern.compile("((?:[\\p{L}\\p{N}_$-]{1,255}/){0,64}[\\p{L}\\p{N}_$-]{1,255})\\.([a-z]{1,10})");

    private static final int MAX_SOURCE_LINES = 50_000;

    private final DebuggerService service;
    private final SourceSearch sources;

    /** @param sources where source text is found */
    public Page(DebuggerService service, SourcePath sources) {
        this.service = service;
        this.sources =
                new SourceSearch(sources, null, List.of(), List.of(), SourceSearch.userMavenRepository(), null, null);
    }

    /** Whether a path is that of a file of the page, which everyone may read. */
    public static boolean isFile(List<String> path) {
        return path.isEmpty() || (path.size() == 2 && path.get(0).equals(FOLDER) && TYPES.containsKey(path.get(1)));
    }

    /** Answers a request for anything of the page. */
    public Answer answer(Request request) {
        List<String> path = request.path();
        boolean isKnown = isFile(path) || path.equals(PROGRAMS) || path.equals(SOURCES);
        if (!isKnown) {
            throw new ServiceException(Status.NOT_FOUND, "There is nothing at this address");
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            throw new ServiceException(Status.INVALID_ARGUMENT, "The page is only read");
        }
        if (isFile(path)) {
            return file(path.isEmpty() ? "index.html" : path.get(1));
        }
        request.demand(Role.USER);
        return Answer.json(path.equals(PROGRAMS) ? programs() : source(request.parameter("path")), false);
    }

    private static Answer file(String name) {
        String type = TYPES.get(name);
        try (InputStream in = Page.class.getResourceAsStream("/" + FOLDER + "/" + name)) {
            if (in == null || type == null) {
                throw new IllegalStateException("the page lacks " + name);
            }
            return new Answer(200, type, in.readAllBytes(), HEADERS);
        } catch (IOException damagedJar) {
            throw new UncheckedIOException(damagedJar);
        }
    }

    private JsonObject programs() {
        List<Object> programs = new ArrayList<>();
        for (Debuggee debuggee : service.debuggees()) {
            programs.add(debuggee.resource(service.isInactive(debuggee)));
        }
        return JsonObject.of("debuggees", programs);
    }

    private JsonObject source(String path) {
        SourceText text = find(path);
        if (text == null || text.lines().size() > MAX_SOURCE_LINES) {
            boolean isConfigured = !sources.sourcePath().equals(SourcePath.NONE);
            throw new ServiceException(
                    Status.NOT_FOUND,
                    isConfigured
                            ? "The source is in none of the places that --source-path names"
                            : "The service was started without --source-path");
        }
        return JsonObject.of("lines", List.<Object>copyOf(text.lines())).with("origin", text.origin());
    }

    private @Nullable SourceText find(String path) {
        Matcher source = SOURCE.matcher(path);
        if (!source.matches() || sources.sourcePath().equals(SourcePath.NONE)) {
            return null;
        }
        String className = source.group(1).replace('/', '.');
        String file = path.substring(path.lastIndexOf('/') + 1);
        // One finder for each request: it keeps what it found, and anyone may ask for any number of names.
        try (SourceFinder finder = new SourceFinder(sources, null)) {
            return finder.findAtHand(className, file).text();
        }
    }
}
