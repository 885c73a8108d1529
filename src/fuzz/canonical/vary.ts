/** One or two operations changed, replaced, or gone, and another changed to make up for it. */
import { INVALID, type Program, ROOT, outOf } from "../program.ts";
import { collapse, slotsOf, withoutDependents } from "../shrink.ts";
import { loweredTogether } from "./lower.ts";
import { mappedInPlace } from "./mappings.ts";
import { freshSlot, withOp, withSlot } from "./rewrite.ts";
import { compareSimplicity } from "./simplicity.ts";
import { withoutStretch } from "./stretches.ts";
import { plain, substitutes } from "./substitutes.ts";
import { scopeOf, smallVariants, variants } from "./variants.ts";

export function* varyOne(program: Program): Generator<Program> {
  for (const [i, op] of program.ops.entries()) {
    for (const other of variants(op, program.ops.slice(0, i), program.world)) yield withOp(program, i, other);
  }
}

export function* replaceOne(program: Program): Generator<Program> {
  for (const i of program.ops.keys()) {
    for (const other of substitutes(program, i)) yield withOp(program, i, other);
  }
}

/** Two operands changed at once, of one operation or of two. */
export function* varyTwo(program: Program): Generator<Program> {
  const { ops, world } = program;
  for (const [i, op] of ops.entries()) {
    const before = ops.slice(0, i);
    for (const other of variants(op, before, world)) {
      const changed = withOp(program, i, other);
      if (compareSimplicity(changed, program) < 0) {
        for (const another of variants(other, before, world)) yield withOp(changed, i, another);
      }
      for (let j = i + 1; j < ops.length; j++) {
        const second = ops[j];
        if (second === undefined) continue;
        for (const another of variants(second, changed.ops.slice(0, j), world))
          yield withOp(changed, j, another);
      }
    }
  }
}

/** Two operands changed a little, of one operation or of two. */
export function* varyTwoALittle(program: Program): Generator<Program> {
  const page = program.world.aspace.pageSize;
  for (const [i, op] of program.ops.entries()) {
    for (const other of smallVariants(op, page)) {
      const changed = withOp(program, i, other);
      for (const [j, second] of changed.ops.entries()) {
        if (j < i) continue;
        for (const another of smallVariants(second, page)) yield withOp(changed, j, another);
      }
    }
  }
}

/** One operation replaced, another changed to make up for it. */
export function* replaceAndVary(program: Program): Generator<Program> {
  for (const [i, op] of program.ops.entries()) {
    for (const other of substitutes(program, i)) {
      const replaced = withOp(program, i, other);
      if (other.call === op.call) continue;
      for (const [j, second] of replaced.ops.entries()) {
        if (j === i) continue;
        for (const another of smallVariants(second, program.world.aspace.pageSize))
          yield withOp(replaced, j, another);
      }
    }
  }
}

/** One operation gone, another changed to make up for it. */
export function* dropAndVary(program: Program): Generator<Program> {
  for (const rest of reduced(program)) yield* varyOne(rest);
}

/** One operation gone, and two others changed a little. */
export function* dropAndVaryTwo(program: Program): Generator<Program> {
  for (const rest of reduced(program)) yield* varyTwoALittle(rest);
}

/** One operation gone, another replaced to make up for it. */
export function* dropAndReplace(program: Program): Generator<Program> {
  for (const rest of reduced(program)) yield* replaceOne(rest);
}

/** One operation gone, and the addresses that it was there for. */
export function* dropAndClose(program: Program): Generator<Program> {
  for (const rest of reduced(program)) {
    yield* withoutStretch(rest);
    yield* loweredTogether(rest);
  }
}

/** One operation gone, and a plain one somewhere else. */
export function* dropAndInsert(program: Program): Generator<Program> {
  const { world, ops } = program;
  if (ops.length > 5) return;
  const fresh = freshSlot(ops);
  for (const dropped of ops) {
    const rest = withoutDependents(ops, new Set([dropped]));
    for (const at of rest.keys()) {
      for (const other of plain(scopeOf(rest.slice(0, at)), fresh, world.aspace.pageSize)) {
        yield { world, ops: [...rest.slice(0, at), other, ...rest.slice(at)] };
      }
    }
  }
}

/** The program without each of its operations: what depended on it is gone, uses what it was made of, or uses nothing. */
function* reduced(program: Program): Generator<Program> {
  const { world, ops } = program;
  for (let i = ops.length - 1; i >= 0; i--) {
    const op = ops[i];
    if (op !== undefined) yield { world, ops: withoutDependents(ops, new Set([op])) };
  }
  yield* collapse(program);
  yield* mappedInPlace(program);
  for (const op of ops) {
    if (outOf(op) <= ROOT) continue;
    yield {
      world,
      ops: ops.filter((other) => other !== op).map((other) => withSlot(other, outOf(op), INVALID)),
    };
  }
}

/** One operation at an earlier place. */
export function* reordered({ world, ops }: Program): Generator<Program> {
  for (const [j, op] of ops.entries()) {
    for (let i = j - 1; i >= 0; i--) {
      const over = ops[i];
      if (over === undefined || (outOf(over) > 0 && slotsOf(op).includes(outOf(over)))) break;
      yield { world, ops: [...ops.slice(0, i), op, ...ops.slice(i, j), ...ops.slice(j + 1)] };
    }
  }
}

/** Two neighbours the other way round, and one operand changed to make up for it. */
export function* swapAndVary(program: Program): Generator<Program> {
  const { world, ops } = program;
  for (let i = 0; i + 1 < ops.length; i++) {
    const [first, second] = [ops[i], ops[i + 1]];
    if (first === undefined || second === undefined) continue;
    if (outOf(first) > 0 && slotsOf(second).includes(outOf(first))) continue;
    const swapped = { world, ops: [...ops.slice(0, i), second, first, ...ops.slice(i + 2)] };
    yield swapped;
    yield* varyOne(swapped);
  }
}
