// The page: programs, their breakpoints, and one snapshot. Its state is the address: #/program/breakpoint/frame.

import * as api from "./api.js";
import {ListBox, byId, h} from "./dom.js";
import {Tree} from "./tree.js";
import {Values, shortType, statusText} from "./values.js";

const PROGRAMS_EVERY_MILLIS = 10000;
const AFTER_FAILURE_MILLIS = 2000;
const THEME = "jpm-theme";

const state = {
    programs: [], program: null, breakpoints: [], breakpoint: null, shown: null, frame: 0, watch: null, query: "",
};

// ---- Words

function programName(program) {
    const labels = program.labels || {};
    if (program.description) {
        return program.description;
    }
    return [labels.module || "default", labels.version].filter(Boolean).join("-") || program.id;
}

function place(breakpoint) {
    const location = breakpoint.location || {};
    return `${(location.path || "").replace(/^.*\//, "")}:${location.line || "?"}`;
}

function time(text) {
    const date = new Date(text);
    return text && !Number.isNaN(date.getTime()) ? date.toLocaleString() : "";
}

function isLog(breakpoint) {
    return breakpoint.action === "LOG";
}

function stateOf(breakpoint) {
    if (breakpoint.status && breakpoint.status.isError) {
        return "failed";
    }
    if (breakpoint.isFinalState) {
        return "captured";
    }
    return isLog(breakpoint) ? "logging" : "waiting";
}

function say(text) {
    byId("message").textContent = text;
}

function fail(failure) {
    if (failure.code === 401 || failure.code === 403) {
        byId("token-error").textContent = failure.message;
        openDialog("token-dialog");
        return;
    }
    say(failure.message);
}

// ---- Address

function address(program, breakpoint, frame) {
    const parts = [program, breakpoint, frame > 0 ? String(frame) : null].filter(part => part);
    return `#/${parts.map(encodeURIComponent).join("/")}`;
}

function go(program, breakpoint, frame, isReplaced) {
    const to = address(program, breakpoint, frame);
    if (to === location.hash) {
        return;
    }
    if (isReplaced) {
        history.replaceState(null, "", to);
        route();
    } else {
        location.hash = to;
    }
}

function route() {
    const parts = location.hash.replace(/^#\/?/, "").split("/").map(part => {
        try {
            return decodeURIComponent(part);
        } catch {
            return "";
        }
    });
    const [program, breakpoint, frame] = parts;
    state.frame = Math.max(0, Number.parseInt(frame, 10) || 0);
    if ((program || null) !== state.program) {
        chooseProgram(program || null, breakpoint || null);
    } else if ((breakpoint || null) !== state.breakpoint) {
        chooseBreakpoint(breakpoint || null);
    } else if (state.shown) {
        showFrame();
    }
}

// ---- Programs

const programList = new ListBox(byId("programs"), key => go(key, null, 0));

async function refreshPrograms() {
    try {
        state.programs = await api.programs();
        showPrograms();
        if (byId("message").textContent.startsWith("The service cannot")) {
            say("");
        }
    } catch (failure) {
        fail(failure);
    }
}

function showPrograms() {
    const wanted = byId("program-filter").value.toLowerCase();
    const all = byId("inactive").checked;
    const shown = state.programs
        .filter(program => all || !program.isInactive || program.id === state.program)
        .filter(program => `${programName(program)} ${program.id} ${program.project}`.toLowerCase().includes(wanted))
        .sort((one, other) => programName(one).localeCompare(programName(other)) || one.id.localeCompare(other.id));
    const empty = state.programs.length === 0
        ? "No program has registered. Start one with -javaagent:…=controller=URL, or send a dump with jpm upload."
        : "None fits.";
    programList.show(shown.map(program => ({
        key: program.id,
        class: program.isInactive ? "faded" : "",
        node: [
            h("span", {class: "title"}, programName(program)),
            h("span", {class: "detail"}, `${program.isInactive ? "inactive" : "active"} · ${program.agentVersion || ""}`),
        ],
    })), state.program, empty);
}

function chooseProgram(program, breakpoint) {
    if (state.watch) {
        state.watch.abort();
    }
    state.program = program;
    state.breakpoints = [];
    programList.mark(program);
    byId("set-button").disabled = !program;
    showBreakpoints();
    chooseBreakpoint(breakpoint);
    if (program) {
        state.watch = new AbortController();
        watch(program, state.watch.signal);
    }
}

