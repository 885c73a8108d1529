import { describe, expect, it } from "vitest";
import { PagedKernel } from "../../models/paged/index.ts";
import { createReferenceKernel } from "../../models/reference/index.ts";
import type { Shrunk } from "../fuzz/fuzz.ts";
import { type Handle, type KernelFactory, type MapAnswer, Status, type U64 } from "../zircon/index.ts";
import { shortestProgram } from "./shortest.ts";
import { smallWorld } from "./worlds.ts";

const PAGE = 4096;
const FLAT = smallWorld({ world: "flat", pages: 3, vmos: 1, offsets: 2, levels: 1 });
const TWO_VMOS = smallWorld({ world: "flat", pages: 3, vmos: 2, offsets: 1, levels: 1 });

async function shortest(right: KernelFactory, world = FLAT): Promise<Shrunk | undefined> {
  return shortestProgram(world, createReferenceKernel, right);
}

function calls(found: Shrunk | undefined): string[] {
  return (found?.program.ops ?? []).map(({ call }) => call);
}

describe("the shortest program", () => {
  it("is none where the kernels agree", async () => {
    expect(await shortest((config) => new PagedKernel(config))).toBeUndefined();
  });

  it("is three calls for an unmap that sees to the last page only", async () => {
    class LastPage extends PagedKernel {
      override vmarUnmap(vmar: Handle, addr: U64, len: U64): Status {
        return super.vmarUnmap(vmar, Number(addr) + Number(len) - PAGE, PAGE);
      }
    }
    const found = await shortest((config) => new LastPage(config));
    expect(calls(found)).toEqual(["vmo_create", "map", "unmap"]);
    expect(found?.difference.field).toBe("space");
  });

  it("is one call where a bug shows sooner than by what it does", async () => {
    class StopsShort extends PagedKernel {
      override vmarUnmap(vmar: Handle, addr: U64, len: U64): Status {
        return super.vmarUnmap(vmar, addr, Number(len) > PAGE ? Number(len) - PAGE : len);
      }
    }
    // The range that ends a page beyond the space is no longer refused.
    expect(calls(await shortest((config) => new StopsShort(config)))).toEqual(["unmap"]);
  });

  it("leaves out the part of the setup that it does not need", async () => {
    class RefusesToUnmap extends PagedKernel {
      override vmarUnmap(): Status {
        return Status.BAD_STATE;
      }
    }
    expect(calls(await shortest((config) => new RefusesToUnmap(config)))).toEqual(["unmap"]);
  });

  it("has the names of its own way where two names stand for each other", async () => {
    /** Refuses a third mapping if the one before it was of another VMO. */
    class MindsTheVmo extends PagedKernel {
      readonly #vmos: Handle[] = [];

      override vmarMap(
        vmar: Handle,
        options: number,
        offset: U64,
        vmo: Handle,
        at: U64,
        len: U64,
      ): MapAnswer {
        const before = this.#vmos.slice(-2);
        const answer = super.vmarMap(vmar, options, offset, vmo, at, len);
        if (answer.status === Status.OK) this.#vmos.push(vmo);
        const isThird = before.length === 2 && before[0] === before[1] && before[1] !== vmo;
        return isThird ? { status: Status.BAD_STATE, addr: 0 } : answer;
      }
    }
    const found = await shortest((config) => new MindsTheVmo(config), TWO_VMOS);
    expect(calls(found)).toEqual(["vmo_create", "vmo_create", "map", "map", "map"]);
  });

  it("is found in the kernels' history where no short program shows it", async () => {
    class Wearing extends PagedKernel {
      #unmaps = 0;

      override vmarUnmap(vmar: Handle, addr: U64, len: U64): Status {
        return ++this.#unmaps > 4 ? Status.BAD_STATE : super.vmarUnmap(vmar, addr, len);
      }
    }
    expect(calls(await shortest((config) => new Wearing(config)))).toEqual(Array(5).fill("unmap"));
  });

  it("is a part of the setup if that is where the kernels part", async () => {
    class CreatesNone extends PagedKernel {
      override vmoCreate(): ReturnType<PagedKernel["vmoCreate"]> {
        return { status: Status.NO_MEMORY, handle: 0 };
      }
    }
    expect(calls(await shortest((config) => new CreatesNone(config)))).toEqual(["vmo_create"]);
  });

  it("ends with the call that throws", async () => {
    class Throws extends PagedKernel {
      override vmarProtect(): Status {
        throw new Error("not this one");
      }
    }
    const found = await shortest((config) => new Throws(config));
    expect(calls(found)).toEqual(["protect"]);
    expect(found?.difference.field).toBe("exception");
  });

  it("ends with a question where nothing else shows the difference", async () => {
    class Miscounts extends PagedKernel {
      override infoVmo(vmo: Handle): ReturnType<PagedKernel["infoVmo"]> {
        const answer = super.infoVmo(vmo);
        if (answer.info?.numMappings !== 2) return answer;
        return { ...answer, info: { ...answer.info, numMappings: 1 } };
      }
    }
    expect(calls(await shortest((config) => new Miscounts(config)))).toEqual([
      "vmo_create",
      "map",
      "map",
      "vmo_info",
    ]);
  });
});
