// An unfolding tree of variables, after the pattern of ARIA: one item has the focus, arrows move, unfold and fold.

import {h} from "./dom.js";
import {cut, shortType, statusText} from "./values.js";

const MAX_SHOWN = 500;
/** Longer texts are folded. */
const MAX_LINE = 500;

export class Tree {
    /** @param roots [{name, variable, note}] */
    constructor(element, values, roots) {
        this.element = element;
        this.values = values;
        element.setAttribute("role", "tree");
        element.replaceChildren(...roots.map((root, index) => this.item(root.variable, root.name, 1, [], index === 0)));
        element.onkeydown = event => this.key(event);
        element.onclick = event => this.click(event);
    }

    item(variable, name, level, ancestors, isFirst) {
        const resolved = this.values.resolve(variable);
        const isCircle = resolved.object !== undefined && ancestors.includes(resolved.object);
        const children = isCircle ? [] : this.values.children(resolved);
        const item = h("li", {role: "treeitem", "aria-level": level, tabindex: isFirst ? 0 : -1, "data-name": name},
            this.line(resolved, variable, name, isCircle));
        if (children.length > 0) {
            item.setAttribute("aria-expanded", "false");
            const below = resolved.object === undefined ? ancestors : [...ancestors, resolved.object];
            item.unfold = () => this.group(children, level + 1, below);
        } else if (this.isLong(resolved)) {
            item.setAttribute("aria-expanded", "false");
            item.unfold = () => h("ul", {role: "group"},
                h("li", {role: "treeitem", "aria-level": level + 1, tabindex: -1}, h("span", {class: "line whole"}, resolved.value)));
        }
        return item;
    }

    isLong(resolved) {
        return resolved.value !== undefined && resolved.value.length > MAX_LINE;
    }

    line(resolved, variable, name, isCircle) {
        const isError = resolved.status && resolved.status.isError;
        const remark = resolved.status && !isError && resolved.value !== undefined ? statusText(resolved.status) : "";
        const text = isCircle ? `↺ ${shortType(resolved.type)}, above` : cut(this.values.text(variable), MAX_LINE);
        const length = this.isLong(resolved) ? `${resolved.value.length} characters` : "";
        return h("span", {class: "line"},
            h("span", {class: "fold", "aria-hidden": "true"}),
            name === undefined ? null : h("span", {class: "name"}, name),
            name === undefined ? null : h("span", {class: "sign"}, " = "),
            h("span", {class: isError ? "value unavailable" : this.kind(resolved)}, text),
            [remark, length].filter(Boolean).map(said => h("span", {class: "remark"}, ` ${said}`)),
            resolved.type ? h("span", {class: "type", title: resolved.type}, ` ${shortType(resolved.type)}`) : null);
    }

    kind(resolved) {
        if (resolved.value === undefined) {
            return "value object";
        }
        return resolved.value.startsWith("\"") ? "value string" : resolved.value === "null" ? "value null" : "value number";
    }

    group(children, level, ancestors) {
        const shown = children.slice(0, MAX_SHOWN).map(child => this.item(child, child.name, level, ancestors, false));
        if (children.length > MAX_SHOWN) {
            shown.push(h("li", {class: "remark", role: "presentation"}, `${children.length - MAX_SHOWN} more`));
        }
        return h("ul", {role: "group"}, shown);
    }

    items() {
        return [...this.element.querySelectorAll("[role=treeitem]")].filter(item => item.offsetParent !== null);
    }

    focus(item) {
        this.element.querySelectorAll("[tabindex='0']").forEach(other => other.setAttribute("tabindex", "-1"));
        item.setAttribute("tabindex", "0");
        item.focus();
        item.firstElementChild.scrollIntoView({block: "nearest"});
    }

    fold(item, isOpen) {
        if (!item.unfold) {
            return;
        }
        if (isOpen && !item.querySelector(":scope > [role=group]")) {
            item.append(item.unfold());
        }
        item.setAttribute("aria-expanded", String(isOpen));
    }

    isOpen(item) {
        return item.getAttribute("aria-expanded") === "true";
    }

    click(event) {
        const line = event.target.closest(".line");
        if (line) {
            const item = line.parentElement;
            this.fold(item, !this.isOpen(item));
            this.focus(item);
        }
    }

    key(event) {
        const item = document.activeElement.closest("[role=treeitem]");
        if (!item || event.ctrlKey || event.metaKey || event.altKey) {
            return;
        }
        const moves = {
            ArrowDown: () => this.step(item, 1), j: () => this.step(item, 1),
            ArrowUp: () => this.step(item, -1), k: () => this.step(item, -1),
            ArrowRight: () => this.isOpen(item) || !item.unfold ? this.into(item) : this.fold(item, true),
            ArrowLeft: () => this.isOpen(item) ? this.fold(item, false) : this.out(item),
            Enter: () => this.fold(item, !this.isOpen(item)),
            " ": () => this.fold(item, !this.isOpen(item)),
            Home: () => this.focus(this.items()[0]),
            End: () => this.focus(this.items().at(-1)),
        };
        if (moves[event.key]) {
            event.preventDefault();
            moves[event.key]();
        }
    }

    step(item, by) {
        const items = this.items();
        const to = items[items.indexOf(item) + by];
        if (to) {
            this.focus(to);
        }
    }

    into(item) {
        const first = item.querySelector(":scope > [role=group] > [role=treeitem]");
        if (first) {
            this.focus(first);
        }
    }

    out(item) {
        const parent = item.parentElement.closest("[role=treeitem]");
        if (parent) {
            this.focus(parent);
        }
    }

    /** Unfolds the tree down to the item at the end of a path of names, and focuses it. */
    reveal(path) {
        let list = this.element;
        let item = null;
        for (const [depth, name] of path.entries()) {
            const found = [...list.children].find((child, index) =>
                child.dataset.name === name || (child.dataset.name === undefined && name === `#${index}`));
            if (!found) {
                break;
            }
            item = found;
            if (depth < path.length - 1) {
                this.fold(item, true);
            }
            list = item.querySelector(":scope > [role=group]") || item;
        }
        if (item) {
            this.focus(item);
        }
    }
}
