import { bitCount, highestBit, lowestBit } from "./run-bits.ts";
import { RunGaps } from "./run-gaps.ts";
import { RegionKinds } from "./run-kinds.ts";
import { LAYOUT } from "./run-layout.ts";
import type { RunPool } from "./run-pool.ts";

const { FAN, FAN_SHIFT, SLOT_MASK, FREE, NOWHERE } = LAYOUT;

/**
 * What the pages of one region carry, changed by ranges.
 *
 * A change of pages [a, b) looks at the steps in [a, b], takes out those that no longer are any, and puts in
 * at most two:
 *
 * ```
 *      before   ───L───┐c1  ┐c2     ┐R────        L: the content before a, R: the content at b
 *                  a   │    │       b
 *      after    ───L┐new────────────┐R────        no step at a if new equals L, none at b if R equals new
 * ```
 *
 * Costs, with d levels in the trie (at most 11, and log32 of the region's pages): {@link find} O(d); changes
 * O(d + k) with k steps in the range, and O(d) for each leaf that comes or goes; {@link firstFree} O(32 d), and
 * visits that earlier changes pay for (RunGaps). Nothing depends on how many pages a range has.
 */
export class RunIndex extends RunGaps {
  readonly #kinds: RegionKinds;

  constructor(pool: RunPool) {
    super(pool);
    this.#kinds = new RegionKinds(pool.kinds);
  }

  /** Pages [a, b) carry `code` and `delta` from now on, whatever they carried; no region may be among them. */
  put(a: number, b: number, delta: number, code: number): void {
    if (code < 0) {
      this.#assign(a, b, code, 0);
      return;
    }
    const low = delta | 0;
    const kind = this.#kinds.of(code >> 3, delta - low);
    this.#assign(a, b, (kind << 3) | (code & 7), low);
  }

  /** Pages [a, b) carry nothing from now on: runs are trimmed, split and removed (UNMAP-09, OVW-03). */
  clear(a: number, b: number): void {
    if (this.root !== 0) this.#assign(a, b, FREE, 0);
  }

