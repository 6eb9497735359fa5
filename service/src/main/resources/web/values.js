// What the variables of a snapshot mean: entries of the table merged with what refers to them, collections as their elements.

const MAX_PREVIEW = 70;
const MAX_HITS = 200;
const MAX_HIT = 200;
const MAX_SEARCHED = 20000;

/** A status message with its parameters: $0, $1, … and $$ for $. */
export function statusText(status) {
    const description = (status && status.description) || {};
    const parameters = description.parameters || [];
    return (description.format || "").replace(/\$(\$|\d+)/g,
        (whole, what) => what === "$" ? "$" : parameters[Number(what)] === undefined ? whole : parameters[Number(what)]);
}

/** com.acme.Shop$Item as Item. */
export function shortType(type) {
    return type ? type.replace(/^.*[.$](?=[^.$]+$)/, "") : "";
}

/** A text of at most so many characters, or its beginning; no character is cut in two. */
export function cut(text, most) {
    return text.length <= most ? text : `${text.slice(0, most).replace(/[\ud800-\udbff]$/, "")}…`;
}

export class Values {
    constructor(table) {
        this.table = table || [];
    }

    /** A variable with what its entry of the table, and that one's, say besides. */
    resolve(variable) {
        let merged = {...variable};
        const seen = new Set();
        while (merged.varTableIndex !== undefined && !seen.has(merged.varTableIndex)) {
            const index = merged.varTableIndex;
            seen.add(index);
            const entry = this.table[index];
            if (!entry) {
                return {...merged, varTableIndex: undefined, status: {isError: true, description: {format: "not captured"}}};
            }
            const {varTableIndex, ...own} = merged;
            merged = {...entry, ...own, type: entry.type || own.type, object: merged.object === undefined ? index : merged.object};
        }
        return merged;
    }

    field(resolved, name) {
        const found = (resolved.members || []).find(member => member.name === name);
        return found && this.resolve(found);
    }

    number(resolved, name) {
        const found = this.field(resolved, name);
        return found && found.value !== undefined && /^-?\d+$/.test(found.value) ? Number(found.value) : undefined;
    }

    /** The elements of an array, without its length. */
    elements(array) {
        return ((array && array.members) || []).filter(member => /^\[\d+\]$/.test(member.name || ""));
    }

    /** What is shown below a variable: elements of a collection of the JDK, else the members as they are. */
    children(resolved) {
        const view = this.view(resolved);
        return view ? view.children : resolved.members || [];
    }

    /** A collection or the like of the JDK that was captured as its fields: {text, children}; null for anything else. */
    view(resolved) {
        if (!resolved.members || resolved.members.length === 0) {
            return null;
        }
        const maker = VIEWS[resolved.type];
        return maker ? maker(this, resolved) : plainView(this, resolved);
    }

    /** One short line for a value. */
    text(variable, depth = 0) {
        const resolved = this.resolve(variable);
        if (resolved.status && resolved.status.isError) {
            return statusText(resolved.status) || "unavailable";
        }
        if (resolved.value !== undefined) {
            return resolved.value;
        }
        const view = this.view(resolved);
        if (view && view.text !== undefined) {
            return view.text;
        }
        const members = this.children(resolved).filter(member => member.name !== undefined);
        if (members.length === 0 && view) {
            return view.isMap ? "{}" : "[]";
        }
        if (members.length === 0) {
            const status = statusText(resolved.status);
            return `${shortType(resolved.type)}${status ? ` (${status})` : " {}"}`.trim();
        }
        return depth >= 2 ? `${shortType(resolved.type)} {…}` : this.preview(resolved, members, depth);
    }

    preview(resolved, members, depth) {
        const isElement = member => /^\[\d+\]$/.test(member.name);
        const isMap = members.every(member => member.key !== undefined);
        const isArray = !isMap && members.every(member => isElement(member) || member.name === "length");
        const shown = isArray ? members.filter(isElement) : members;
        const parts = [];
        let left = MAX_PREVIEW;
        for (const member of shown) {
            const text = cut(this.text(member, depth + 1), MAX_PREVIEW);
            const part = isArray ? text : `${isMap ? member.name.slice(1, -1) : member.name}=${text}`;
            left -= part.length + 2;
            if (parts.length > 0 && (left < 0 || parts.length === 8)) {
                parts.push("…");
                break;
            }
            parts.push(part);
        }
        const all = parts.join(", ");
        return isMap ? `{${all}}` : isArray ? `[${all}]` : `${shortType(resolved.type)} {${all}}`;
    }

