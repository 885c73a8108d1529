// The data of the page (src/report/html/wire.ts has the same shapes), and what it was at each step.

/** @import { Campaign } from "./campaign.js" */

/**
 * @typedef {(number | string)[]} Block depth, first page, pages, name; of a mapping also permissions and VMO offset
 * @typedef {{ name: string, kind: string, page: number, pages: number, changed?: boolean,
 *   broken?: { reason: string, page: number, step: number } }} Held
 * @typedef {{ field: string, expected: string, actual: string, rule: string, against: string }} Failure
 * @typedef {{ status: string, outputs: string[], rules: string[], failures?: Failure[], aim?: [number, number],
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
    let { blocks, held } = this.kept.get(from) ?? { blocks: this.lane.start, held: [] };
    let isOwn = false;
    for (let index = from + 1; index <= last; index++) {
      const answer = this.lane.steps[index];
      if (answer === undefined) break;
      if (answer.held !== undefined) held = answer.held;
      if (answer.space !== undefined) {
        const [at, removed, added] = answer.space;
        // One copy for all steps on the way; what is kept stays as it is.
        if (!isOwn) blocks = [...blocks];
        isOwn = true;
        blocks.splice(at, removed, ...added);
      }
      if (index % KEEP_EVERY === 0) {
        this.kept.set(index, { blocks, held });
        isOwn = false;
      }
    }
    return { blocks, held };
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
 * What is in one of two lists of blocks (made one by `internBlocks`) and not in the other, as wide as it must be.
 *
 * @param {Block[]} left
 * @param {Block[]} right
 * @returns {[Block[], Block[]]}
 */
export function changedParts(left, right) {
  if (left === right) return [[], []];
  const most = Math.min(left.length, right.length);
  let head = 0;
  while (head < most && left[head] === right[head]) head++;
  let tail = 0;
  while (tail < most - head && left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail++;
  return [left.slice(head, left.length - tail), right.slice(head, right.length - tail)];
}

/**
 * The stretches of pages in which two lists of blocks (made one by `internBlocks`) show something else.
 *
 * @param {Block[]} left
 * @param {Block[]} right
 * @param {number} pageSize
 * @returns {{ from: number, to: number }[]}
 */
export function differingPages(left, right, pageSize) {
  const moved = changedParts(left, right).flat();
  const edges = new Float64Array(moved.flatMap((block) => [firstOf(block), endOf(block)])).toSorted();
  const [here, there] = [new Reader(left), new Reader(right)];
  /** @type {{ from: number, to: number }[]} */
  const ranges = [];
  for (let index = 0; index + 1 < edges.length; index++) {
    const [from = 0, to = 0] = [edges[index], edges[index + 1]];
    if (from === to || sameShown(here.at(from), there.at(from), from, pageSize)) continue;
    const last = ranges.at(-1);
    if (last !== undefined && last.to === from) last.to = to;
    else ranges.push({ from, to });
  }
  return ranges;
}

/** Reads which blocks pages lie in, from the root inwards, for ascending pages: blocks are in the order of a tree. */
class Reader {
  /** @param {Block[]} blocks */
  constructor(blocks) {
    this.blocks = blocks;
    this.next = 0;
    /** @type {Block[]} */
    this.around = [];
  }

  /** @param {number} page not below the one before @returns {Block[]} */
  at(page) {
    for (let block = this.blocks[this.next]; block !== undefined; block = this.blocks[++this.next]) {
      if (firstOf(block) > page) break;
      this.#leave(firstOf(block));
      this.around.push(block);
    }
    this.#leave(page);
    return this.around;
  }

  /** @param {number} page */
  #leave(page) {
    for (
      let block = this.around.at(-1);
      block !== undefined && endOf(block) <= page;
      block = this.around.at(-1)
    )
      this.around.pop();
  }
}

/** @param {Block[]} left @param {Block[]} right @param {number} page @param {number} pageSize */
function sameShown(left, right, page, pageSize) {
  return (
    left.length === right.length &&
    left.every((block, index) => {
      const other = right[index];
      return (
        other !== undefined &&
        (block === other || shownOf(block, page, pageSize) === shownOf(other, page, pageSize))
      );
    })
  );
}

/** What a page shows of a block; how a mapping is cut into entries is not seen. @param {Block} block @param {number} page @param {number} pageSize */
function shownOf(block, page, pageSize) {
  const perms = permsOf(block);
  if (perms === undefined) return block.join(" ");
  return `${perms} ${nameOf(block)} ${offsetAt(block, page, pageSize)}`;
}

/** Where in its VMO a page of a mapping is. @param {Block} block @param {number} page @param {number} pageSize */
function offsetAt(block, page, pageSize) {
  return BigInt(String(block[5])) + BigInt(page - firstOf(block)) * BigInt(pageSize);
}

/** What is mapped at a page, as the labels of mappings have it. @param {Block[]} blocks @param {number} page @param {number} pageSize */
export function mappedText(blocks, page, pageSize) {
  const found = blocks.find(
    (block) => permsOf(block) !== undefined && page >= firstOf(block) && page < endOf(block),
  );
  if (found === undefined) return "not mapped";
  return `${permsOf(found)} ${nameOf(found)} +0x${offsetAt(found, page, pageSize).toString(16)}`;
}

/** @param {number} page @param {number} pageSize */
export function addressText(page, pageSize) {
  return `0x${(BigInt(page) * BigInt(pageSize)).toString(16)}`;
}
