// The data of the page (src/report/html/wire.ts has the same shapes), and what it was at each step.

/** @import { Campaign } from "./campaign.js" */

/**
 * @typedef {(number | string)[]} Block depth, first page, pages, name; of a mapping also permissions and VMO offset
 * @typedef {{ name: string, kind: string, page: number, pages: number, changed?: boolean,
 *   broken?: { reason: string, page: number, step: number } }} Held
 * @typedef {{ field: string, expected: string, actual: string, rule: string, against: string }} Failure
 * @typedef {{ status: string, outputs: string[], rules: string[], failures?: Failure[],
 *   space?: [number, number, Block[]], held?: Held[] }} Answer
 * @typedef {{ kernel: string, start: Block[], steps: Answer[] }} Lane
 * @typedef {{ call: string, words: string, note: string, rust: string, cpp: string }} StepText
 * @typedef {{ name: string, about: string, source: string, pageSize: number, firstPage: number, pages: number,
 *   differing: number[], steps: StepText[], lanes: Lane[] }} Trace
 * @typedef {{ title: string, traces: Trace[], rules: Record<string, string>, campaign?: Campaign }} Data
 * @typedef {{ blocks: Block[], held: Held[] }} State
 */

/** Steps between two states that are kept whole; those between are made from them. */
const KEEP_EVERY = 50;

/**
 * Makes equal blocks of a trace one and the same, so that to compare two lists is to compare references.
 *
 * @param {Trace} trace
 */
export function internBlocks(trace) {
  /** @type {Map<string, Block>} */
  const known = new Map();
  const intern = (/** @type {Block} */ block) => {
    const text = block.join(" ");
    const found = known.get(text);
    if (found === undefined) known.set(text, block);
    return found ?? block;
  };
  for (const lane of trace.lanes) {
    lane.start = lane.start.map(intern);
    for (const { space } of lane.steps) if (space !== undefined) space[2] = space[2].map(intern);
  }
}

/** Makes the states of a lane from what each step changed. */
export class States {
  /** @param {Lane} lane */
  constructor(lane) {
    this.lane = lane;
    /** @type {Map<number, State>} */
    this.kept = new Map([[-1, { blocks: lane.start, held: [] }]]);
  }

  /**
   * @param {number} step -1 for before the first
   * @returns {State}
   */
  after(step) {
    const last = Math.min(step, this.lane.steps.length - 1);
    let from = last;
    while (!this.kept.has(from)) from--;
    let state = this.kept.get(from) ?? { blocks: this.lane.start, held: [] };
    for (let index = from + 1; index <= last; index++) {
      const answer = this.lane.steps[index];
      if (answer === undefined) break;
      const { space, held } = answer;
      if (space !== undefined)
        state = { ...state, blocks: state.blocks.toSpliced(space[0], space[1], ...space[2]) };
      if (held !== undefined) state = { ...state, held };
      if (index % KEEP_EVERY === 0) this.kept.set(index, state);
    }
    return state;
  }
}

/** @param {Block} block */
export const depthOf = (block) => Number(block[0]);
/** @param {Block} block */
export const firstOf = (block) => Number(block[1]);
/** @param {Block} block */
export const endOf = (block) => Number(block[1]) + Number(block[2]);
/** @param {Block} block */
export const nameOf = (block) => String(block[3]);
/** @param {Block} block @returns {string | undefined} */
export const permsOf = (block) => (block.length > 4 ? String(block[4]) : undefined);

/**
 * The stretches of pages in which two lists of blocks (made one by `internBlocks`) show something else.
 *
 * @param {Block[]} left
 * @param {Block[]} right
 * @param {number} pageSize
 * @returns {{ from: number, to: number }[]}
 */
export function differingPages(left, right, pageSize) {
  const most = Math.min(left.length, right.length);
  let head = 0;
  while (head < most && left[head] === right[head]) head++;
  let tail = 0;
  while (tail < most - head && left.at(-1 - tail) === right.at(-1 - tail)) tail++;
  const moved = [...left.slice(head, left.length - tail), ...right.slice(head, right.length - tail)];
  const edges = [...new Set(moved.flatMap((block) => [firstOf(block), endOf(block)]))].toSorted(
    (a, b) => a - b,
  );
  /** @type {{ from: number, to: number }[]} */
  const ranges = [];
  for (const [index, from] of edges.slice(0, -1).entries()) {
    const to = edges[index + 1] ?? from;
    if (shows(left, from, pageSize) === shows(right, from, pageSize)) continue;
    const last = ranges.at(-1);
    if (last !== undefined && last.to === from) last.to = to;
    else ranges.push({ from, to });
  }
  return ranges;
}

/**
 * What a page lies in and shows; how a mapping is cut into entries is not seen.
 *
 * @param {Block[]} blocks
 * @param {number} page
 * @param {number} pageSize
 */
export function shows(blocks, page, pageSize) {
  return blocks
    .filter((block) => page >= firstOf(block) && page < endOf(block))
    .map((block) => {
      const perms = permsOf(block);
      if (perms === undefined) return block.join(" ");
      const offset = BigInt(String(block[5])) + BigInt(page - firstOf(block)) * BigInt(pageSize);
      return `${perms} ${nameOf(block)} ${offset}`;
    })
    .join("|");
}

/** @param {number} page @param {number} pageSize */
export function addressText(page, pageSize) {
  return `0x${(BigInt(page) * BigInt(pageSize)).toString(16)}`;
}
