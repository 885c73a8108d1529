import { describe, expect, it } from "vitest";
import {
  Scene,
  type SceneConfig,
  FBS,
  OVERWRITE,
  P,
  R,
  RW,
  SPECIFIC,
  UPPER,
  W,
  X,
} from "../../properties/contract/scene.ts";
import { VmarOp, VmOption } from "../../src/zircon/options.ts";
import { Rights } from "../../src/zircon/rights.ts";
import { RULE_IDS, type RuleId, UNREACHABLE_RULES } from "../../src/zircon/rules.ts";
import { VmoChildOption, VmoOp, VmoOption } from "../../src/zircon/vmo.ts";
import { createReferenceKernel } from "./index.ts";

/** A few calls, and the rules that they must report to the coverage hook. */
interface Stop {
  readonly rules: readonly RuleId[];
  readonly go: (s: Scene) => void;
  readonly config?: SceneConfig;
}

const { ALLOW_FAULTS, CAN_MAP_READ, CAN_MAP_WRITE, COMPACT, MAP_RANGE, PERM_READ_IF_XOM_UNSUPPORTED } =
  VmOption;
const align = (exponent: number): number => exponent << 24;
const JUNK = 1 << 20;
const NEAR_TOP = 2n ** 64n - 4096n;

/** The stops of a tour through the contract, in its order. */
const TOUR: readonly Stop[] = [
  { rules: ["GEN-01", "GEN-04", "ALLOC-01"], go: (s) => s.kernel.vmarAllocate(0, JUNK, 1, 1) },
  { rules: ["GEN-02", "MAP-01"], go: (s) => s.kernel.vmarMap(s.vmo, 0, 0, 0, 0, 0) },
  {
    rules: ["GEN-03", "HND-08"],
    go: (s) => s.allocate(s.areaWithout(s.v, Rights.WRITE), CAN_MAP_WRITE, 0, 1),
  },

  {
    rules: ["ALLOC-02", "ALLOC-21", "HND-05"],
    go: (s) => s.allocate(s.v, PERM_READ_IF_XOM_UNSUPPORTED, 0, 1),
  },
  { rules: ["ALLOC-03"], go: (s) => s.allocate(s.v, JUNK, 0, 1) },
  { rules: ["ALLOC-04"], go: (s) => s.allocate(s.v, align(9), 0, 1) },
  { rules: ["ALLOC-05"], go: (s) => s.allocate(s.v, R, 0, 1) },
  { rules: ["ALLOC-06"], go: (s) => s.allocate(s.v, 0, 0, 0.5) },
  { rules: ["ALLOC-07"], go: (s) => s.allocate(s.v, ALLOW_FAULTS, 0, 1) },
  { rules: ["ALLOC-08"], go: (s) => s.allocate(s.deadVmar(), 0, 0, 1) },
  { rules: ["ALLOC-09"], go: (s) => s.allocate(s.v, 0, 0, 0) },
  { rules: ["ALLOC-11"], go: (s) => s.allocate(s.v, SPECIFIC | UPPER, 0, 1) },
  { rules: ["ALLOC-12"], go: (s) => s.allocate(s.v, 0, 1, 1) },
  { rules: ["ALLOC-13"], go: (s) => s.allocate(s.v, SPECIFIC, 0.5, 1) },
  { rules: ["ALLOC-14"], go: (s) => s.allocate(s.child(s.v, 0, 4, 0), SPECIFIC, 0, 1) },
  { rules: ["ALLOC-15"], go: (s) => s.allocate(s.v, 0, 0, 17) },
  { rules: ["ALLOC-16"], go: (s) => s.allocate(s.v, UPPER, 1, 2) },
  { rules: ["ALLOC-17"], go: (s) => s.allocate(s.v, SPECIFIC | align(16), 1, 1) },
  { rules: ["ALLOC-18"], go: (s) => s.allocate(s.root, SPECIFIC, 0, 1) },
  { rules: ["ALLOC-19", "PLC-02"], go: (s) => s.allocate(s.v, align(32), 0, 1) },

  { rules: ["MAP-02"], go: (s) => s.map(s.v, 0, 0, 0, 0, 1) },
  { rules: ["MAP-03"], go: (s) => s.map(s.v, FBS, 0, s.kernel.vmoCreatePhysical(P).handle, 0, 1) },
  { rules: ["MAP-04"], go: (s) => s.map(s.v, 0, 0, s.without(s.vmo, Rights.MAP), 0, 1) },
  {
    rules: ["MAP-05", "MAP-10", "VMO-10"],
    go: (s) => s.map(s.v, PERM_READ_IF_XOM_UNSUPPORTED, 0, s.vmo, 0, 1),
  },
  { rules: ["MAP-06"], go: (s) => s.map(s.v, W, 0, s.vmo, 0, 1) },
  { rules: ["MAP-07"], go: (s) => s.map(s.v, MAP_RANGE | OVERWRITE, 0, s.vmo, 0, 1) },
  { rules: ["MAP-08"], go: (s) => s.map(s.v, CAN_MAP_READ, 0, s.vmo, 0, 1) },
  { rules: ["MAP-09"], go: (s) => s.map(s.v, RW, 0, s.readOnly(s.vmo), 0, 1) },
  { rules: ["MAP-11"], go: (s) => s.map(s.v, VmOption.FAULT_BEYOND_STREAM_SIZE, 0, s.vmo, 0, 1) },
  { rules: ["MAP-13"], go: (s) => s.map(s.v, JUNK, 0, s.vmo, 0, 1) },
  { rules: ["MAP-14"], go: (s) => s.map(s.v, align(33), 0, s.vmo, 0, 1) },
  {
    rules: ["MAP-15"],
    go: (s) => s.map(s.v, VmOption.REQUIRE_NON_RESIZABLE, 0, s.newVmo(1, VmoOption.RESIZABLE), 0, 1),
  },
  { rules: ["MAP-16"], go: (s) => s.map(s.v, 0, 0, s.newVmo(1, VmoOption.DISCARDABLE), 0, 1) },
  { rules: ["MAP-17"], go: (s) => s.map(s.v, COMPACT, 0, s.vmo, 0, 1) },
  { rules: ["MAP-19"], go: (s) => s.map(s.v, 0, 0, s.vmo, 0.5, 1) },
  { rules: ["MAP-20"], go: (s) => s.kernel.vmarMap(s.v.handle, 0, 0, s.vmo, 0, NEAR_TOP + 1n) },
  { rules: ["MAP-21"], go: (s) => s.kernel.vmarMap(s.v.handle, 0, 0, s.vmo, NEAR_TOP, P) },
  { rules: ["MAP-22"], go: (s) => s.map(s.v, 0, 0, s.kernel.vmoCreatePhysical(P).handle, 0, 2) },
  { rules: ["MAP-23"], go: (s) => s.map(s.deadVmar(), 0, 0, s.vmo, 0, 1) },
  { rules: ["MAP-24"], go: (s) => s.map(s.v, 0, 0, s.vmo, 0, 0) },
  { rules: ["MAP-26"], go: (s) => s.map(s.v, SPECIFIC | UPPER, 0, s.vmo, 0, 1) },
  { rules: ["MAP-27"], go: (s) => s.map(s.v, 0, 1, s.vmo, 0, 1) },
  { rules: ["MAP-28"], go: (s) => s.map(s.v, SPECIFIC, 0.5, s.vmo, 0, 1) },
  { rules: ["MAP-29"], go: (s) => s.map(s.child(s.v, 0, 4, 0), SPECIFIC, 0, s.vmo, 0, 1) },
  { rules: ["MAP-30"], go: (s) => s.map(s.v, SPECIFIC, 16, s.vmo, 0, 1) },
  { rules: ["MAP-31"], go: (s) => s.map(s.v, UPPER, 17, s.vmo, 0, 1) },
  { rules: ["MAP-32"], go: (s) => s.map(s.v, SPECIFIC | align(16), 1, s.vmo, 0, 1) },
  { rules: ["MAP-33"], go: (s) => s.map(s.root, SPECIFIC, 0, s.vmo, 0, 1) },
  { rules: ["MAP-34", "OVW-02"], go: (s) => s.map(s.root, OVERWRITE, 0, s.vmo, 0, 1) },
  { rules: ["MAP-35"], go: (s) => s.map(s.v, align(32), 0, s.vmo, 0, 1) },
  {
    rules: ["MAP-38", "MAP-39", "MAP-40", "MRG-01", "FAULT-12"],
    go: (s) => s.map(s.v, R | MAP_RANGE, 0, s.vmo, 0, 1),
  },
  {
    rules: ["OVW-03", "OVW-05", "MRG-02", "MRG-04"],
    go: (s) => {
      s.map(s.v, R | SPECIFIC, 0, s.vmo, 0, 4);
      s.map(s.v, R | OVERWRITE, 1, s.vmo, 1, 2);
    },
  },
  {
    rules: ["MRG-03"],
    go: (s) => {
      s.child(s.v, 1, 1);
      s.map(s.v, R | SPECIFIC, 0, s.vmo, 0, 1);
    },
  },

  { rules: ["UNMAP-01"], go: (s) => s.kernel.vmarUnmap(0, 0, 0) },
  { rules: ["UNMAP-02"], go: (s) => s.unmap(s.v, 0.5, 1) },
  { rules: ["UNMAP-03"], go: (s) => s.unmap(s.v, 0, 0) },
  { rules: ["UNMAP-04"], go: (s) => s.unmap(s.deadVmar(), 0, 1) },
  { rules: ["UNMAP-05"], go: (s) => s.unmap(s.v, 16, 1) },
  {
    rules: ["UNMAP-06", "UNMAP-11"],
    go: (s) => s.kernel.vmarUnmapHandleCloseThreadExit(s.v.handle, s.v.base, P, 0),
  },
  { rules: ["UNMAP-08"], go: (s) => s.unmap(s.root, 0, 1) },
  { rules: ["UNMAP-09", "FAULT-08"], go: (s) => s.unmap(s.root, 0, 16) },

  {
    rules: ["PROT-01", "PROT-02", "PROT-13"],
    go: (s) => s.protect(s.areaWithout(s.v, Rights.READ), PERM_READ_IF_XOM_UNSUPPORTED, 0, 1),
  },
  { rules: ["PROT-03"], go: (s) => s.protect(s.v, W, 0, 1) },
  { rules: ["PROT-04"], go: (s) => s.protect(s.v, 0, 0.5, 1) },
  { rules: ["PROT-05"], go: (s) => s.protect(s.v, JUNK, 0, 1) },
  { rules: ["PROT-06"], go: (s) => s.protect(s.v, SPECIFIC, 0, 1) },
  { rules: ["PROT-07"], go: (s) => s.protect(s.v, 0, 0, 0) },
  { rules: ["PROT-08"], go: (s) => s.protect(s.deadVmar(), 0, 0, 1) },
  { rules: ["PROT-09"], go: (s) => s.protect(s.v, 0, 16, 1) },
  { rules: ["PROT-10", "PROT-10a", "PROT-12"], go: (s) => s.protect(s.v, 0, 0, 1) },
  {
    rules: ["PROT-10b"],
    go: (s) => {
      s.map(s.v, R | SPECIFIC, 0, s.readOnly(s.vmo), 0, 1);
      s.protect(s.v, RW, 0, 1);
    },
  },
  {
    rules: ["PROT-10d", "PROT-10e", "PROT-11"],
    go: (s) => {
      s.map(s.v, R | SPECIFIC, 0, s.vmo, 0, 1);
      s.protect(s.areaWithout(s.root, Rights.OP_CHILDREN), R, 0, 1);
      s.protect(s.root, RW, 0, 1);
      s.protect(s.v, RW, 0, 1);
    },
  },

  { rules: ["OPR-01"], go: (s) => s.kernel.vmarOpRange(0, 0, 0, 0, 0) },
  { rules: ["OPR-02"], go: (s) => s.op(s.v, 0, 0, 1) },
  { rules: ["OPR-03"], go: (s) => s.op(s.areaWithout(s.v, Rights.WRITE), VmarOp.ZERO, 0, 1) },
  { rules: ["OPR-04"], go: (s) => s.kernel.vmarOpRange(s.v.handle, VmarOp.ZERO, s.v.base, P, 1) },
  { rules: ["OPR-05"], go: (s) => s.op(s.v, VmarOp.ZERO, 0, 0) },
  { rules: ["OPR-06"], go: (s) => s.op(s.v, VmarOp.ZERO, 16, 1) },
  { rules: ["OPR-07"], go: (s) => s.op(s.deadVmar(), VmarOp.ZERO, 0, 1) },
  { rules: ["OPR-09", "OPR-09a"], go: (s) => s.op(s.v, VmarOp.ZERO, 0, 1) },
  {
    rules: ["OPR-09b", "OPR-09d", "OPR-10", "OPR-11", "OPR-20", "OPR-21", "OPR-22", "OPR-23", "OPR-24"],
    go: (s) => {
      s.map(s.v, R | SPECIFIC, 0, s.vmo, 7, 1);
      s.map(s.v, R | SPECIFIC, 1, s.readOnly(s.vmo), 0, 1);
      for (const op of Object.values(VmarOp)) s.op(s.v, op, 0, 2);
      s.op(s.root, VmarOp.COMMIT, 0, 1);
    },
  },
  {
    rules: ["OPR-25", "OPR-26"],
    go: (s) => {
      s.map(s.v, R | SPECIFIC, 0, s.vmo, 0, 1);
      s.op(s.v, VmarOp.ALWAYS_NEED, 0, 1);
      s.op(s.v, VmarOp.PREFETCH, 0, 1);
    },
  },
  {
    rules: ["OPR-09c", "VMO-04"],
    go: (s) => {
      s.kernel.vmoSetStreamSize(s.vmo, P);
      s.map(s.v, R | FBS | SPECIFIC, 0, s.vmo, 0, 2);
      s.op(s.v, VmarOp.DONT_NEED, 0, 2);
    },
  },

  { rules: ["DEST-01"], go: (s) => s.destroy(s.areaWithout(s.v, Rights.OP_CHILDREN)) },
  { rules: ["DEST-02"], go: (s) => s.destroy(s.root) },
  { rules: ["DEST-03"], go: (s) => s.destroy(s.deadVmar()) },
  { rules: ["DEST-05"], go: (s) => s.destroy(s.v) },
  {
    rules: ["DEST-06", "DEST-03", "PMEM-04"],
    go: (s) => {
      s.kernel.taskKill(s.kernel.process);
      s.destroy(s.root);
      s.readMemory(s.v, 0, 1);
    },
  },

  { rules: ["INFO-01"], go: (s) => s.kernel.infoVmar(0, 16) },
  { rules: ["INFO-02"], go: (s) => s.kernel.infoVmar(s.v.handle, 8) },
  { rules: ["INFO-03"], go: (s) => s.kernel.infoVmar(s.v.handle, 16) },
  { rules: ["INFO-10"], go: (s) => s.kernel.infoVmarMaps(0, 0) },
  { rules: ["INFO-11"], go: (s) => s.kernel.infoVmarMaps(s.deadVmar().handle, 0) },
  {
    rules: ["INFO-12", "INFO-13", "INFO-14", "INFO-15", "INFO-16", "INFO-17"],
    go: (s) => {
      s.map(s.v, R, 0, s.vmo, 0, 1);
      s.kernel.infoProcessMaps(s.kernel.process, 0);
    },
  },

  { rules: ["HND-01"], go: (s) => s.kernel.handleClose(0) },
  { rules: ["HND-02"], go: (s) => s.kernel.handleDuplicate(s.vmo, 0) },
  { rules: ["HND-03"], go: (s) => s.kernel.handleReplace(s.vmo, 0) },
  { rules: ["HND-04"], go: (s) => s.kernel.infoHandleBasic(s.vmo, 32) },
  { rules: ["HND-06"], go: (s) => s.kernel.objectWaitOne(s.v.handle, 1) },
  { rules: ["HND-07"], go: (s) => s.kernel.objectGetName(s.v.handle) },

  { rules: ["PLC-01", "PLC-03", "PLC-05", "PLC-06", "PLC-07"], go: (s) => s.allocate(s.v, 0, 0, 16) },
  { rules: ["PLC-04"], go: (s) => s.allocate(s.child(s.v, 0, 4, COMPACT), 0, 0, 1) },

  { rules: ["VMO-01", "VMO-02"], go: (s) => s.kernel.vmoGetSize(s.newVmo(1)) },
  { rules: ["VMO-03"], go: (s) => s.kernel.vmoSetSize(s.vmo, 0) },
  { rules: ["VMO-05"], go: (s) => s.byteOf(s.vmo, 0) },
  {
    rules: ["VMO-06", "VMO-07", "VMO-08", "VMO-20", "VMO-21", "VMO-22", "VMO-23"],
    go: (s) => {
      s.kernel.vmoCreateChild(s.vmo, VmoChildOption.SNAPSHOT, 0, P);
      s.kernel.vmoOpRange(s.vmo, VmoOp.DECOMMIT, 0, P);
      s.kernel.vmoOpRange(s.vmo, VmoOp.ZERO, 0, P);
    },
  },
  { rules: ["VMO-09"], go: (s) => s.kernel.vmoSetCachePolicy(s.vmo, 1) },
  { rules: ["VMO-24"], go: (s) => s.kernel.infoVmo(s.vmo) },
  { rules: ["VMO-25"], go: (s) => s.kernel.vmoReplaceAsExecutable(s.vmo) },

  { rules: ["FAULT-01", "FAULT-07"], go: (s) => s.read(s.v, 0) },
  {
    rules: ["FAULT-02", "FAULT-10", "FAULT-11"],
    go: (s) => {
      s.map(s.v, SPECIFIC, 0, s.vmo, 0, 1);
      s.execute(s.v, 0);
    },
  },
  {
    rules: ["FAULT-03", "FAULT-06"],
    go: (s) => {
      s.map(s.v, R | X | SPECIFIC, 0, s.executable(s.vmo), 7, 2);
      s.execute(s.v, 0);
      s.execute(s.v, 1);
    },
  },
  {
    rules: ["FAULT-04"],
    go: (s) => {
      s.map(s.v, R | FBS | SPECIFIC, 0, s.vmo, 8, 1);
      s.read(s.v, 0);
    },
  },
  {
    rules: ["FAULT-05"],
    go: (s) => {
      const vmo = s.newVmo(1, VmoOption.DISCARDABLE);
      s.map(s.v, R | ALLOW_FAULTS | SPECIFIC, 0, vmo, 0, 1);
      s.kernel.vmoDiscard(vmo);
      s.read(s.v, 0);
    },
  },
  {
    rules: ["FAULT-09"],
    go: (s) => {
      s.map(s.v, RW | SPECIFIC, 0, s.vmo, 0, 1);
      s.write(s.v, 0);
      s.kernel.vmoCreateChild(s.vmo, VmoChildOption.SNAPSHOT, 0, P);
      s.write(s.v, 0);
    },
  },

  { rules: ["PMEM-01"], go: (s) => s.poke(s.v, 0), config: { debugSyscalls: false } },
  { rules: ["PMEM-02"], go: (s) => s.readMemory(s.v, 0, 0) },
  { rules: ["PMEM-03"], go: (s) => s.kernel.processReadMemory(0, 0, 1) },
  { rules: ["PMEM-05"], go: (s) => s.readMemory(s.v, 0, 1) },
  {
    rules: ["PMEM-06", "PMEM-07", "PMEM-09"],
    go: (s) => {
      s.map(s.v, R | SPECIFIC, 0, s.readOnly(s.vmo), 0, 1);
      s.poke(s.v, 0);
      s.readMemory(s.v, 0, 2);
    },
  },
  {
    rules: ["PMEM-08"],
    go: (s) => {
      s.map(s.v, R | SPECIFIC, 0, s.vmo, 8, 1);
      s.readMemory(s.v, 0, 1);
    },
  },
];

const REACHABLE = RULE_IDS.filter((rule) => !Object.hasOwn(UNREACHABLE_RULES, rule));

/** What the calls of one stop report, the setting of the scene left out. */
function reportedBy({ go, config }: Stop): Set<RuleId> {
  const reported = new Set<RuleId>();
  const s = new Scene(createReferenceKernel, { ...config, onRule: (rule) => reported.add(rule) });
  reported.clear();
  go(s);
  return reported;
}

describe("the coverage hook", () => {
  it.each(TOUR.map((stop) => ({ stop, title: stop.rules.join(" ") })))("is told of $title", ({ stop }) => {
    expect([...reportedBy(stop)]).toEqual(expect.arrayContaining([...stop.rules]));
  });

  it("is told of every rule that calls can reach", () => {
    const shown = new Set(TOUR.flatMap((stop) => stop.rules));
    expect(REACHABLE.filter((rule) => !shown.has(rule))).toEqual([]);
  });

  it("is never told of a rule that they cannot", () => {
    const reported = new Set(TOUR.flatMap((stop) => [...reportedBy(stop)]));
    expect([...reported].filter((rule) => Object.hasOwn(UNREACHABLE_RULES, rule))).toEqual([]);
  });
});