    /** Paths to variables whose name or value holds the text: each a list of names, from roots of {name, variable}. */
    search(roots, text) {
        const wanted = text.toLowerCase();
        const hits = [];
        const seen = new Set();
        let queue = roots.map(root => ({path: [root.name], variable: root.variable, root}));
        let searched = 0;
        while (queue.length > 0 && hits.length < MAX_HITS && searched < MAX_SEARCHED) {
            const next = [];
            for (const {path, variable, root} of queue) {
                searched++;
                const resolved = this.resolve(variable);
                const own = resolved.value !== undefined ? resolved.value : "";
                const isHit = (variable.name || "").toLowerCase().includes(wanted)
                    || own.toLowerCase().includes(wanted)
                    || (resolved.type || "").toLowerCase().includes(wanted);
                if (isHit && hits.length < MAX_HITS) {
                    hits.push({path, root, text: cut(this.text(variable), MAX_HIT)});
                }
                if (resolved.object !== undefined) {
                    if (seen.has(resolved.object)) {
                        continue;
                    }
                    seen.add(resolved.object);
                }
                this.children(resolved).forEach((child, index) =>
                    next.push({path: [...path, child.name || `#${index}`], variable: child, root}));
            }
            queue = next;
        }
        return hits;
    }
}

/** Enum constants by their names, exceptions with their messages, whatever their classes. */
function plainView(values, resolved) {
    const name = values.field(resolved, "name");
    if (name && name.value !== undefined && values.number(resolved, "ordinal") !== undefined) {
        return {text: name.value.replace(/^"|"$/g, ""), children: resolved.members};
    }
    const message = values.field(resolved, "detailMessage");
    if (message && values.field(resolved, "stackTrace")) {
        const text = message.value === undefined || message.value === "null" ? "" : `: ${message.value}`;
        return {text: `${shortType(resolved.type)}${text}`, children: resolved.members};
    }
    return null;
}

