import { describe, expect, it } from "vitest";
import { PagedKernel, createPagedKernel } from "../../models/paged/index.ts";
import { createReferenceKernel } from "../../models/reference/index.ts";
import { lockstep } from "../fuzz/lockstep.ts";
import { type Handle, type HandleAnswer, type KernelConfig, Status, type U64 } from "../zircon/index.ts";
import { DeepSearch, type Suspected, deepProgram, deepWorld } from "./deep.ts";

/** An engine with one call of its own. */
function suspected(id: string, Kernel: new (config: KernelConfig) => PagedKernel): Suspected {
  return { id, create: (config) => new Kernel(config) };
}

function search(depth: number, faults: readonly Suspected[]): DeepSearch {
  const made = new DeepSearch(deepWorld(), createReferenceKernel, faults);
  for (let i = 0; i < depth; i++) made.deepen();
  return made;
}

class RefusesNothing extends PagedKernel {
  override vmarUnmap(vmar: Handle, addr: U64, len: U64): Status {
    return super.vmarUnmap(vmar, addr, len === 0 ? 4096 : len);
  }
}

class ForgetsTheName extends PagedKernel {
  override objectSetName(handle: Handle, name: string): Status {
    return super.objectSetName(handle, name.length > 31 ? "x" : name);
  }
}

/** Fails, and closes the handle all the same. */
class LosesHandles extends PagedKernel {
  override handleDuplicate(handle: Handle, rights: number): HandleAnswer {
    const answer = super.handleDuplicate(handle, rights);
    if (answer.status !== Status.OK) super.handleClose(handle);
    return answer;
  }
}

describe("a deep search", () => {
  it("finds nothing where the kernels agree", () => {
    const { found, hidden } = search(1, [{ id: "paged", create: createPagedKernel }]);
    expect({ found, hidden: hidden.map(({ id }) => id) }).toEqual({ found: [], hidden: ["paged"] });
  });

  it("finds the shortest programs, the shorter first, also what a question shows or what failed before", () => {
    const faults = [
      suspected("loses handles", LosesHandles),
      suspected("forgets the name", ForgetsTheName),
      suspected("refuses nothing", RefusesNothing),
    ];
    const { found, hidden } = search(2, faults);
    expect(hidden).toEqual([{ id: "forgets the name", create: faults[1]?.create }]);
    expect(found.map(({ id, length }) => [id, length])).toEqual([
      ["refuses nothing", 1],
      ["loses handles", 2],
    ]);
  });

  it("tells ways that give the programs again", () => {
    const fault = suspected("refuses nothing", RefusesNothing);
    for (const { way, program } of search(1, [fault]).found) {
      const again = deepProgram(deepWorld(), way);
      const difference = lockstep(again, { left: createReferenceKernel, right: fault.create });
      expect(difference?.op).toEqual(program.ops.at(-1));
    }
  });
});
