import {
  type Handle,
  type KernelFactory,
  MAX_NAME_LEN,
  Rights,
  Status,
  type U64,
  VmoChildOption,
  VmoOp,
} from "../../src/zircon/index.ts";
import { contractDecisions, PagedKernel, type World } from "../paged/index.ts";
import type { PageStore } from "../paged/page-store.ts";
import type { Vmo } from "../paged/vmo.ts";
import { calling, deciding, type Fault } from "./fault.ts";

const { childParts } = contractDecisions;

/** The VMO of a handle that may set its size to `pages`, which is less than it has; undefined where that is not so. */
function shrinking(world: World, handle: Handle, size: U64): Vmo | undefined {
  const vmo = world.handles.vmo(handle, Rights.WRITE | Rights.RESIZE);
  const pages = world.pages.up(size);
  return typeof vmo === "number" || !vmo.resizable || pages >= vmo.pages || (pages === 0 && size !== 0)
    ? undefined
    : vmo;
}

/** The bytes of a VMO from `from` up to the end of its page. */
function tailOf(
  world: World,
  vmo: Vmo,
  from: U64,
): { readonly page: number; readonly at: number; readonly bytes: Uint8Array } {
  const page = vmo.base + world.pages.of(from);
  const at = world.pages.offsetIn(from);
  const bytes = new Uint8Array(world.pages.size - at);
  vmo.store.read(page, at, bytes);
  return { page, at, bytes };
}

class ShrinkKeepsPages extends PagedKernel {
  override vmoSetSize(handle: Handle, size: U64): Status {
    const vmo = shrinking(this.world, handle, size);
    if (vmo === undefined) return super.vmoSetSize(handle, size);
    vmo.extent.pages = this.world.pages.up(size);
    vmo.extent.stream = size;
    return Status.OK;
  }
}

class ShrinkKeepsTail extends PagedKernel {
  override vmoSetSize(handle: Handle, size: U64): Status {
    const vmo = this.world.handles.vmo(handle, 0);
    const tail =
      typeof vmo === "number" || this.world.pages.aligned(size) ? undefined : tailOf(this.world, vmo, size);
    const status = super.vmoSetSize(handle, size);
    if (status === Status.OK && typeof vmo !== "number" && tail?.bytes.some((byte) => byte !== 0) === true)
      vmo.store.write(tail.page, tail.at, tail.bytes);
    return status;
  }
}

class SetSizeKeepsStream extends PagedKernel {
  override vmoSetSize(handle: Handle, size: U64): Status {
    const vmo = this.world.handles.vmo(handle, 0);
    const stream = typeof vmo === "number" ? undefined : vmo.extent.stream;
    const status = super.vmoSetSize(handle, size);
    if (status === Status.OK && typeof vmo !== "number" && stream !== undefined && stream < size)
      vmo.extent.stream = stream;
    return status;
  }
}

class SetSizeWithoutResize extends PagedKernel {
  override vmoSetSize(handle: Handle, size: U64): Status {
    const vmo = this.world.handles.vmo(handle, Rights.WRITE);
    if (typeof vmo === "number" || !vmo.resizable) return super.vmoSetSize(handle, size);
    const stronger = this.world.handles.open(vmo, Rights.WRITE | Rights.RESIZE);
    const status = super.vmoSetSize(stronger, size);
    this.world.handles.close(stronger);
    return status;
  }
}

class ResizableBeforeOverflow extends PagedKernel {
  override vmoSetSize(handle: Handle, size: U64): Status {
    const vmo = this.world.handles.vmo(handle, Rights.WRITE);
    return typeof vmo !== "number" && !vmo.resizable ? Status.UNAVAILABLE : super.vmoSetSize(handle, size);
  }
}

class StreamKeepsBytes extends PagedKernel {
  override vmoSetStreamSize(handle: Handle, size: U64): Status {
    const vmo = this.world.handles.vmo(handle, Rights.WRITE);
    if (
      typeof vmo === "number" ||
      vmo.extent.stream === undefined ||
      size > this.world.pages.bytes(vmo.pages)
    )
      return super.vmoSetStreamSize(handle, size);
    vmo.extent.stream = size;
    return Status.OK;
  }
}

class PolicyWhileMapped extends PagedKernel {
  override vmoSetCachePolicy(handle: Handle, policy: number): Status {
    const status = super.vmoSetCachePolicy(handle, policy);
    const vmo = this.world.handles.vmo(handle, Rights.MAP);
    if (status !== Status.BAD_STATE || typeof vmo === "number") return status;
    if (!vmo.mapped || vmo.livingChildren > 0 || vmo.livingParent !== undefined) return status;
    vmo.cachePolicy = policy;
    return Status.OK;
  }
}

class ZeroRoundsOut extends PagedKernel {
  override vmoOpRange(handle: Handle, op: number, offset: U64, len: U64): Status {
    const { pages } = this.world;
    if (op !== VmoOp.ZERO || typeof offset !== "number" || typeof len !== "number" || len === 0)
      return super.vmoOpRange(handle, op, offset, len);
    const status = super.vmoOpRange(handle, op, offset, len);
    if (status !== Status.OK) return status;
    const first = offset - (offset % pages.size);
    return super.vmoOpRange(handle, op, first, Number(pages.bytes(pages.up(offset + len))) - first);
  }
}

class NameNotCut extends PagedKernel {
  override objectSetName(handle: Handle, name: string): Status {
    const status = super.objectSetName(handle, name);
    const object = this.world.handles.get(handle);
    if (status === Status.OK && object !== undefined && name.length >= MAX_NAME_LEN) object.name = name;
    return status;
  }
}

