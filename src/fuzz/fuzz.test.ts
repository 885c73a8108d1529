import { describe, expect, it } from "vitest";
import { PagedKernel } from "../../models/paged/index.ts";
import { createReferenceKernel } from "../../models/reference/index.ts";
import {
  DEFAULT_ASPACE,
  DEFAULT_SEMANTICS,
  type Handle,
  type InfoMapsAnswer,
  type KernelConfig,
  type ValueAnswer,
  VmOption,
} from "../zircon/index.ts";
import { shrinkProgram } from "./fuzz.ts";
import { type Program, ROOT } from "./program.ts";

/** Counts handles wrongly until a map is asked for no entries, as the law dead-means-empty asks for it. */
class CuredByALaw extends PagedKernel {
  #isCured = false;

  override infoVmarMaps(handle: Handle, capacity: number): InfoMapsAnswer {
    if (capacity === 0) this.#isCured = true;
    return super.infoVmarMaps(handle, capacity);
  }

  override infoHandleCount(handle: Handle): ValueAnswer {
    const answer = super.infoHandleCount(handle);
    return this.#isCured ? answer : { ...answer, value: 99 };
  }
}

describe("shrinking", () => {
  it("sees a difference again that what the laws ask would hide", async () => {
    const program: Program = {
      world: { aspace: DEFAULT_ASPACE, aslrSeed: undefined, semantics: DEFAULT_SEMANTICS },
      ops: [
        {
          call: "allocate",
          vmar: ROOT,
          options: VmOption.CAN_MAP_READ,
          offset: 0,
          size: DEFAULT_ASPACE.pageSize,
          out: 1,
        },
      ],
    };
    const pair = { left: createReferenceKernel, right: (config: KernelConfig) => new CuredByALaw(config) };
    const shrunk = await shrinkProgram(program, pair, { limit: 100 });
    expect(shrunk?.difference.op.call).toBe("handle_count");
  });
});
