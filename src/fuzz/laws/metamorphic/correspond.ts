import { type KernelFactory, Status, type U64, formatU64, statusName } from "../../../zircon/index.ts";
import { type Outcome, type Output, type Session, outputName } from "../../execute.ts";
import { INVALID, type Op, type Program, type World, kernelConfig } from "../../program.ts";
import { objectText } from "../../compare.ts";
import { interrogate } from "../../questions.ts";
import { Side } from "../../side.ts";
import type { SpaceEntry, SpaceLog } from "../../space.ts";

/** How a program looks in another world, and what its answers are there. */
export interface Image {
  readonly world: World;
  /** An operation whose addresses and offsets are numbers; undefined if it has no image, and nothing is claimed from there on. */
  readonly op: (op: Op) => Op | undefined;
  /** What a number that a call put out is there; undefined where nothing is claimed. */
  readonly output: (name: string, value: U64) => U64 | undefined;
  readonly address: (address: U64) => U64;
  readonly length: (length: U64) => U64;
  /** Bytes that were read there as they are here. */
  readonly bytes: (there: Uint8Array) => Uint8Array;
}

/** How much of each mapping is read in the end. */
const READ_PAGES = 2;

/** Runs a program and its image on two kernels of one kind; in words where the image's answers are no image of the program's. */
export function compareImage(program: Program, kernel: KernelFactory, image: Image): string | undefined {
  const here = new Side(kernel(kernelConfig(program.world)), program.world, []);
  const there = new Side(kernel(kernelConfig(image.world)), image.world, []);
  const ask = (op: Op): string | Made | undefined => {
    const mapped = image.op(concrete(op, here.session));
    if (mapped === undefined) return undefined;
    const [outcome, other] = [here.make(op), there.make(mapped)];
    if (typeof outcome === "string") return `threw ${outcome}`;
    if (typeof other === "string") return `threw ${other} in its image`;
    return compare(op, outcome, other, image) ?? { mapped, outcome, other };
  };
  for (const [step, op] of program.ops.entries()) {
    const made = ask(op);
    if (made === undefined) return undefined;
    if (typeof made === "string") return `step ${step}: ${op.call}: ${made}`;
    here.settle(op, made.outcome);
    there.settle(made.mapped, made.other);
    const wrong = compareSpaces(here.space, there.space, image);
    if (wrong !== undefined) return `step ${step}: ${op.call}: ${wrong}`;
  }
  for (const op of [...questions(program, here), ...reads(program, here)]) {
    const made = ask(op);
    if (typeof made === "string") return `in the end: ${op.call}: ${made}`;
  }
  return undefined;
}

interface Made {
  readonly mapped: Op;
  readonly outcome: Outcome;
  readonly other: Outcome;
}

/** An operation with numbers for addresses and offsets, as they are on this kernel. */
function concrete(op: Op, session: Session): Op {
  if ("addr" in op) return { ...op, addr: { slot: INVALID, delta: session.addr(op.addr) } };
  return op.call === "allocate" || op.call === "map" ? { ...op, offset: session.offset(op.offset) } : op;
}

/** What a program's end is asked for in any case. */
function questions(program: Program, { session, space }: Side): Op[] {
  const asked: Op[] = [];
  interrogate(program, session, session, space, (op) => {
    asked.push(op);
    return false;
  });
  return asked;
}

function reads({ world }: Program, here: Side): Op[] {
  return entriesOf(here.space)
    .filter(({ isRegion }) => !isRegion)
    .map(({ base }) => ({
      call: "read_memory",
      addr: { slot: INVALID, delta: base },
      len: READ_PAGES * world.aspace.pageSize,
    }));
}

function compare(op: Op, here: Outcome, there: Outcome, image: Image): string | undefined {
  if (here.status !== there.status)
    return `${statusName(here.status)}, and ${statusName(there.status)} in its image`;
  if (here.outputs.length !== there.outputs.length) return "more outputs than its image";
  for (const [i, value] of here.outputs.entries()) {
    const other = there.outputs[i];
    const name = outputName(op.call, i);
    if (other === undefined || isImage(here.status, name, value, other, image)) continue;
    return `${name} is ${outputText(value)}, and ${outputText(other)} in its image`;
  }
  return undefined;
}

function isImage(status: Status, name: string, here: Output, there: Output, image: Image): boolean {
  if (name === "bytes" && typeof there === "string") {
    return here === Buffer.from(image.bytes(Buffer.from(there, "hex"))).toString("hex");
  }
  // What a failing call puts out is 0 in every world.
  if (typeof here === "string" || status !== Status.OK) return here === there;
  const expected = image.output(name, here);
  return expected === undefined || expected === there;
}

function outputText(output: Output): string {
  return typeof output === "string" ? output : formatU64(output);
}

function compareSpaces(here: SpaceLog, there: SpaceLog, image: Image): string | undefined {
  const others = entriesOf(there);
  const entries = entriesOf(here);
  if (entries.length !== others.length) return `${entries.length} entries, and ${others.length} in its image`;
  const wrong = entries.findIndex((entry, i) => {
    const other = others[i];
    return (
      other === undefined ||
      other.isRegion !== entry.isRegion ||
      other.object !== entry.object ||
      other.depth !== entry.depth ||
      other.perms !== entry.perms ||
      other.base !== image.address(entry.base) ||
      other.size !== image.length(entry.size) ||
      other.vmoOffset !== image.length(entry.vmoOffset)
    );
  });
  if (wrong < 0) return undefined;
  const [was, is] = [here, there].map((space) => space.describe(wrong, objectText));
  return `the space shows ${was}, and ${is} in its image`;
}

function entriesOf(space: SpaceLog): SpaceEntry[] {
  const entries: SpaceEntry[] = [];
  space.forEach((entry) => entries.push(entry));
  return entries;
}