/** A kernel that marks the members of a family when it grows, and never takes the mark away. */
const createNeverAlone: KernelFactory = (config) => {
  const marked = new WeakSet<PageStore>();
  return new PagedKernel(config, {
    childParts(world, parent, options, offset, size) {
      const parts = childParts(world, parent, options, offset, size);
      if (typeof parts !== "number" && parts.origin === "snapshot") marked.add(parent.store).add(parts.store);
      return parts;
    },
    hasRelatives: (vmo) => marked.has(vmo.store),
  });
};

/** VMOs, as far as mappings show them (§5). */
export const VMO_FAULTS: readonly Fault[] = [
  {
    id: "shrink-keeps-pages",
    about: "a VMO that shrinks and grows again shows its old contents",
    rules: ["VMO-03"],
    origin: "a size that is only a number",
    create: calling(ShrinkKeepsPages),
  },
  {
    id: "shrink-keeps-tail",
    about: "set_size to the middle of a page leaves the rest of that page as it was",
    rules: ["VMO-03"],
    origin: "ftruncate of other systems",
    create: calling(ShrinkKeepsTail),
  },
  {
    id: "set-size-keeps-stream",
    about: "a VMO that grows keeps its stream size",
    rules: ["VMO-03"],
    origin: "stream sizes added after resizing",
    create: calling(SetSizeKeepsStream),
  },
  {
    id: "set-size-without-resize-right",
    about: "set_size does not need RESIZE",
    rules: ["VMO-03"],
    origin: "a right added later",
    create: calling(SetSizeWithoutResize),
  },
  {
    id: "order-vmo-resizable-before-overflow",
    about: "set_size notices a VMO that is not resizable before a size that wraps",
    rules: ["VMO-03"],
    origin: "order of checks",
    create: calling(ResizableBeforeOverflow),
  },
  {
    id: "stream-keeps-bytes",
    about: "set_stream_size does not zero what lies beyond the stream",
    rules: ["VMO-04"],
    origin: "a size that is only a number",
    create: calling(StreamKeepsBytes),
  },
  {
    id: "cache-policy-while-mapped",
    about: "the cache policy of a mapped VMO can be changed",
    rules: ["VMO-09"],
    origin: "mappings that are not registered with their VMO",
    create: calling(PolicyWhileMapped),
  },
  {
    id: "zero-rounds-outwards",
    about: "ZERO of a part of a page zeroes the whole page, as COMMIT rounds",
    rules: ["VMO-23"],
    origin: "one rounding for all ops",
    create: calling(ZeroRoundsOut),
  },
  {
    id: "decommit-of-clones",
    about: "DECOMMIT works on a VMO that has snapshots",
    rules: ["VMO-20", "VMO-22"],
    origin: "a relation that is not tracked",
    create: deciding({ hasRelatives: () => false }),
  },
  {
    id: "relatives-never-end",
    about: "a VMO that once had a snapshot, or is one, refuses DECOMMIT for good",
    rules: ["VMO-22"],
    origin: "a relation that is set and never cleared",
    create: createNeverAlone,
  },
  {
    id: "relatives-of-parent-only",
    about: "only the snapshot refuses DECOMMIT, not the VMO that it was made from",
    rules: ["VMO-22"],
    origin: "a hidden parent that only one side sees",
    create: deciding({
      hasRelatives: (vmo) => vmo.origin === "snapshot" && contractDecisions.hasRelatives(vmo),
    }),
  },
  {
    id: "reference-keeps-its-size",
    about: "a reference does not follow when its parent is resized",
    rules: ["VMO-08"],
    origin: "a size copied when the reference is made",
    create: deciding({
      childParts(world, parent, options, offset, size) {
        const parts = childParts(world, parent, options, offset, size);
        if (typeof parts === "number" || parts.origin !== "reference") return parts;
        return { ...parts, extent: { ...parts.extent } };
      },
    }),
  },
  {
    id: "slice-of-slice-offset",
    about: "a slice of a slice begins at its offset in the wrong VMO: the parent's own offset is forgotten",
    rules: ["VMO-08"],
    origin: "offsets that are not composed",
    create: deciding({
      childParts(world, parent, options, offset, size) {
        const parts = childParts(world, parent, options, offset, size);
        if (typeof parts === "number" || parts.origin !== "slice") return parts;
        return { ...parts, base: parts.base - parent.base };
      },
    }),
  },
  {
    id: "snapshot-ignores-offset",
    about: "a snapshot begins at the start of its parent whatever the offset",
    rules: ["VMO-06", "VMO-08"],
    origin: "an argument that is validated and not passed on",
    create: deciding({
      childParts(world, parent, options, offset, size) {
        const parts = childParts(world, parent, options, offset, size);
        if (typeof parts === "number" || parts.origin !== "snapshot") return parts;
        return childParts(world, parent, options, 0, size);
      },
    }),
  },
  {
    id: "snapshot-resizable-ignored",
    about: "RESIZABLE of a snapshot is not passed on",
    rules: ["VMO-06"],
    origin: "an option that is validated and not passed on",
    create: deciding({
      childParts(world, parent, options, offset, size) {
        const parts = childParts(world, parent, options, offset, size);
        const drops = (options & VmoChildOption.RESIZABLE) !== 0 && typeof parts !== "number";
        return drops ? { ...parts, resizable: false } : parts;
      },
    }),
  },
  {
    id: "name-not-cut",
    about: "a name of more than 31 bytes is kept as it is",
    rules: ["HND-07"],
    origin: "a missing terminator",
    create: calling(NameNotCut),
  },
];