  #assign(a: number, b: number, mark: number, low: number): void {
    const leaf = this.leafAt(a);
    const slot = a & SLOT_MASK;
    if (leaf >= 0 && b - a < FAN - slot) this.#assignInLeaf(leaf, slot, slot + (b - a), mark, low);
    else this.#assignAcross(leaf, a, b, mark, low);
  }

  /** `leafA` is the leaf of a, or -1. */
  #assignAcross(leafA: number, a: number, b: number, mark: number, low: number): void {
    const { pool } = this;
    const { kinds, kindMask } = pool;
    const left = this.stepBelow(a, leafA);
    const leftMark = left < 0 ? FREE : pool.mark(left);
    const leftLow = left < 0 ? 0 : pool.low(left);
    // Take out the steps in [a, b], and see what ends up at b.
    let leafB = -1;
    let goneB = 0; // contents of that leaf that go
    let lastMark = leftMark;
    let lastLow = leftLow;
    let kind = 0;
    let count = 0;
    for (let leaf = leafA >= 0 ? leafA : this.leafAfter(left >> FAN_SHIFT); leaf >= 0;) {
      const { words } = pool;
      const upTo = b - pool.origin(leaf);
      if (upTo < 0) break;
      const next = pool.next(leaf);
      const steps = pool.steps(leaf);
      let gone = steps;
      let content = pool.block(leaf);
      if (leaf === leafA) {
        // Those from a on: no others are above them.
        gone &= -1 << (a & SLOT_MASK);
        content += 2 * bitCount(steps & ~gone);
        pool.setSteps(leaf, steps & ~gone);
        pool.setEnd(leaf, content);
      } else if (upTo <= SLOT_MASK) {
        gone &= ~(-2 << upTo);
        leafB = leaf;
        goneB = bitCount(gone);
      }
      for (; gone !== 0; gone &= gone - 1, content += 2) {
        const own = words[content]!;
        const ownLow = words[content + 1]!;
        if (isOtherKind(own, kind)) {
          kinds.forget(kind, count);
          kind = own >> 3;
          count = 0;
        }
        count += beginsObject(own, ownLow, lastMark, lastLow, kindMask);
        lastMark = own;
        lastLow = ownLow;
      }
      if (leafB >= 0) break;
      if (leaf !== leafA) this.uproot(leaf);
      leaf = next;
    }
    // Put in those that there are now.
    const isStepAtA = mark !== leftMark || low !== leftLow;
    if (isStepAtA) {
      kinds.objects[kindOf(mark)]! += beginsObject(mark, low, leftMark, leftLow, kindMask);
      if (leafA < 0) leafA = this.plant(a, left >> FAN_SHIFT);
      pool.setStep(leafA, a & SLOT_MASK, mark, low);
    }
    const isStepAtB = lastMark !== mark || lastLow !== low;
    if (isStepAtB) kinds.objects[kindOf(lastMark)]! += beginsObject(lastMark, lastLow, mark, low, kindMask);
    if (leafB >= 0) {
      const from = pool.block(leafB);
      const slot = b & SLOT_MASK;
      const to = pool.replace(leafB, from, from + 2 * goneB, isStepAtB ? 1 : 0);
      if (isStepAtB) pool.write(to, lastMark, lastLow);
      pool.setSteps(leafB, (pool.steps(leafB) & (-2 << slot)) | ((isStepAtB ? 1 : 0) << slot));
    } else if (isStepAtB) {
      leafB = this.#leafForEnd(b, leafA, left);
      pool.setStep(leafB, b & SLOT_MASK, lastMark, lastLow);
    }
    kinds.forget(kind, count);
    if (leafA >= 0 && pool.steps(leafA) === 0) this.uproot(leafA);
    if (leafB >= 0 && leafB !== leafA && pool.steps(leafB) === 0) this.uproot(leafB);
    if (!this.searched) return;
    if (mark === FREE) this.raise(isStepAtA ? (leafA << FAN_SHIFT) | (a & SLOT_MASK) : left);
    else if (isStepAtB && lastMark === FREE) this.raise((leafB << FAN_SHIFT) | (b & SLOT_MASK));
  }

  /**
   * The same for slots [slotA, slotB) of one leaf, whose slot b is, as it mostly is. What is a step and what
   * begins an object is as good as random here, so it is computed and not branched on.
   */
  #assignInLeaf(leaf: number, slotA: number, slotB: number, mark: number, low: number): void {
    const { pool } = this;
    const { words, kinds, kindMask } = pool;
    const { objects } = kinds;
    const before = pool.steps(leaf);
    const below = before & ~(-1 << slotA);
    const from = pool.block(leaf) + 2 * bitCount(below);
    const left = below !== 0 ? (leaf << FAN_SHIFT) | highestBit(below) : pool.lastStep(pool.prev(leaf));
    const leftAt = below !== 0 ? from - 2 : left < 0 ? -1 : pool.contentOf(left);
    const leftMark = leftAt < 0 ? FREE : words[leftAt]!;
    const leftLow = leftAt < 0 ? 0 : words[leftAt + 1]!;
    let lastMark = leftMark;
    let lastLow = leftLow;
    let kind = 0;
    let count = 0;
    const gone = before & (-1 << slotA) & ~(-2 << slotB);
    let at = from;
    for (let rest = gone; rest !== 0; rest &= rest - 1, at += 2) {
      const own = words[at]!;
      const ownLow = words[at + 1]!;
      if (isOtherKind(own, kind)) {
        kinds.forget(kind, count);
        kind = own >> 3;
        count = 0;
      }
      count += beginsObject(own, ownLow, lastMark, lastLow, kindMask);
      lastMark = own;
      lastLow = ownLow;
    }
    const isStepAtA = oneIf((mark ^ leftMark) | (low ^ leftLow));
    objects[kindOf(mark)]! += beginsObject(mark, low, leftMark, leftLow, kindMask);
    const isStepAtB = oneIf((mark ^ lastMark) | (low ^ lastLow));
    objects[kindOf(lastMark)]! += beginsObject(lastMark, lastLow, mark, low, kindMask);
    kinds.forget(kind, count);
    const after = (before & ~gone) | (isStepAtA << slotA) | (isStepAtB << slotB);
    const atA = pool.replace(leaf, from, at, isStepAtA + isStepAtB);
    pool.setSteps(leaf, after);
    pool.write(isStepAtA === 0 ? NOWHERE : atA, mark, low);
    pool.write(isStepAtB === 0 ? NOWHERE : atA + 2 * isStepAtA, lastMark, lastLow);
    if (after === 0) this.uproot(leaf);
    if (!this.searched) return;
    if (mark === FREE) this.raise(isStepAtA === 1 ? (leaf << FAN_SHIFT) | slotA : left);
    else if (isStepAtB === 1 && lastMark === FREE) this.raise((leaf << FAN_SHIFT) | slotB);
  }

  /**
   * The mapped pages of [a, b) get the permissions `prot`; gaps and regions stay as they are (PROT-11,
   * I-4).
   */
  recode(a: number, b: number, prot: number): void {
    if (this.root === 0) return;
    const leaf = this.leafAt(a);
    const slot = a & SLOT_MASK;
    // Whether other permissions make another mapping object.
    const splitsObjects = this.pool.kindMask === ~0;
    if (leaf >= 0 && b - a < FAN - slot && !splitsObjects)
      this.#recodeInLeaf(leaf, slot, slot + (b - a), prot);
    else this.#recodeAcross(leaf, a, b, prot, splitsObjects);
  }

  /** `leafA` is the leaf of a, or -1; `splitsObjects` if other permissions make another mapping object. */
  #recodeAcross(leafA: number, a: number, b: number, prot: number, splitsObjects: boolean): void {
    const { pool } = this;
    const { kinds } = pool;
    const left = this.stepBelow(a, leafA);
    // What a step follows: its mark as it was and as it is now (recoding changes no delta).
    let oldMark = left < 0 ? FREE : pool.mark(left);
    let low = left < 0 ? 0 : pool.low(left);
    const isStepAtA = leafA >= 0 && ((pool.steps(leafA) >>> (a & SLOT_MASK)) & 1) !== 0;
    const markAtA = isStepAtA ? oldMark : recoded(oldMark, prot);
    const lowAtA = low;
    const stepsAtA = markAtA !== oldMark;
    let newMark = markAtA;
    let isStepAtB = false;
    let leafB = -1;
    let inside = -1; // the last leaf between those of a and b that still has steps
    for (let leaf = leafA >= 0 ? leafA : this.leafAfter(left >> FAN_SHIFT); leaf >= 0;) {
      const upTo = b - pool.origin(leaf);
      if (upTo < 0) break;
      const next = pool.next(leaf);
      const { words } = pool;
      let steps = pool.steps(leaf);
      let rest = steps;
      if (leaf === leafA) rest &= -1 << (a & SLOT_MASK);
      if (upTo <= SLOT_MASK) {
        rest &= ~(-2 << upTo);
        leafB = leaf;
      }
      let at = pool.block(leaf);
      if (leaf === leafA) at += 2 * bitCount(steps & ~(-1 << (a & SLOT_MASK)));
      let kept = at; // where the next that stays a step goes
      for (; rest !== 0; rest &= rest - 1, at += 2) {
        const slot = lowestBit(rest);
        const was = words[at]!;
        const ownLow = words[at + 1]!;
        isStepAtB = slot === upTo;
        const own = isStepAtB ? was : recoded(was, prot);
        if (splitsObjects && was >= 0 && (was !== oldMark || ownLow !== low)) kinds.forget(was >> 3, 1);
        if (own === newMark && ownLow === low) steps &= ~(1 << slot);
        else {
          pool.write(kept, own, ownLow);
          kept += 2;
          if (splitsObjects && own >= 0) kinds.objects[own >> 3]!++;
        }
        oldMark = was;
        newMark = own;
        low = ownLow;
      }
      pool.replace(leaf, kept, at, 0);
      pool.setSteps(leaf, steps);
      if (leaf !== leafA && leaf !== leafB) {
        if (steps === 0) this.uproot(leaf);
        else inside = leaf;
      }
      if (leafB >= 0) break;
      leaf = next;
    }
    if (stepsAtA) {
      if (leafA < 0) leafA = this.plant(a, left >> FAN_SHIFT);
      pool.setStep(leafA, a & SLOT_MASK, markAtA, lowAtA);
      if (splitsObjects) kinds.objects[markAtA >> 3]!++;
    }
    if (!isStepAtB && newMark !== oldMark) {
      if (leafB < 0) leafB = this.#leafForEnd(b, inside >= 0 ? inside : leafA, left);
      pool.setStep(leafB, b & SLOT_MASK, oldMark, low);
      if (splitsObjects) kinds.objects[oldMark >> 3]!++;
    }
    if (leafA >= 0 && pool.steps(leafA) === 0) this.uproot(leafA);
    if (leafB >= 0 && leafB !== leafA && pool.steps(leafB) === 0) this.uproot(leafB);
  }

  /** The same for slots [slotA, slotB) of one leaf, where permissions split no mapping object. */
  #recodeInLeaf(leaf: number, slotA: number, slotB: number, prot: number): void {
    const { pool } = this;
    const { words } = pool;
    const before = pool.steps(leaf);
    let steps = before;
    const below = before & ~(-1 << slotA);
    const from = pool.block(leaf) + 2 * bitCount(below);
    const left = below !== 0 ? (leaf << FAN_SHIFT) | highestBit(below) : pool.lastStep(pool.prev(leaf));
    const leftAt = below !== 0 ? from - 2 : left < 0 ? -1 : pool.contentOf(left);
    let oldMark = leftAt < 0 ? FREE : words[leftAt]!;
    let low = leftAt < 0 ? 0 : words[leftAt + 1]!;
    let newMark = oldMark;
    let fresh = 0; // words of `drafts` that are the contents from `from` on afterwards
    if (((before >>> slotA) & 1) === 0) {
      newMark = recoded(oldMark, prot);
      if (newMark !== oldMark) {
        steps |= 1 << slotA;
        drafts[fresh++] = newMark;
        drafts[fresh++] = low;
      }
    }
    let at = from;
    for (let rest = before & (-1 << slotA) & ~(-2 << slotB); rest !== 0; rest &= rest - 1, at += 2) {
      const slot = lowestBit(rest);
      const was = words[at]!;
      const ownLow = words[at + 1]!;
      const own = slot === slotB ? was : recoded(was, prot);
      if (own === newMark && ownLow === low) steps &= ~(1 << slot);
      else {
        drafts[fresh++] = own;
        drafts[fresh++] = ownLow;
      }
      oldMark = was;
      newMark = own;
      low = ownLow;
    }
    if (newMark !== oldMark) {
      // b is no step: the run goes on behind it as it was.
      steps |= 1 << slotB;
      drafts[fresh++] = oldMark;
      drafts[fresh++] = low;
    }
    const to = pool.replace(leaf, from, at, fresh >> 1);
    pool.setSteps(leaf, steps);
    for (let i = 0; i < fresh; i += 2) pool.write(to + i, drafts[i]!, drafts[i + 1]!);
    if (steps === 0) this.uproot(leaf);
  }

  /** Removes every run. The work is that of the region's kinds, however many runs there are. */
  drop(): void {
    this.#kinds.forgetAll();
    this.reset();
  }

  /**
   * The leaf for a step at the end of a range: `before`, the last leaf that holds pages of the range (-1:
   * none), if it reaches so far, else a new one after it, or after that of the step before the range.
   */
  #leafForEnd(b: number, before: number, left: number): number {
    if (before < 0) return this.plant(b, left >> FAN_SHIFT);
    return b - this.pool.origin(before) < FAN ? before : this.plant(b, before);
  }
}

/** Contents that a leaf is to get: a pair of words for each of its pages. */
const drafts = new Int32Array(2 * FAN);

/** A mark with other permissions, if it is that of a mapping. */
function recoded(mark: number, prot: number): number {
  return mark < 0 ? mark : (mark & ~7) | prot;
}

/** 1 if the word is not 0. */
function oneIf(word: number): number {
  return (word | -word) >>> 31;
}

/** The kind of a mapping's mark, and 0 for others, which count for no object. */
function kindOf(mark: number): number {
  return (mark & ~(mark >> 31)) >> 3;
}

/** Whether the mark is that of a mapping, and of another kind. */
function isOtherKind(mark: number, kind: number): boolean {
  return kindOf(mark ^ (kind << 3)) !== 0;
}

/** 1 if a mapping object begins with this content where the other content is before it. */
function beginsObject(
  mark: number,
  low: number,
  before: number,
  lowBefore: number,
  kindMask: number,
): number {
  return oneIf(((mark ^ before) & kindMask) | (low ^ lowBefore)) & ~(mark >> 31);
}
