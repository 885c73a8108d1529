import type { Execution } from "../trace/execute.ts";
import type { Session } from "../trace/session.ts";
import type { Addr, Offset, Step } from "../trace/types.ts";
import { addressNames, differenceNames } from "../trace/address.ts";
import { Status } from "../zircon/status.ts";
import { addU64, subU64, type U64 } from "../zircon/u64.ts";
import type { Identifiers } from "./identifiers.ts";
import type { Binding, HandleUse, ObjectKind, Sum } from "./values.ts";

/** Bytes that were allocated or mapped: an absolute address inside of them is a distance from their variable. */
interface Area {
  readonly binding: Binding;
  readonly base: U64;
  readonly size: U64;
}

/** Ops whose handle is gone when they have succeeded; handle_replace and replace_as_executable take it in any case. */
const TAKES: ReadonlySet<string> = new Set(["handle_close", "handle_replace", "vmo_replace_as_executable"]);

/** What each name of a trace stands for while it is turned into a program. */
export class Naming {
  readonly #session: Session;
  readonly #identifiers: Identifiers;
  readonly #root: Binding;
  readonly #handles = new Map<string, Binding>();
  readonly #addresses = new Map<string, Binding>();
  readonly #closed = new Set<Binding>();
  readonly #areas: Area[] = [];

  constructor(session: Session, identifiers: Identifiers) {
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
  use(name: string, as: ObjectKind | "any"): HandleUse {
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
  object(name: string): Binding | undefined {
    const binding = this.#handles.get(name);
    if (binding === undefined || !binding.succeeded) return undefined;
    binding.usesKoid = true;
    return binding;
  }

  sum(expression: Addr | Offset, isOffset = false): Sum {
    const value = this.#session.bindings.address(expression);
    if (typeof expression !== "string") return isOffset ? literal(value) : this.#absolute(value);
    const [plusName] = addressNames(expression) ?? [];
    if (plusName !== undefined) return this.#shifted(this.#addresses.get(plusName), undefined, value);
    const [plus, minus] = differenceNames(expression) ?? [];
    return this.#shifted(this.#addresses.get(plus ?? ""), this.#addresses.get(minus ?? ""), value);
  }

  /** The base of a region that goes by a name: its own variable where that is bound to it. */
  base(name: string, base: Addr): Sum {
    const value = this.#session.bindings.address(base);
    const own = this.#addresses.get(name);
    return own?.at === value ? this.#shifted(own, undefined, value) : this.sum(base);
  }

  add(left: U64, right: U64): U64 {
    return addU64(left, right);
  }

  /** Binds what a step made, after it was made. */
  bind(step: Step, index: number, { outcome }: Execution, placedByCaller: boolean): Binding | undefined {
    const succeeded = outcome.status === Status.OK;
    const taken = "handle" in step ? step.handle : "vmo" in step ? step.vmo : undefined;
    if (TAKES.has(step.op) && taken !== undefined && (succeeded || step.op !== "handle_close")) {
      const binding = this.#handles.get(taken);
      if (binding !== undefined) this.#closed.add(binding);
    }
    const object = this.#objectMade(step);
    if (object === undefined) return undefined;
    const name = "as" in step ? step.as : undefined;
    const at = outcome.at ?? outcome.info?.base ?? 0;
    const binding: Binding = {
      id: this.#identifiers.fresh(name ?? `made${index}`),
      step: index,
      object,
      succeeded,
      at,
      usesHandle: false,
      usesAddress: false,
      usesKoid: false,
    };
    if (name !== undefined && step.op !== "map" && step.op !== "info") this.#handles.set(name, binding);
    const placed = step.op === "map" || step.op === "allocate";
    if (name !== undefined && (placed || step.op === "info")) this.#addresses.set(name, binding);
    // The latest says best where an address is; one that the caller chose without naming it says nothing new.
    if (placed && succeeded && (!placedByCaller || name !== undefined)) {
      const size = step.op === "map" ? this.#wholePages(step.len) : step.size;
      this.#areas.unshift({ binding, base: at, size });
    }
    return binding;
  }

  #objectMade(step: Step): ObjectKind | undefined {
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

  #wholePages(len: U64): U64 {
    const { pages } = this.#session;
    return pages.bytes(pages.up(len));
  }

  /** An absolute address, from whatever variable says best where it is. */
  #absolute(value: U64): Sum {
    const area = this.#areas.find(({ base, size }) => value >= base && subU64(value, base) < size);
    if (area !== undefined) return this.#shifted(area.binding, undefined, value);
    const { base, size } = this.#session.aspace;
    const inSpace = value >= base && subU64(value, base) <= size;
    return inSpace ? this.#shifted(this.#root, undefined, value) : literal(value);
  }

  #shifted(plus: Binding | undefined, minus: Binding | undefined, value: U64): Sum {
    if (plus !== undefined) plus.usesAddress = true;
    if (minus !== undefined) minus.usesAddress = true;
    const terms = { ...(plus === undefined ? {} : { plus }), ...(minus === undefined ? {} : { minus }) };
    if (minus === undefined && typeof value === "number" && typeof plus?.at === "number") {
      const delta = value - plus.at;
      return { ...terms, delta: BigInt(delta), value, wraps: delta < 0 || delta >= NEAR };
    }
    const start = BigInt(plus?.at ?? 0) - BigInt(minus?.at ?? 0);
    const delta = BigInt.asIntN(64, BigInt(value) - start);
    return { ...terms, delta, value, wraps: start < 0n || delta < 0n || delta >= NEAR };
  }
}

/** Distances from here on may leave what an address can be. */
const NEAR = 2 ** 48;

function literal(value: U64): Sum {
  return { delta: BigInt(value), value, wraps: false };
}
