// Makes elements. Texts from programs only ever become text nodes.

/** An element: properties, then children that are nodes, texts or null. */
export function h(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
        if (value === null || value === undefined || value === false) {
            continue;
        }
        if (name.startsWith("on")) {
            element.addEventListener(name.slice(2), value);
        } else if (name === "class") {
            element.className = value;
        } else {
            element.setAttribute(name, value === true ? "" : value);
        }
    }
    element.append(...children.flat().filter(child => child !== null && child !== undefined));
    return element;
}

export function byId(id) {
    return document.getElementById(id);
}

/**
 * A list of options in which the keys move: items are {key, node}; it tells `choose(key)` whenever another is chosen.
 */
export class ListBox {
    constructor(element, choose) {
        this.element = element;
        this.choose = choose;
        this.items = [];
        this.chosen = null;
        element.addEventListener("keydown", event => this.key(event));
        element.addEventListener("click", event => {
            const option = event.target.closest("[role=option]");
            if (option && element.contains(option)) {
                this.select(option.dataset.key, true);
            }
        });
    }

    show(items, chosen, empty) {
        this.items = items;
        const kept = items.some(item => item.key === chosen) ? chosen : null;
        this.element.replaceChildren(
            ...items.map((item, index) => h("li", {
                role: "option", id: `${this.element.id}-${index}`, "data-key": item.key, class: item.class || "",
            }, item.node)));
        if (items.length === 0) {
            this.element.append(h("li", {class: "empty", role: "presentation"}, empty));
        }
        this.mark(kept);
    }

    mark(key) {
        this.chosen = key;
        this.element.removeAttribute("aria-activedescendant");
        for (const option of this.element.querySelectorAll("[role=option]")) {
            const isChosen = option.dataset.key === key;
            option.setAttribute("aria-selected", String(isChosen));
            if (isChosen) {
                this.element.setAttribute("aria-activedescendant", option.id);
                option.scrollIntoView({block: "nearest"});
            }
        }
    }

    select(key, byHand) {
        this.mark(key);
        this.choose(key, byHand);
    }

    move(step) {
        if (this.items.length === 0) {
            return;
        }
        const at = this.items.findIndex(item => item.key === this.chosen);
        const to = at < 0 ? (step > 0 ? 0 : this.items.length - 1)
            : Math.min(this.items.length - 1, Math.max(0, at + step));
        if (to !== at) {
            this.select(this.items[to].key, true);
        }
    }

    key(event) {
        const steps = {ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: 10, PageUp: -10, Home: -1e9, End: 1e9};
        const step = steps[event.key];
        if (step !== undefined && !event.ctrlKey && !event.metaKey && !event.altKey) {
            event.preventDefault();
            this.move(step);
        } else if (event.key === "Enter" && this.chosen !== null) {
            event.preventDefault();
            this.choose(this.chosen, true);
        }
    }
}
