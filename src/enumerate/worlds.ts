import { ContentsWorld } from "./contents.ts";
import { FlatWorld } from "./flat.ts";
import { NestedWorld } from "./nested.ts";
import { RightsWorld } from "./rights.ts";
import type { SmallWorld } from "./small-world.ts";

export const WORLD_NAMES = ["flat", "nested", "rights", "contents"] as const;

export type WorldName = (typeof WORLD_NAMES)[number];

/** A world and its sizes, as the command line names them. */
export interface WorldChoice {
  readonly world: WorldName;
  readonly pages: number;
  /** Flat world: VMOs, 1 or 2. */
  readonly vmos: 1 | 2;
  /** Flat world: offsets at which a page can show a VMO, 1 or 2. */
  readonly offsets: 1 | 2;
  /** Nested world: regions below each other, 1 to 3. */
  readonly levels: number;
}

/** The most pages of each world: beyond, its states are too many to keep, or their numbers no exact numbers. */
export const MOST_PAGES: Readonly<Record<WorldName, number>> = { flat: 8, nested: 5, rights: 2, contents: 4 };

export function smallWorld({ world, pages, vmos, offsets, levels }: WorldChoice): SmallWorld {
  if (!Number.isInteger(pages) || pages < 1 || pages > MOST_PAGES[world]) {
    throw new RangeError(`the ${world} world has 1 to ${MOST_PAGES[world]} pages`);
  }
  switch (world) {
    case "flat":
      return new FlatWorld({ pages, vmos, offsets });
    case "nested":
      return new NestedWorld({ pages, levels });
    case "rights":
      return new RightsWorld({ pages });
    case "contents":
      return new ContentsWorld({ pages });
  }
}
