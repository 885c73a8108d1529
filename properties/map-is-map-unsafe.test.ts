import { describe, expect, it } from "vitest";
import { compareOutcomes, compareSpaces } from "../src/fuzz/compare.ts";
import { Outcome } from "../src/fuzz/execute.ts";
import { type Op, type Program, kernelConfig } from "../src/fuzz/program.ts";
import { Side } from "../src/fuzz/side.ts";
import type { KernelFactory } from "../src/zircon/kernel.ts";
import { ALIGN_BASE, VmOption } from "../src/zircon/options.ts";
import { Status } from "../src/zircon/status.ts";
import { Alignment } from "../src/zx/alignment.ts";
import type { MapRequest } from "../src/zx/map-request.ts";
import type { Result } from "../src/zx/result.ts";
import { Vmar } from "../src/zx/vmar.ts";
import { VmarFlags } from "../src/zx/vmar-flags.ts";
import { VmarFlagsExtended } from "../src/zx/vmar-flags-extended.ts";
import { Vmo } from "../src/zx/vmo.ts";
import { generated, KERNELS } from "./law-suite.ts";

/**
 * Law (SAFE-04): `vmar.map(f)` is `vmar.unsafe.map(f without SPECIFIC_OVERWRITE)`, whatever word the flags were built from.
 *
 * No kernel can break it alone, since both calls are one system call; a zx layer can. The one that is shown to break it hands every
 * bit on, as the Rust crate does.
 */

type MapCall = Extract<Op, { call: "map" }>;
type Mapping = (vmar: Vmar, vmo: Vmo, bits: number, request: MapRequest<never>) => Result<number>;

const safeMap: Mapping = (vmar, vmo, bits, request) =>
  vmar.map(vmo, { ...request, flags: new VmarFlags(bits) });

const unsafeMap: Mapping = (vmar, vmo, bits, request) =>
  vmar.unsafe.map(vmo, { ...request, flags: new VmarFlagsExtended(bits & ~VmOption.SPECIFIC_OVERWRITE) });

/** Rust's: SPECIFIC_OVERWRITE in a retained word goes through the safe call. */
const rustMap: Mapping = (vmar, vmo, bits, request) =>
  vmar.unsafe.map(vmo, { ...request, flags: new VmarFlagsExtended(bits) });

/** Makes a map call through the zx API; what it answered, as the system call would have. */
function mapThrough(side: Side, op: MapCall, how: Mapping): Outcome {
  const { session } = side;
  const vmar = Vmar.unsafeFromRaw(session.kernel, session.handle(op.vmar));
  const vmo = Vmo.unsafeFromRaw(session.kernel, session.handle(op.vmo));
  const align = Alignment.ofBytes(2 ** (op.options >>> ALIGN_BASE));
  const result = how(vmar, vmo, op.options & VmarFlagsExtended.ALL.bits, {
    len: op.len,
    vmarOffset: session.offset(op.offset),
    vmoOffset: op.vmoOffset,
    ...(align === undefined ? {} : { align }),
  });
  const addr = result.ok ? result.value : 0;
  session.bindAddr(op.out, addr);
  return new Outcome(result.ok ? Status.OK : result.status, addr);
}

/** How a program parts when its map calls go through `left` and through `right`. */
function parting(program: Program, kernel: KernelFactory, left: Mapping, right: Mapping): string | undefined {
  const { world, ops } = program;
  const sides = [left, right].map((how) => ({ how, side: new Side(kernel(kernelConfig(world)), world, []) }));
  for (const op of ops) {
    const answers = sides.map(({ how, side }) => {
      const outcome = op.call === "map" ? mapThrough(side, op, how) : side.make(op);
      if (typeof outcome !== "string") side.settle(op, outcome);
      return outcome;
    });
    const [one, two] = sides;
    if (one === undefined || two === undefined) return undefined;
    const answer = compareOutcomes(op, answers[0] ?? "none", answers[1] ?? "none");
    const different = "field" in answer ? answer : compareSpaces(one.side.space, two.side.space);
    if (different !== undefined)
      return `${op.call}: ${different.field}: ${different.left}, ${different.right}`;
  }
  return undefined;
}

describe("map is unsafe.map without SPECIFIC_OVERWRITE", () => {
  const programs = generated(60);

  it.each(KERNELS)("holds on $name", ({ create }) => {
    for (const program of programs) expect(parting(program, create, safeMap, unsafeMap)).toBeUndefined();
  });

  it.each(KERNELS)("is broken on $name by a map that hands every bit on", ({ create }) => {
    const found = programs.find((program) => parting(program, create, rustMap, unsafeMap) !== undefined);
    expect(found).toBeDefined();
  });
});