/** Keeps the breakpoints as the service has them: each request waits until something changed. */
async function watch(program, signal) {
    let token = "";
    while (!signal.aborted) {
        try {
            const answer = await api.list(program, token, signal);
            token = answer.token;
            state.breakpoints = answer.breakpoints;
            showBreakpoints();
            refreshShown();
        } catch (failure) {
            if (signal.aborted) {
                return;
            }
            if (failure.code === 401 || failure.code === 403) {
                fail(failure);
                return;
            }
            // 409 is the service's way to say that nothing changed.
            if (failure.code !== 409) {
                say(failure.message);
                token = "";
                await new Promise(done => setTimeout(done, AFTER_FAILURE_MILLIS));
            }
        }
    }
}

// ---- Breakpoints

const breakpointList = new ListBox(byId("breakpoints"), key => go(state.program, key, 0));

function showBreakpoints() {
    const wanted = byId("breakpoint-filter").value.toLowerCase();
    const labels = breakpoint => Object.values(breakpoint.labels || {}).join(" ");
    const shown = state.breakpoints
        .filter(breakpoint => [
            (breakpoint.location || {}).path, place(breakpoint), breakpoint.id, breakpoint.condition, breakpoint.userEmail, labels(breakpoint),
        ].join(" ").toLowerCase().includes(wanted))
        .sort((one, other) => Number(!!one.isFinalState) - Number(!!other.isFinalState)
            || (other.finalTime || other.createTime || "").localeCompare(one.finalTime || one.createTime || "")
            || other.id.localeCompare(one.id));
    const empty = !state.program ? "Choose a program." : state.breakpoints.length === 0 ? "None is set." : "None fits.";
    breakpointList.show(shown.map(breakpoint => ({
        key: breakpoint.id,
        class: breakpoint.isFinalState ? "final" : "active",
        node: [
            h("span", {class: `badge ${stateOf(breakpoint)}`}, stateOf(breakpoint)),
            h("span", {class: "title"}, place(breakpoint)),
            h("span", {class: "detail"}, detail(breakpoint)),
        ],
    })), state.breakpoint, empty);
}

function detail(breakpoint) {
    const labels = breakpoint.labels || {};
    const parts = [
        labels.exception ? shortType(labels.exception) : null,
        breakpoint.condition ? `if ${breakpoint.condition}` : null,
        isLog(breakpoint) ? breakpoint.logMessageFormat : null,
        time(labels.time || breakpoint.finalTime || breakpoint.createTime),
    ];
    return parts.filter(Boolean).join(" · ");
}

async function chooseBreakpoint(id) {
    state.breakpoint = id;
    state.shown = null;
    state.query = "";
    breakpointList.mark(id);
    const pane = byId("snapshot");
    if (!id) {
        pane.replaceChildren(h("p", {class: "empty"}, state.program ? "Choose a breakpoint, or set one." : ""));
        title();
        return;
    }
    pane.replaceChildren(h("p", {class: "empty"}, "Loading…"));
    const program = state.program;
    try {
        const shown = await api.snapshot(program, id);
        if (state.program === program && state.breakpoint === id) {
            state.shown = shown;
            showSnapshot();
        }
    } catch (failure) {
        if (state.program === program && state.breakpoint === id) {
            pane.replaceChildren(h("p", {class: "empty"}, failure.message));
        }
        if (failure.code === 401 || failure.code === 403) {
            fail(failure);
        }
    }
}

/** What waited may have been hit, changed or removed. */
function refreshShown() {
    if (!state.shown) {
        return;
    }
    const listed = state.breakpoints.find(breakpoint => breakpoint.id === state.breakpoint);
    if (!listed) {
        say(`${place(state.shown)} was deleted`);
        go(state.program, null, 0, true);
    } else if (!!listed.isFinalState !== !!state.shown.isFinalState || statusText(listed.status) !== statusText(state.shown.status)) {
        say(listed.isFinalState ? `${place(listed)}: ${stateOf(listed)}` : "");
        chooseBreakpoint(listed.id);
    }
}

// ---- Snapshot

function title() {
    const program = state.programs.find(each => each.id === state.program);
    const words = [program ? programName(program) : state.program, state.shown ? place(state.shown) : null].filter(Boolean);
    byId("place").textContent = words.join(" › ");
    document.title = [...words.reverse(), "jpm"].join(" – ");
}

function extension(shown) {
    try {
        return JSON.parse((shown.labels || {}).jpm || "{}");
    } catch {
        return {};
    }
}

