import { describe, expect, it } from "vitest";
import { createPagedKernel } from "../../models/paged/index.ts";
import { PagedKernel } from "../../models/paged/kernel.ts";
import { createReferenceKernel } from "../../models/reference/index.ts";
import { type Kernel, type MapAnswer, type Status, statusName } from "../zircon/index.ts";
import { Exploration, type ExplorationOptions } from "./exploration.ts";
import { FlatWorld } from "./flat.ts";
import type { CallIndex, Inhabitant, SmallWorld, State } from "./small-world.ts";
import { States } from "./states.ts";
import { smallWorld } from "./worlds.ts";

const pair = { left: createReferenceKernel, right: createPagedKernel };
const SIZES = { vmos: 1, offsets: 1, levels: 3 } as const;

function explore(world: SmallWorld, options: Partial<ExplorationOptions> = {}): Exploration {
  const exploration = new Exploration(world, pair, options);
  while (exploration.advance(100_000) === "going on");
  expect(exploration.suspect).toBeUndefined();
  return exploration;
}

function counts({ states, tally }: Exploration): { states: number; transitions: number } {
  return { states: states.count, transitions: tally.transitions };
}

/** Transitions by call and status. */
function byStatus({ tally }: Exploration): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { call, status, count } of tally.rows()) {
    const key = `${call} ${statusName(status)}`;
    sums[key] = (sums[key] ?? 0) + count;
  }
  return sums;
}

/**
 * The flat world counted without a kernel: a page is "." or a letter for its source and permissions. The rules are MAP-30, MAP-33,
 * UNMAP-05, PROT-09 and PROT-10a.
 */
function countFlat(
  pages: number,
  vmos: number,
  offsets: number,
): Record<string, number> & { states: number } {
  const letters = "abcdefghijklm".slice(0, vmos * offsets * 3);
  const sums: Record<string, number> = {};
  const seen = new Set([".".repeat(pages)]);
  const told = (key: string, after?: string): void => {
    sums[key] = (sums[key] ?? 0) + 1;
    if (after !== undefined) seen.add(after);
  };
  // A Set goes on over what is added while it is gone through.
  for (const state of seen) {
    for (let first = 0; first < pages; first++) {
      for (let end = first + 1; end <= pages + 1; end++) {
        const [low, range, high] = [state.slice(0, first), state.slice(first, end), state.slice(end)];
        const isInside = end <= pages;
        const isFree = !/[a-m]/.test(range);
        const withRange = (to: string): string => low + to + high;
        for (const letter of letters) {
          const mapped = withRange(letter.repeat(range.length));
          if (!isInside) told("map SPECIFIC INVALID_ARGS");
          else if (!isFree) told("map SPECIFIC ALREADY_EXISTS");
          else told("map SPECIFIC OK", mapped);
          if (isInside) told("map OVERWRITE OK", mapped);
          else told("map OVERWRITE INVALID_ARGS");
        }
        if (isInside) told("unmap OK", withRange(".".repeat(range.length)));
        else told("unmap INVALID_ARGS");
        for (let perm = 0; perm < 3; perm++) {
          if (!isInside) told("protect INVALID_ARGS");
          else if (range.includes(".")) told("protect NOT_FOUND");
          else {
            const other = (letter: string): string =>
              letters[letters.indexOf(letter) - (letters.indexOf(letter) % 3) + perm] ?? "";
            told("protect OK", withRange(range.replaceAll(/./g, other)));
          }
        }
      }
    }
  }
  return { ...sums, states: seen.size };
}