/** A number of digits with its decimal point put in. */
function scaled(digits, scale) {
    const sign = digits.startsWith("-") ? "-" : "";
    const plain = digits.replace("-", "");
    if (scale <= 0 || scale > 40) {
        return scale === 0 ? digits : `${digits}E${-scale}`;
    }
    const padded = plain.padStart(scale + 1, "0");
    return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

// Numbers that do not fit into a long have this in place of their digits.
const INFLATED = "-9223372036854775808";

function bigDecimal(values, resolved) {
    const digits = values.field(resolved, "intCompact");
    const scale = values.number(resolved, "scale");
    return digits && digits.value !== undefined && digits.value !== INFLATED && scale !== undefined
        ? {text: scaled(digits.value, scale), children: []} : null;
}

function enumMap(values, resolved) {
    const keys = array(values, resolved, "keyUniverse");
    const slots = array(values, resolved, "vals");
    if (!keys || !slots) {
        return null;
    }
    const entries = slots.flatMap((slot, index) => values.text(slot) === "null" || !keys[index] ? [] : [entry(values, keys[index], slot)]);
    return sized(entries, values.number(resolved, "size"), true);
}

function sized(children, size, isMap = false) {
    const known = size === undefined ? children.length : size;
    const cut = known > children.length
        ? [...children, {status: {description: {format: `${known - children.length} more were not captured`}}}]
        : children;
    return {children: cut, isMap};
}

function array(values, resolved, field) {
    const found = values.field(resolved, field);
    return found ? values.elements(found) : null;
}

function listOf(field, sizeField) {
    return (values, resolved) => {
        const elements = array(values, resolved, field);
        const size = sizeField ? values.number(resolved, sizeField) : undefined;
        return elements && sized(size === undefined ? elements : elements.slice(0, size), size);
    };
}

function renamed(variable, name) {
    return {...variable, name};
}

function entry(values, key, value) {
    const text = values.text(key);
    return {...value, name: `[${cut(text, 40)}]`, key};
}

/** The nodes of a hash table's buckets, each with those that follow it. */
function nodes(values, buckets) {
    const found = [];
    const seen = new Set();
    for (const bucket of buckets) {
        let node = values.resolve(bucket);
        while (node && node.members && !seen.has(node.object)) {
            if (node.object !== undefined) {
                seen.add(node.object);
            }
            found.push(node);
            node = values.field(node, "next");
        }
    }
    return found;
}

function keyAndValue(values, node) {
    const key = (node.members || []).find(member => member.name === "key");
    const value = (node.members || []).find(member => member.name === "value" || member.name === "val");
    return key && value ? entry(values, key, value) : null;
}

function hashMap(values, resolved) {
    const buckets = array(values, resolved, "table");
    const size = values.number(resolved, "size");
    if (!buckets) {
        return size === 0 || size === undefined ? sized([], size, true) : null;
    }
    return sized(nodes(values, buckets).map(node => keyAndValue(values, node)).filter(Boolean), size, true);
}

function treeMap(values, resolved) {
    const entries = [];
    const walk = (node, depth) => {
        if (node && node.members && depth < 64) {
            walk(values.field(node, "left"), depth + 1);
            const found = keyAndValue(values, node);
            if (found) {
                entries.push(found);
            }
            walk(values.field(node, "right"), depth + 1);
        }
    };
    walk(values.field(resolved, "root"), 0);
    return sized(entries, values.number(resolved, "size"), true);
}

function setOf(field) {
    return (values, resolved) => {
        const map = values.field(resolved, field);
        const view = map && values.view(map);
        return view && {isMap: false, children: view.children.map((child, index) =>
            child.key ? renamed(child.key, `[${index}]`) : child)};
    };
}

function pairs(values, resolved) {
    const slots = array(values, resolved, "table") || [];
    const entries = [];
    for (let i = 0; i + 1 < slots.length; i += 2) {
        if (values.text(slots[i]) !== "null") {
            entries.push(entry(values, slots[i], slots[i + 1]));
        }
    }
    return sized(entries, values.number(resolved, "size"), true);
}

function single(values, resolved) {
    const key = (resolved.members || []).find(member => member.name === "k0");
    const value = (resolved.members || []).find(member => member.name === "v0");
    return key && value ? sized([entry(values, key, value)], 1, true) : null;
}

function few(values, resolved) {
    const found = (resolved.members || [])
        .filter(member => /^e[01]$/.test(member.name || "") && !/^(null|Object \{\})$/.test(values.text(member)));
    return sized(found.map((member, index) => renamed(member, `[${index}]`)));
}

function immutableSet(values, resolved) {
    const elements = (array(values, resolved, "elements") || []).filter(element => values.text(element) !== "null");
    return sized(elements.map((element, index) => renamed(element, `[${index}]`)), values.number(resolved, "size"));
}

function boxed(values, resolved) {
    const value = values.field(resolved, "value");
    return value && value.value !== undefined ? {text: value.value, children: []} : null;
}

function wrapped(field) {
    return (values, resolved) => {
        const inner = values.field(resolved, field);
        return inner ? values.view(inner) || {children: inner.members || []} : null;
    };
}

function optional(values, resolved) {
    const value = (resolved.members || []).find(member => member.name === "value");
    return value && {text: values.text(value) === "null" ? "Optional.empty" : `Optional[${values.text(value, 1)}]`, children: [value]};
}

const VIEWS = {
    "java.util.ArrayList": listOf("elementData", "size"),
    "java.util.Vector": listOf("elementData", "elementCount"),
    "java.util.Arrays$ArrayList": listOf("a"),
    "java.util.ImmutableCollections$ListN": listOf("elements"),
    "java.util.ImmutableCollections$List12": few,
    "java.util.ImmutableCollections$Set12": few,
    "java.util.ImmutableCollections$SetN": immutableSet,
    "java.util.ImmutableCollections$Map1": single,
    "java.util.ImmutableCollections$MapN": pairs,
    "java.util.HashMap": hashMap,
    "java.util.LinkedHashMap": hashMap,
    "java.util.Hashtable": hashMap,
    "java.util.concurrent.ConcurrentHashMap": hashMap,
    "java.util.TreeMap": treeMap,
    "java.util.EnumMap": enumMap,
    "java.math.BigDecimal": bigDecimal,
    "java.util.HashSet": setOf("map"),
    "java.util.LinkedHashSet": setOf("map"),
    "java.util.TreeSet": setOf("m"),
    "java.util.Collections$UnmodifiableList": wrapped("list"),
    "java.util.Collections$UnmodifiableRandomAccessList": wrapped("list"),
    "java.util.Collections$UnmodifiableMap": wrapped("m"),
    "java.util.Collections$UnmodifiableSet": wrapped("c"),
    "java.util.Collections$UnmodifiableCollection": wrapped("c"),
    "java.util.Optional": optional,
    "java.lang.Integer": boxed,
    "java.lang.Long": boxed,
    "java.lang.Short": boxed,
    "java.lang.Byte": boxed,
    "java.lang.Character": boxed,
    "java.lang.Boolean": boxed,
    "java.lang.Float": boxed,
    "java.lang.Double": boxed,
    "java.util.concurrent.atomic.AtomicInteger": boxed,
    "java.util.concurrent.atomic.AtomicLong": boxed,
};