function showSnapshot() {
    const shown = state.shown;
    const frames = shown.stackFrames || [];
    title();
    const parts = [head(shown)];
    if (frames.length > 0) {
        parts.push(
            h("div", {class: "panes"},
                h("section", {"aria-labelledby": "frames-title"},
                    h("h3", {id: "frames-title"}, "Stack"),
                    h("ol", {id: "frames", role: "listbox", "aria-labelledby": "frames-title", tabindex: 0})),
                h("section", {"aria-labelledby": "source-title"},
                    h("h3", {id: "source-title"}, "Source"),
                    h("div", {id: "source", tabindex: 0, role: "region", "aria-labelledby": "source-title"}))),
            h("section", {"aria-labelledby": "variables-title"},
                h("div", {class: "head"},
                    h("h3", {id: "variables-title"}, "Variables"),
                    h("input", {type: "search", id: "search", placeholder: "Search all frames", "aria-label": "Search names and values of all frames",
                        autocomplete: "off", spellcheck: "false", value: state.query, oninput: search, onkeydown: leaveSearch})),
                h("ul", {id: "hits", "aria-label": "Found", hidden: true}),
                h("ul", {id: "variables", class: "tree", "aria-labelledby": "variables-title"})));
    }
    byId("snapshot").replaceChildren(...parts);
    if (frames.length > 0) {
        frameList = new ListBox(byId("frames"), key => go(state.program, state.breakpoint, Number(key), true));
        frameList.show(frames.map((frame, index) => ({key: String(index), node: frameLine(frame, index, shown)})), null, "");
        showFrame();
    }
}

let frameList = null;

function head(shown) {
    const labels = Object.entries(shown.labels || {}).filter(([name]) => name !== "jpm");
    const facts = [
        ["set", time(shown.createTime)], ["by", shown.userEmail], [shown.isFinalState ? "ended" : null, time(shown.finalTime)],
        ["condition", shown.condition], ["message", shown.logMessageFormat],
        ["expressions", shown.evaluatedExpressions ? "" : (shown.expressions || []).join(", ")], ...labels,
    ].filter(([name, value]) => name && value);
    const status = statusText(shown.status);
    return h("div", {class: "summary"},
        h("div", {class: "head"},
            h("h2", {}, h("span", {class: `badge ${stateOf(shown)}`}, stateOf(shown)), ` ${(shown.location || {}).path || ""}:${(shown.location || {}).line || "?"}`),
            h("div", {class: "tools"},
                h("button", {type: "button", id: "share-button", onclick: share}, "Copy link"),
                h("button", {type: "button", id: "save-button", onclick: save}, "Save JSON"),
                h("button", {type: "button", id: "delete-button", onclick: askDelete}, "Delete…"))),
        status ? h("p", {class: shown.status.isError ? "status error" : "status"}, status) : null,
        !shown.isFinalState && !status ? h("p", {class: "status"}, isLog(shown)
            ? "Its messages are in the program's log." : "It waits for the first hit.") : null,
        h("dl", {class: "facts"}, facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, String(value))))));
}

function frameLine(frame, index, shown) {
    const special = (extension(shown).frames || {})[index] || {};
    const at = frame.location || {};
    const count = (frame.arguments || []).length + (frame.locals || []).length;
    const name = (frame.function || "").replace(/^(?:[a-z_$][\w$]*\.)+(?=[A-Z])/, "");
    return [
        special.omittedBefore ? h("span", {class: "detail"}, `… ${special.omittedBefore} frames left out`) : null,
        h("span", {class: count > 0 ? "title" : "title faded", title: frame.function}, name || "?"),
        h("span", {class: "detail"}, `${(at.path || "").replace(/^.*\//, "")}${at.line ? `:${at.line}` : ""}`),
    ];
}

function showFrame() {
    const frames = state.shown.stackFrames || [];
    if (frames.length === 0) {
        return;
    }
    state.frame = Math.min(state.frame, frames.length - 1);
    const frame = frames[state.frame];
    frameList.mark(String(state.frame));
    showVariables(frame);
    showSource(frame);
}

function rootsOf(frame) {
    return [...(frame.arguments || []), ...(frame.locals || [])].map(variable => ({name: variable.name, variable}));
}

let tree = null;

function showVariables(frame) {
    const values = new Values(state.shown.variableTable);
    const expressions = (state.shown.evaluatedExpressions || []).map(variable => ({name: variable.name, variable}));
    const roots = [...rootsOf(frame), ...expressions];
    tree = new Tree(byId("variables"), values, roots);
    if (rootsOf(frame).length === 0) {
        const why = ((extension(state.shown).frames || {})[state.frame] || {}).whyNoVariables;
        byId("variables").prepend(h("li", {class: "empty", role: "presentation"}, `No variables of this frame${why ? `: ${why}` : " were captured"}.`));
    }
}

// ---- Source

const sources = new Map();

