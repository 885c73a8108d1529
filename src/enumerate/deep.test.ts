import { describe, expect, it } from "vitest";
import { PagedKernel, createPagedKernel } from "../../models/paged/index.ts";
import { createReferenceKernel } from "../../models/reference/index.ts";
import { lockstep } from "../fuzz/lockstep.ts";
import { type Handle, type HandleAnswer, type KernelConfig, Status, type U64 } from "../zircon/index.ts";
import { LAWS } from "../fuzz/laws/index.ts";
import {
  type DeepOptions,
  DeepSearch,
  type Shortest,
  type Suspected,
  alongCalls,
  deepProgram,
  deepWorld,
} from "./deep.ts";

/** An engine with one call of its own. */
function suspected(id: string, Kernel: new (config: KernelConfig) => PagedKernel): Suspected {
  return { id, create: (config) => new Kernel(config) };
}

function search(depth: number, faults: readonly Suspected[], options: Partial<DeepOptions> = {}): DeepSearch {
  const made = new DeepSearch(deepWorld(), createReferenceKernel, faults, options);
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

/** Says that it unmaps in a region that is dead, which only a law asks about. */
class UnmapsTheDead extends PagedKernel {
  override vmarUnmap(vmar: Handle, addr: U64, len: U64): Status {
    const status = super.vmarUnmap(vmar, addr, len);
    return status === Status.BAD_STATE ? Status.OK : status;
  }
}

function callsOf({ found }: DeepSearch): string[] {
  return found.map(({ program }: Shortest) => program.ops.map(({ call }) => call).join());
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

  it("asks laws, if it is told to, and makes the calls that it is allowed", () => {
    const fault = suspected("unmaps the dead", UnmapsTheDead);
    const isAllowed = alongCalls(["allocate", "destroy", "unmap"]);
    expect(callsOf(search(2, [fault], { laws: LAWS, isAllowed }))).toEqual(["allocate,destroy"]);
    expect(callsOf(search(2, [fault], { isAllowed }))).toEqual([]);
    expect(callsOf(search(3, [fault], { isAllowed }))).toEqual(["allocate,destroy,unmap"]);
    expect(callsOf(search(3, [fault], { isAllowed: alongCalls(["destroy", "allocate", "unmap"]) }))).toEqual(
      [],
    );
  });

  it("makes the calls that run what is wrong, and others only before or after them", () => {
    const fault = suspected("unmaps the dead", UnmapsTheDead);
    const at = (call: "unmap" | "protect"): Suspected => ({ ...fault, site: new Set([call]) });
    const isAllowed = alongCalls(["allocate", "destroy", "unmap"]);
    expect(callsOf(search(3, [at("unmap")], { isAllowed }))).toEqual(["allocate,destroy,unmap"]);
    expect(callsOf(search(3, [at("protect")], { isAllowed }))).toEqual([]);
  });

  it("tries only the faults that are wanted at a length", () => {
    const fault = suspected("refuses nothing", RefusesNothing);
    const made = new DeepSearch(deepWorld(), createReferenceKernel, [fault]);
    made.deepen(() => false);
    expect(made.hidden).toEqual([fault]);
  });
});
