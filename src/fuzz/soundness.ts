/**
 * Soundness findings: what calls that Rust's zx crate offers as safe do to references that a program holds.
 *
 * A kernel makes no mistake there; the crate's promise is what is examined. Each finding is a call, what it did to a lease, and the
 * smallest program that shows it.
 */
import { sample } from "fast-check";
import { type BreakReason, unsafeCall } from "../ledger/index.ts";
import { describeStep } from "../trace/describe.ts";
import { type KernelFactory, VmOption, VmarOp, VmoOp, keysOf } from "../zircon/index.ts";
import { programs } from "./arbitrary.ts";
import { DEFAULT_PROFILE, type Profile } from "./profile.ts";
import { type Op, type Program, kernelConfig } from "./program.ts";
import { candidates } from "./shrink.ts";
import { Side } from "./side.ts";
import { slotNames, toStep } from "./to-trace.ts";

/** `changed`: the bytes under a reference that should not see them change (LEASE-16); else why the reference broke. */
export type LeaseEffect = "changed" | BreakReason;

export interface SoundnessFinding {
  /** The call, with its operation where it has several: `op_range ZERO`. */
  readonly call: string;
  readonly effect: LeaseEffect;
  /** Its last operation is the call. */
  readonly program: Program;
  /** How many operations before it did something to leases. */
  readonly earlier: number;
}

export interface SoundnessSearch {
  readonly kernel: KernelFactory;
  readonly seed: number;
  /** Programs to try; the more, the surer that no row is missing. */
  readonly runs: number;
  readonly maxOps: number;
}

/** Programs with references in them all the time, and every call that is not unsafe and changes something. */
const LEASES_ONLY: Profile = {
  ...DEFAULT_PROFILE,
  name: "leases-only",
  about: "References, and the safe calls.",
  aspacePages: [[1, 12]],
  aslr: 0,
  switches: 0,
  bigPages: 0,
  oneViolation: 0,
  twoViolations: 0,
  untraced: 0,
  calls: {
    ...DEFAULT_PROFILE.calls,
    unmap: 0,
    protect: 2,
    destroy: 0,
    borrow: 20,
    op_range: 14,
    vmo_op_range: 8,
    vmo_write: 16,
    vmo_set_size: 24,
    vmo_set_stream_size: 6,
    write_memory: 6,
  },
};

/** From how many programs each row is shrunk; the smallest result counts, since shrinking can end in a corner. */
const STARTS = 8;

/** Every finding of a search, by call and effect, each with the smallest program to which shrinking came. */
export function findUnsoundness({ kernel, seed, runs, maxOps }: SoundnessSearch): SoundnessFinding[] {
  const rows = new Map<string, SoundnessFinding[]>();
  const generated = programs({ profile: LEASES_ONLY, maxOps, guide: kernel });
  for (const program of sample(generated, { seed, numRuns: runs })) {
    for (const finding of findings(program, kernel)) {
      const row = rows.get(key(finding)) ?? [];
      row.push(finding);
      rows.set(key(finding), row.toSorted(bySize).slice(0, STARTS));
    }
  }
  return [...rows.keys()].toSorted().flatMap((row) => {
    const shrunk = (rows.get(row) ?? []).map((finding) => smallest(finding, kernel));
    return shrunk.toSorted(bySize).slice(0, 1);
  });
}

/** Fewer operations first, then fewer that do something to leases, then the shorter and the smaller text. */
function bySize(a: SoundnessFinding, b: SoundnessFinding): number {
  const operations = a.program.ops.length - b.program.ops.length || a.earlier - b.earlier;
  if (operations !== 0) return operations;
  const [left, right] = [a, b].map(({ program }) => programLines(program).join("\n"));
  if (left === undefined || right === undefined || left === right) return 0;
  return left.length - right.length || (left < right ? -1 : 1);
}

/** A program in the words of traces, a line for each operation. */
export function programLines(program: Program): string[] {
  const names = slotNames(program.ops);
  return program.ops.map((op) => describeStep(toStep(op, names)));
}

function key({ call, effect }: SoundnessFinding): string {
  return `${call} ${effect}`;
}

/** Every finding in a program, each with the program up to its step. */
export function findings(program: Program, kernel: KernelFactory): SoundnessFinding[] {
  const side = new Side(kernel(kernelConfig(program.world)), program.world, []);
  const found: SoundnessFinding[] = [];
  let earlier = 0;
  for (const [step, op] of program.ops.entries()) {
    const outcome = side.make(op);
    if (typeof outcome === "string") break;
    const { broken, changed } = side.settle(op, outcome);
    if (broken.length === 0 && changed.length === 0) continue;
    const effects = new Set<LeaseEffect>(broken.map(({ reason }) => reason));
    if (changed.length > 0) effects.add("changed");
    const cut = { ...program, ops: program.ops.slice(0, step + 1) };
    if (!isUnsafe(op)) {
      for (const effect of effects) found.push({ call: callText(op), effect, program: cut, earlier });
    }
    earlier++;
  }
  return found;
}

function isUnsafe(op: Op): boolean {
  const overwrite = op.call === "map" && (op.options & VmOption.SPECIFIC_OVERWRITE) !== 0;
  return unsafeCall({ op: op.call, ok: true, overwrite }) !== undefined;
}

function callText(op: Op): string {
  if (op.call === "op_range") return `op_range ${nameIn(VmarOp, op.rangeOp)}`;
  if (op.call === "vmo_op_range") return `vmo_op_range ${nameIn(VmoOp, op.rangeOp)}`;
  return op.call === "access" ? `access ${op.kind}` : op.call;
}

function nameIn<Name extends string>(table: Readonly<Record<Name, number>>, value: number): string {
  return keysOf(table).find((name) => table[name] === value) ?? String(value);
}

/** Goes from candidate to candidate while each shows the same, and no more besides. */
function smallest(finding: SoundnessFinding, kernel: KernelFactory): SoundnessFinding {
  const shows = (program: Program, best: SoundnessFinding): SoundnessFinding | undefined =>
    findings(program, kernel).find(
      (shown) =>
        key(shown) === key(finding) &&
        shown.program.ops.length === program.ops.length &&
        shown.earlier <= best.earlier,
    );
  let best = shows(borrowedLate(finding.program), finding) ?? finding;
  let pass = 0;
  for (;;) {
    let better: SoundnessFinding | undefined;
    for (const candidate of candidates(best.program, pass)) {
      better = shows(candidate.program, best);
      if (better === undefined) continue;
      pass = candidate.pass;
      break;
    }
    if (better === undefined) return best;
    best = better;
  }
}

function isBorrow({ call }: Op): boolean {
  return call === "borrow";
}

/** The program with its references taken just before its last operation. */
function borrowedLate(program: Program): Program {
  const before = program.ops.slice(0, -1);
  const ops = [...before.filter((op) => !isBorrow(op)), ...before.filter(isBorrow), ...program.ops.slice(-1)];
  return { ...program, ops };
}