async function showSource(frame) {
    const pane = byId("source");
    const path = (frame.location || {}).path;
    const line = (frame.location || {}).line || 0;
    if (!path) {
        pane.replaceChildren(h("p", {class: "empty"}, "The frame has no file."));
        return;
    }
    if (!sources.has(path)) {
        pane.replaceChildren();
        sources.set(path, api.source(path).catch(failure => ({why: failure.message})));
    }
    const text = await sources.get(path);
    if (text.why && text.why.includes("cannot be reached")) {
        sources.delete(path);
    }
    const current = ((state.shown && state.shown.stackFrames) || [])[state.frame];
    if (current !== frame || byId("source") !== pane) {
        return;
    }
    if (text.why) {
        pane.replaceChildren(h("p", {class: "empty"}, `${path}:${line}. ${text.why}.`));
        return;
    }
    pane.replaceChildren(h("ol", {class: "code", title: text.origin}, text.lines.map((content, index) =>
        h("li", index + 1 === line ? {class: "here", "aria-current": "true"} : {},
            h("button", {type: "button", class: "gutter", tabindex: -1, title: "Set a breakpoint here",
                "aria-label": `Set a breakpoint at line ${index + 1}`, onclick: () => openSet(path, index + 1)}, String(index + 1)),
            h("code", {}, content)))));
    const here = pane.querySelector(".here");
    if (here) {
        pane.scrollTop = here.offsetTop - pane.clientHeight / 2;
    }
}

// ---- Search

function search() {
    state.query = byId("search").value;
    const hits = byId("hits");
    const text = state.query.trim();
    hits.hidden = text === "";
    if (text === "") {
        hits.replaceChildren();
        return;
    }
    const values = new Values(state.shown.variableTable);
    const frames = state.shown.stackFrames || [];
    const roots = frames.flatMap((frame, index) => rootsOf(frame).map(root => ({...root, frame: index})));
    const expressions = (state.shown.evaluatedExpressions || []).map(variable => ({name: variable.name, variable, frame: state.frame}));
    const found = values.search([...roots, ...expressions], text);
    hits.replaceChildren(...found.map(hit => h("li", {},
        h("button", {type: "button", onclick: () => reveal(hit)},
            h("span", {class: "detail"}, `#${hit.root.frame} `),
            h("span", {class: "name"}, hit.path.join(" › ")),
            h("span", {class: "value"}, ` = ${hit.text}`)))));
    if (found.length === 0) {
        hits.append(h("li", {class: "empty"}, "Nothing found in what was captured."));
    }
    say(`${found.length} found`);
}

function reveal(hit) {
    if (hit.root.frame !== state.frame) {
        go(state.program, state.breakpoint, hit.root.frame, true);
        if (hit.root.frame === 0) {
            state.frame = 0;
            showFrame();
        }
    }
    tree.reveal(hit.path);
}

function leaveSearch(event) {
    if (event.key === "Escape" || event.key === "ArrowDown") {
        const hit = byId("hits").querySelector("button");
        event.preventDefault();
        if (event.key === "Escape") {
            byId("search").value = "";
            search();
            focusVariables();
        } else if (hit) {
            hit.focus();
        } else {
            focusVariables();
        }
    }
}

function focusVariables() {
    const first = byId("variables") && byId("variables").querySelector("[tabindex='0']");
    if (first) {
        first.focus();
    }
}

// ---- What can be done with a snapshot

async function share() {
    const link = location.href;
    try {
        await navigator.clipboard.writeText(link);
        say("The link is copied.");
    } catch {
        say(link);
    }
}

function save() {
    const blob = new Blob([JSON.stringify(state.shown, null, 2)], {type: "application/json"});
    const link = h("a", {href: URL.createObjectURL(blob), download: `${state.shown.id}.json`});
    link.click();
    URL.revokeObjectURL(link.href);
}

function askDelete() {
    if (!state.shown) {
        return;
    }
    byId("delete-text").textContent = state.shown.isFinalState
        ? `The snapshot of ${place(state.shown)} will be gone for everyone.`
        : `The ${isLog(state.shown) ? "logpoint" : "breakpoint"} at ${place(state.shown)} is taken out of the program.`;
    openDialog("delete-dialog");
}

byId("delete-form").addEventListener("submit", async () => {
    const {program, breakpoint} = state;
    try {
        await api.remove(program, breakpoint);
        say("Deleted.");
    } catch (failure) {
        fail(failure);
    }
});

// ---- Setting

function openSet(path, line) {
    if (!state.program) {
        return;
    }
    const form = byId("set-form");
    form.reset();
    toggleLog();
    byId("set-error").textContent = "";
    const at = (state.shown && state.shown.location) || {};
    form.elements.path.value = path || at.path || "";
    form.elements.line.value = line || at.line || "";
    openDialog("set-dialog");
}