describe("the flat world", () => {
  it.each([
    { pages: 1, offsets: 1 },
    { pages: 2, offsets: 2 },
    { pages: 3, offsets: 2 },
    { pages: 4, offsets: 1 },
  ] as const)(
    "is as large as counted without kernels: $pages pages, $offsets offsets",
    ({ pages, offsets }) => {
      const exploration = explore(new FlatWorld({ pages, vmos: 1, offsets }));
      expect({ ...byStatus(exploration), states: exploration.states.count }).toEqual(
        countFlat(pages, 1, offsets),
      );
      // A page is free or has one of three permissions at one of the offsets; a range has a call for each of them twice, and four more.
      const states = (1 + 3 * offsets) ** pages;
      const ranges = (pages * (pages + 1)) / 2 + pages;
      expect(counts(exploration)).toEqual({ states, transitions: states * ranges * (2 * 3 * offsets + 4) });
    },
  );

  it("of two VMOs is half as large, and half a state more, when their names make no difference", () => {
    const exploration = explore(new FlatWorld({ pages: 3, vmos: 2, offsets: 1 }));
    // The empty space alone is its own mirror image.
    expect(exploration.states.count).toBe((countFlat(3, 2, 1).states + 1) / 2);
  });

  it("of six pages ends", () => {
    const exploration = explore(new FlatWorld({ pages: 6, vmos: 1, offsets: 1 }));
    expect(counts(exploration)).toEqual({ states: 4 ** 6, transitions: 4 ** 6 * 27 * 10 });
    expect(exploration.states.depth(exploration.states.count - 1)).toBe(5);
  });

  it("needs no more calls to reach a state than it has entries", () => {
    const { states } = explore(new FlatWorld({ pages: 3, vmos: 1, offsets: 2 }));
    expect(states.depth(0)).toBe(0);
    for (let i = 1; i < states.count; i++) {
      expect(states.depth(i)).toBeGreaterThanOrEqual(states.depth(i - 1));
      expect(states.depth(i)).toBeLessThanOrEqual(3);
      expect(states.way(i)).toHaveLength(states.depth(i));
    }
  });
});

/** Trees of at most `levels` regions in each other over `pages` pages, of which one that is not in a region is free or has one of two permissions. */
function countNested(pages: number, levels: number): number {
  if (pages === 0) return 1;
  let trees = 3 * countNested(pages - 1, levels);
  if (levels === 0) return trees;
  // The first page begins a region of so many pages.
  for (let size = 1; size <= pages; size++) {
    trees += countNested(size, levels - 1) * countNested(pages - size, levels);
  }
  return trees;
}

