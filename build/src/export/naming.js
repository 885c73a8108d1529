import { addressNames, differenceNames } from "../trace/address.js";
import { Status } from "../zircon/status.js";
import { addU64, subU64 } from "../zircon/u64.js";
/** Ops whose handle is gone when they have succeeded; handle_replace and replace_as_executable take it in any case. */
const TAKES = new Set(["handle_close", "handle_replace", "vmo_replace_as_executable"]);
/** What each name of a trace stands for while it is turned into a program. */
export class Naming {
    #session;
    #identifiers;
    #root;
    #handles = new Map();
    #addresses = new Map();
    #closed = new Set();
    #areas = [];
    constructor(session, identifiers) {
        this.#session = session;
        this.#identifiers = identifiers;
        this.#root = {
            id: "root",
            step: -1,
            object: "vmar",
            succeeded: true,
            at: session.aspace.base,
            usesHandle: true,
            usesAddress: true,
            usesKoid: false,
        };
        this.#handles.set("root", this.#root);
        this.#addresses.set("root", this.#root);
    }
    /** The handle of that name as an argument; `any` where a call takes handles of all kinds. */
    use(name, as) {
        const binding = this.#handles.get(name);
        if (binding === undefined) {
            const special = name === "unknown" ? "unknown" : "invalid";
            return { binding, special, as: as === "any" ? "vmo" : as, isOpen: false };
        }
        binding.usesHandle = true;
        const isOpen = binding.succeeded && !this.#closed.has(binding);
        return { binding, special: undefined, as: as === "any" ? binding.object : as, isOpen };
    }
    /** The VMO that a mapping shows, by a name of its own; undefined for a clone that has none. */
    object(name) {
        const binding = this.#handles.get(name);
        if (binding === undefined || !binding.succeeded)
            return undefined;
        binding.usesKoid = true;
        return binding;
    }
    sum(expression, isOffset = false) {
        const value = this.#session.bindings.address(expression);
        if (typeof expression !== "string")
            return isOffset ? literal(value) : this.#absolute(value);
        const [plusName] = addressNames(expression) ?? [];
        if (plusName !== undefined)
            return this.#shifted(this.#addresses.get(plusName), undefined, value);
        const [plus, minus] = differenceNames(expression) ?? [];
        return this.#shifted(this.#addresses.get(plus ?? ""), this.#addresses.get(minus ?? ""), value);
    }
    add(left, right) {
        return addU64(left, right);
    }
    /** Binds what a step made, after it was made. */
    bind(step, index, { outcome }, placedByCaller) {
        const succeeded = outcome.status === Status.OK;
        const taken = "handle" in step ? step.handle : "vmo" in step ? step.vmo : undefined;
        if (TAKES.has(step.op) && taken !== undefined && (succeeded || step.op !== "handle_close")) {
            const binding = this.#handles.get(taken);
            if (binding !== undefined)
                this.#closed.add(binding);
        }
        const object = this.#objectMade(step);
        if (object === undefined)
            return undefined;
        const name = "as" in step ? step.as : undefined;
        const at = outcome.at ?? outcome.info?.base ?? 0;
        const binding = {
            id: this.#identifiers.fresh(name ?? `made${index}`),
            step: index,
            object,
            succeeded,
            at,
            usesHandle: false,
            usesAddress: false,
            usesKoid: false,
        };
        if (name !== undefined && step.op !== "map" && step.op !== "info")
            this.#handles.set(name, binding);
        const placed = step.op === "map" || step.op === "allocate";
        if (name !== undefined && (placed || step.op === "info"))
            this.#addresses.set(name, binding);
        if (placed && succeeded && !placedByCaller) {
            const size = step.op === "map" ? this.#wholePages(step.len) : step.size;
            this.#areas.unshift({ binding, base: at, size });
        }
        return binding;
    }
    #objectMade(step) {
        switch (step.op) {
            case "allocate":
            case "map":
            case "info":
                return "vmar";
            case "vmo_create":
            case "vmo_create_child":
            case "vmo_replace_as_executable":
                return "vmo";
            case "handle_duplicate":
            case "handle_replace":
                return this.#handles.get(step.handle)?.object ?? "vmo";
            default:
                return undefined;
        }
    }
    #wholePages(len) {
        const { pages } = this.#session;
        return pages.bytes(pages.up(len));
    }
    /** An absolute address, from whatever variable says best where it is. */
    #absolute(value) {
        const area = this.#areas.find(({ base, size }) => value >= base && subU64(value, base) < size);
        if (area !== undefined)
            return this.#shifted(area.binding, undefined, value);
        const { base, size } = this.#session.aspace;
        const inSpace = value >= base && subU64(value, base) <= size;
        return inSpace ? this.#shifted(this.#root, undefined, value) : literal(value);
    }
    #shifted(plus, minus, value) {
        if (plus !== undefined)
            plus.usesAddress = true;
        if (minus !== undefined)
            minus.usesAddress = true;
        const start = BigInt(plus?.at ?? 0) - BigInt(minus?.at ?? 0);
        const delta = BigInt.asIntN(64, BigInt(value) - start);
        const wraps = start < 0n || delta < 0n || delta >= 1n << 48n;
        const terms = { ...(plus === undefined ? {} : { plus }), ...(minus === undefined ? {} : { minus }) };
        return { ...terms, delta, value, wraps };
    }
}
function literal(value) {
    return { delta: BigInt(value), value, wraps: false };
}
//# sourceMappingURL=naming.js.map