function toggleLog() {
    const form = byId("set-form");
    form.querySelector(".log").hidden = !form.elements.log.checked;
    form.elements.message.required = form.elements.log.checked;
}

/** A message with expressions in braces as the API wants it: total={a} is total=$0 and the expression a. */
function logFormat(message, expressions) {
    let format = "";
    let last = 0;
    for (const match of message.matchAll(/\{([^{}]+)\}/g)) {
        let index = expressions.indexOf(match[1].trim());
        if (index < 0) {
            index = expressions.push(match[1].trim()) - 1;
        }
        const after = message[match.index + match[0].length] || "";
        format += `${message.slice(last, match.index).replaceAll("$", "$$$$")}$${index}${/\d/.test(after) ? " " : ""}`;
        last = match.index + match[0].length;
    }
    return format + message.slice(last).replaceAll("$", "$$$$");
}

byId("set-form").addEventListener("submit", async event => {
    event.preventDefault();
    const fields = byId("set-form").elements;
    const expressions = fields.expressions.value.split("\n").map(line => line.trim()).filter(line => line);
    const breakpoint = {location: {path: fields.path.value.trim(), line: Number(fields.line.value)}};
    if (fields.condition.value.trim()) {
        breakpoint.condition = fields.condition.value.trim();
    }
    if (fields.log.checked) {
        breakpoint.action = "LOG";
        breakpoint.logMessageFormat = logFormat(fields.message.value, expressions);
        breakpoint.logLevel = fields.level.value;
    }
    if (expressions.length > 0) {
        breakpoint.expressions = expressions;
    }
    try {
        const set = await api.set(state.program, breakpoint);
        byId("set-dialog").close();
        say(`Set at ${place(set)}.`);
        go(state.program, set.id, 0);
    } catch (failure) {
        byId("set-error").textContent = failure.message;
    }
});

// ---- Dialogs, theme, keys

function openDialog(id) {
    const dialog = byId(id);
    if (!dialog.open) {
        dialog.showModal();
    }
}

byId("token-form").addEventListener("submit", () => {
    api.useToken(byId("token-form").elements.token.value.trim());
    byId("token-form").reset();
    byId("token-error").textContent = "";
    refreshPrograms();
    const {program, breakpoint} = state;
    state.program = undefined;
    state.breakpoint = breakpoint;
    chooseProgram(program, breakpoint);
});

function theme(name) {
    if (name) {
        document.documentElement.dataset.theme = name;
    }
}

function switchTheme() {
    const isDark = (document.documentElement.dataset.theme
        || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    const name = isDark ? "light" : "dark";
    localStorage.setItem(THEME, name);
    theme(name);
}

function stepFrame(by) {
    const count = ((state.shown && state.shown.stackFrames) || []).length;
    const to = Math.min(count - 1, Math.max(0, state.frame + by));
    if (count > 0 && to !== state.frame) {
        go(state.program, state.breakpoint, to, true);
    }
}

function focus(id) {
    const element = byId(id);
    if (element) {
        element.focus();
    }
}

const KEYS = {
    1: () => focus("programs"),
    2: () => focus("breakpoints"),
    3: () => focus("frames"),
    4: focusVariables,
    "/": () => focus(byId("search") ? "search" : "breakpoint-filter"),
    b: () => openSet(),
    c: () => state.shown && share(),
    u: () => stepFrame(1),
    d: () => stepFrame(-1),
    "?": () => openDialog("help-dialog"),
    Delete: askDelete,
};

document.addEventListener("keydown", event => {
    const isTyping = event.target.closest("input, textarea, select, dialog");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(KEYS, event.key)) {
        return;
    }
    event.preventDefault();
    KEYS[event.key]();
});

for (const button of document.querySelectorAll("[data-close]")) {
    button.addEventListener("click", () => button.closest("dialog").close());
}
byId("token-button").addEventListener("click", () => openDialog("token-dialog"));
byId("help-button").addEventListener("click", () => openDialog("help-dialog"));
byId("theme-button").addEventListener("click", switchTheme);
byId("set-button").addEventListener("click", () => openSet());
byId("set-form").elements.log.addEventListener("change", toggleLog);
byId("program-filter").addEventListener("input", showPrograms);
byId("breakpoint-filter").addEventListener("input", showBreakpoints);
byId("inactive").addEventListener("change", showPrograms);
addEventListener("hashchange", route);

theme(localStorage.getItem(THEME));
refreshPrograms().then(title);
setInterval(refreshPrograms, PROGRAMS_EVERY_MILLIS);
state.program = undefined;
route();
