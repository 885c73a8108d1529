import { describe, expect, it } from "vitest";
import { fuzz } from "../../src/fuzz/fuzz.ts";
import { findProfile } from "../../src/fuzz/profile.ts";
import { type AllocateAnswer, type MapAnswer, Status, statusName } from "../../src/zircon/index.ts";
import { PagedKernel } from "../paged/index.ts";
import { createReferenceKernel } from "../reference/index.ts";
import {
  ALLOCATE_CHECKS,
  type AllocateArgs,
  type Check,
  DESTROY_CHECKS,
  type DestroyArgs,
  MAP_CHECKS,
  type MapArgs,
  OP_RANGE_CHECKS,
  type OpRangeArgs,
  PROTECT_CHECKS,
  type ProtectArgs,
  UNMAP_CHECKS,
  type UnmapArgs,
} from "./checks.ts";
import { calling } from "./fault.ts";

/** The rules that decided an answer. */
const decided = new Set<string>();

/** The engine, which throws where it does not answer what the first check that refuses says. */
class CheckedKernel extends PagedKernel {
  /** What the checks make of a call before it is made, to be held against its status. */
  #expect<Args extends readonly unknown[]>(
    checks: readonly Check<Args>[],
    args: Args,
  ): (status: Status) => void {
    const first = checks.find(({ refuses }) => refuses(this.world, ...args) !== Status.OK);
    if (first === undefined) return () => undefined;
    const expected = first.refuses(this.world, ...args);
    decided.add(first.rule);
    return (status) => {
      if (status !== expected)
        throw new Error(`${first.rule}: ${statusName(expected)}, the engine answers ${statusName(status)}`);
    };
  }

  override vmarAllocate(...args: AllocateArgs): AllocateAnswer {
    const holds = this.#expect(ALLOCATE_CHECKS, args);
    const answer = super.vmarAllocate(...args);
    holds(answer.status);
    return answer;
  }

  override vmarMap(...args: MapArgs): MapAnswer {
    const holds = this.#expect(MAP_CHECKS, args);
    const answer = super.vmarMap(...args);
    holds(answer.status);
    return answer;
  }

  override vmarUnmap(...args: UnmapArgs): Status {
    const holds = this.#expect(UNMAP_CHECKS, args);
    const status = super.vmarUnmap(...args);
    holds(status);
    return status;
  }

  override vmarProtect(...args: ProtectArgs): Status {
    const holds = this.#expect(PROTECT_CHECKS, args);
    const status = super.vmarProtect(...args);
    holds(status);
    return status;
  }

  override vmarOpRange(...args: OpRangeArgs): Status {
    const holds = this.#expect(OP_RANGE_CHECKS, args);
    const status = super.vmarOpRange(...args);
    holds(status);
    return status;
  }

  override vmarDestroy(...args: DestroyArgs): Status {
    const holds = this.#expect(DESTROY_CHECKS, args);
    const status = super.vmarDestroy(...args);
    holds(status);
    return status;
  }
}

describe("the checks by themselves", () => {
  it("decide in the order in which the engine decides", () => {
    const profile = findProfile("hostile");
    if (profile === undefined) throw new Error("there is no profile hostile");
    const { failure } = fuzz({
      seed: "checks",
      runs: 600,
      shrinkLimit: 500,
      maxOps: 50,
      profile,
      guide: createReferenceKernel,
      left: createReferenceKernel,
      right: calling(CheckedKernel),
    });
    expect(failure?.difference).toBeUndefined();
    const all = [
      ALLOCATE_CHECKS,
      MAP_CHECKS,
      UNMAP_CHECKS,
      PROTECT_CHECKS,
      OP_RANGE_CHECKS,
      DESTROY_CHECKS,
    ].flatMap((checks) => checks.map(({ rule }) => rule));
    expect(all.filter((rule) => !decided.has(rule))).toEqual([]);
  });
});