describe("the nested world", () => {
  it.each([
    { pages: 2, levels: 1 },
    { pages: 2, levels: 3 },
    { pages: 3, levels: 1 },
  ])("has every tree: $pages pages, $levels levels", ({ pages, levels }) => {
    const { states } = explore(smallWorld({ ...SIZES, world: "nested", pages, levels }));
    expect(states.count).toBe(countNested(pages, levels));
  });
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

describe("the rights world", () => {
  it("has every pair of what a mapping may permit and permits", () => {
    const { states } = explore(smallWorld({ ...SIZES, world: "rights", pages: 1 }));
    const sets = [0, 1, 2, 3, 4, 5, 6, 7];
    /** Sets of permissions within `max`: all but the empty one have READ. */
    const permitted = (max: number): number =>
      sets.filter((perms) => (perms & ~max) === 0 && (perms === 0 || (perms & 1) === 1)).length;
    // In V: free, or mapped. In C: the same for each set that C has flags for, by what the VMO's handle gives.
    const inV = 1 + sum(sets.map(permitted));
    const inC = sum(sets.map((flags) => 1 + sum(sets.map((max) => permitted(flags & max)))));
    const dead = 1;
    expect(states.count).toBe(inV + inC + dead);
  });
});

describe("the contents world", () => {
  it.each([1, 2])("has every content of %i pages and their clone", (pages) => {
    const { states } = explore(smallWorld({ ...SIZES, world: "contents", pages }));
    // A page is absent, zero or written.
    const alone = 3 ** pages;
    // An absent page's clone is absent, zero or written; else it can also be the same page.
    const cloned = (3 + 4 + 4) ** pages;
    const handles = 2;
    const inPartMapped = alone * (2 ** pages - 1);
    expect(states.count).toBe(alone + handles * cloned + inPartMapped);
  });
});

describe("an exploration", () => {
  it("ends at the depth", () => {
    const world = new FlatWorld({ pages: 3, vmos: 1, offsets: 2 });
    const { states } = explore(world, { depth: 1 });
    // From the empty space each range can be mapped, at each offset, with each permission.
    expect(states.count).toBe(1 + 6 * 6);
    expect(explore(world, { depth: 0 }).states.count).toBe(1);
  });

  it("keeps no more states than it may, but for those of the last expansion", () => {
    const world = new FlatWorld({ pages: 3, vmos: 1, offsets: 2 });
    const exploration = new Exploration(world, pair, { maxStates: 30 });
    expect(exploration.advance(Infinity)).toBe("full");
    expect(exploration.states.count).toBe(37);
  });

  it("is the same in one go, in pieces, and by a list of its states", () => {
    const world = new FlatWorld({ pages: 3, vmos: 2, offsets: 1 });
    const whole = explore(world);
    let pieces = new Exploration(world, pair);
    while (pieces.advance(1000) === "going on") {
      const { states, ...rest } = pieces.checkpoint;
      pieces = new Exploration(world, pair, {}, { states: States.of(states.list), ...rest });
    }
    expect(pieces.checkpoint.states.list).toEqual(whole.checkpoint.states.list);
    expect(pieces.tally.rows()).toEqual(whole.tally.rows());
  });

  it.each([
    { pages: 3, vmos: 1 },
    { pages: 3, vmos: 2 },
  ] as const)(
    "makes every call from every state, and looks at what it did, on both kernels: $pages pages, $vmos VMOs",
    ({ pages, vmos }) => {
      const sides: Set<string>[] = [];
      class Watched extends FlatWorld {
        override inhabit(kernel: Kernel): Inhabitant {
          const inhabitant = super.inhabit(kernel);
          const pairs = new Set<string>();
          sides.push(pairs);
          /** What was made since a look; nothing of it but the first may have changed the state. */
          let unseen: string[] = [];
          return {
            session: inhabitant.session,
            get status() {
              return inhabitant.status;
            },
            observe: () => {
              for (const made of unseen) pairs.add(made);
              unseen = [];
              return inhabitant.observe();
            },
            make: (call) => {
              const before = inhabitant.observe();
              const answer = inhabitant.make(call);
              if (inhabitant.observe() !== before) unseen = [];
              unseen.push(this.#pair(before, call));
              return answer;
            },
          };
        }

        #pair(state: State, call: CallIndex): string {
          if (this.symmetry?.isSwapped(state) !== true) return `${state} ${call}`;
          return `${this.symmetry.swap(state)} ${this.symmetry.swapCall(call)}`;
        }
      }
      const { states, tally } = explore(new Watched({ pages, vmos, offsets: 1 }));
      // Kernels are made by turns, and replaced, so each side's pairs are in several sets.
      for (const side of [0, 1]) {
        const pairs = new Set(sides.filter((_, i) => i % 2 === side).flatMap((some) => [...some]));
        expect(pairs.size).toBe(tally.transitions);
      }
      expect(tally.transitions % states.count).toBe(0);
    },
  );

  it("finds a call that goes wrong as a way back at the end of a shortest way", () => {
    const base = 0x10_0000;
    const page = 4096;
    class KeepsTheLast extends PagedKernel {
      override vmarUnmap(...args: Parameters<PagedKernel["vmarUnmap"]>): Status {
        const isLast = this.observePage(base) !== undefined && this.observePage(base + page) === undefined;
        return isLast && args[1] === base && args[2] === page ? 0 : super.vmarUnmap(...args);
      }
    }
    const world = new FlatWorld({ pages: 2, vmos: 1, offsets: 1 });
    const exploration = new Exploration(world, { ...pair, right: (config) => new KeepsTheLast(config) });
    while (exploration.advance(100) === "going on");
    expect(exploration.suspect?.isShortest).toBe(true);
    expect(exploration.suspect?.way.map((call) => world.calls[call]?.call)).toEqual(["map", "unmap"]);
  });

  it("does not make again what led back, so that it makes fewer than two calls for each transition", () => {
    let made = 0;
    class Counting extends PagedKernel {
      override vmarMap(...args: Parameters<PagedKernel["vmarMap"]>): MapAnswer {
        made++;
        return super.vmarMap(...args);
      }

      override vmarUnmap(...args: Parameters<PagedKernel["vmarUnmap"]>): Status {
        made++;
        return super.vmarUnmap(...args);
      }

      override vmarProtect(...args: Parameters<PagedKernel["vmarProtect"]>): Status {
        made++;
        return super.vmarProtect(...args);
      }
    }
    const world = new FlatWorld({ pages: 4, vmos: 1, offsets: 1 });
    const exploration = new Exploration(world, { ...pair, right: (config) => new Counting(config) });
    expect(exploration.advance(Infinity)).toBe("fixpoint");
    expect(made / exploration.tally.transitions).toBeLessThan(1.4);
  });

  it("can look at everything after each call", () => {
    const world = new FlatWorld({ pages: 2, vmos: 1, offsets: 2 });
    expect(counts(explore(world, { close: true }))).toEqual(counts(explore(world)));
  });
});
