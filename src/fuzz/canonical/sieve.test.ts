import { describe, expect, it } from "vitest";
import { type Op, type Program, ROOT } from "../program.ts";
import { Sieve } from "./sieve.ts";
import { PLAIN_WORLD } from "./simplicity.ts";

const P = 4096;
const QUIET = { firstRefused: Infinity, differed: false };

function region(out: number, size = P): Op {
  return { call: "allocate", vmar: ROOT, options: 0, offset: 0, size, out };
}

const INFO: Op = { call: "info", vmar: ROOT };
const DESTROY: Op = { call: "destroy", vmar: 1 };

function program(...ops: Op[]): Program {
  return { world: PLAIN_WORLD, ops };
}

describe("what the last steps pass over", () => {
  it("is what was tried, whatever its slots are called", () => {
    const sieve = new Sieve();
    expect(sieve.lets(program(region(1), INFO))).toBe(true);
    expect(sieve.lets(program(region(7), INFO))).toBe(false);
  });

  it("is what goes on after a refused beginning, unless the program to start from does", () => {
    for (const hasIdle of [false, true]) {
      const sieve = new Sieve();
      sieve.startFrom({ isAsked: false, hasIdle });
      sieve.ran(program(region(1, 0), region(2)), { firstRefused: 0, differed: false });
      expect(sieve.lets(program(region(1, 0), DESTROY))).toBe(hasIdle);
      // As the last operation it may be refused.
      expect(sieve.lets(program(region(1, 0)))).toBe(true);
      expect(sieve.lets(program(region(1), INFO, DESTROY))).toBe(hasIdle);
    }
  });

  it("is a question that another program was asked at its end, where it told nothing", () => {
    for (const isAsked of [false, true]) {
      const sieve = new Sieve();
      sieve.startFrom({ isAsked, hasIdle: false });
      sieve.ran(program(region(1)), QUIET);
      expect(sieve.lets(program(region(1), INFO))).toBe(!isAsked);
      expect(sieve.lets(program(region(1), DESTROY))).toBe(true);
      sieve.ran(program(region(1, 2 * P)), { ...QUIET, differed: true });
      expect(sieve.lets(program(region(1, 2 * P), INFO))).toBe(true);
    }
  });
});
