// The service's API, as any other client of it uses it.

const CLIENT = "clientVersion=jpm/page/v1";
const KEY = "jpm-token";

let token = sessionStorage.getItem(KEY) || "";

/** A refusal: its code, and the service's words. */
export class Refusal extends Error {
    constructor(code, message) {
        super(message);
        this.code = code;
    }
}

export function useToken(text) {
    token = text;
    if (text) {
        sessionStorage.setItem(KEY, text);
    } else {
        sessionStorage.removeItem(KEY);
    }
}

async function call(method, path, body, signal) {
    const headers = {};
    if (token) {
        headers.Authorization = `Bearer ${token}`;
    }
    if (body !== undefined) {
        headers["Content-Type"] = "application/json";
    }
    let response;
    try {
        response = await fetch(path, {method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body)});
    } catch (failure) {
        if (failure.name === "AbortError") {
            throw failure;
        }
        throw new Refusal(0, "The service cannot be reached");
    }
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) {
        throw new Refusal(response.status, (answer.error && answer.error.message) || `The service answers ${response.status}`);
    }
    return answer;
}

function breakpoints(program) {
    return `v2/debugger/debuggees/${encodeURIComponent(program)}/breakpoints`;
}

export async function programs() {
    return (await call("GET", "web/programs")).debuggees || [];
}

/** The breakpoints and the token that stands for them; waits for others than those of a token. */
export async function list(program, waitToken, signal) {
    const wait = waitToken ? `&waitToken=${encodeURIComponent(waitToken)}` : "";
    const answer = await call(
        "GET", `${breakpoints(program)}?includeInactive=true&includeAllUsers=true&${CLIENT}${wait}`, undefined, signal);
    return {breakpoints: answer.breakpoints || [], token: answer.nextWaitToken};
}

export async function snapshot(program, id) {
    return (await call("GET", `${breakpoints(program)}/${encodeURIComponent(id)}?${CLIENT}`)).breakpoint;
}

export async function set(program, breakpoint) {
    return (await call("POST", `${breakpoints(program)}/set?${CLIENT}`, breakpoint)).breakpoint;
}

export async function remove(program, id) {
    await call("DELETE", `${breakpoints(program)}/${encodeURIComponent(id)}?${CLIENT}`);
}

export async function source(path) {
    return call("GET", `web/source?path=${encodeURIComponent(path)}`);
}
