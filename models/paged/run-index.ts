import {
  CODES,
  DELTAS,
  FAN,
  FAN_SHIFT,
  FREE,
  highestBit,
  LEAF_DOUBLES,
  LEAF_WORDS,
  lowestBit,
  SLOT_MASK,
} from "./run-pool.ts";
import { RunGaps } from "./run-gaps.ts";

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
  /** Pages [a, b) carry `code` and `delta` from now on, whatever they carried; no region may be among them. */
  put(a: number, b: number, delta: number, code: number): void {
    this.#assign(a, b, delta, code);
  }

  /** Pages [a, b) carry nothing from now on: runs are trimmed, split and removed (UNMAP-09, OVW-03). */
  clear(a: number, b: number): void {
    if (this.root !== 0) this.#assign(a, b, 0, FREE);
  }

  #assign(a: number, b: number, delta: number, code: number): void {
    const leaf = this.leafAt(a);
    if (leaf >= 0 && b - this.pool.origin(leaf) < FAN) this.#assignInLeaf(leaf, a, b, delta, code);
    else this.#assignAcross(leaf, a, b, delta, code);
  }

  /** `leafA` is the leaf of a, or -1. */
  #assignAcross(leafA: number, a: number, b: number, delta: number, code: number): void {
    const { pool } = this;
    const left = this.stepBelow(a, leafA);
    const leftCode = left < 0 ? FREE : pool.code(left);
    // Take out the steps in [a, b], and see what ends up at b.
    let leafB = -1;
    let last = left;
    let lastCode = leftCode;
    for (let leaf = leafA >= 0 ? leafA : this.leafAfter(left >> FAN_SHIFT); leaf >= 0;) {
      const upTo = b - pool.origin(leaf);
      if (upTo < 0) break;
      const next = pool.next(leaf);
      const steps = pool.steps(leaf);
      let gone = steps;
      if (leaf === leafA) gone &= -1 << (a & SLOT_MASK);
      if (upTo <= SLOT_MASK) {
        gone &= ~(-2 << upTo);
        leafB = leaf;
      }
      for (let rest = gone; rest !== 0; rest &= rest - 1) {
        const pos = (leaf << FAN_SHIFT) | lowestBit(rest);
        const own = pool.code(pos);
        if (own >= 0 && !pool.sameObject(lastCode, last, own, pos)) pool.forget(own >> 3, 1);
        last = pos;
        lastCode = own;
      }
      if (gone !== 0) {
        pool.setSteps(leaf, steps & ~gone);
        if (gone === steps && leaf !== leafA && leaf !== leafB) this.uproot(leaf);
      }
      if (leafB >= 0) break;
      leaf = next;
    }
    // Put in those that there are now. The delta is read first: a leaf just uprooted may be planted again.
    const lastDelta = lastCode >= 0 ? pool.delta(last) : 0;
    const isStepAtA = code !== leftCode || (code >= 0 && delta !== pool.delta(left));
    if (isStepAtA) {
      if (code >= 0 && !(pool.sameT(code, leftCode) && delta === pool.delta(left)))
        pool.objects[code >> 3]!++;
      if (leafA < 0) leafA = this.plant(a, left >> FAN_SHIFT);
      this.#step(leafA, a, delta, code);
    }
    const isStepAtB = lastCode !== code || (code >= 0 && lastDelta !== delta);
    if (isStepAtB) {
      if (lastCode >= 0 && !(pool.sameT(lastCode, code) && lastDelta === delta))
        pool.objects[lastCode >> 3]!++;
      if (leafB < 0) leafB = this.#leafForEnd(b, leafA, left);
      this.#step(leafB, b, lastDelta, lastCode);
    }
    if (leafA >= 0 && pool.steps(leafA) === 0) this.uproot(leafA);
    if (leafB >= 0 && leafB !== leafA && pool.steps(leafB) === 0) this.uproot(leafB);
    const from = isStepAtA ? (leafA << FAN_SHIFT) | (a & SLOT_MASK) : left;
    this.#raiseAfter(code, lastCode, from, isStepAtB, leafB, b);
  }

  /** The same where a and b belong to one leaf, as they mostly do. */
  #assignInLeaf(leaf: number, a: number, b: number, delta: number, code: number): void {
    const { pool } = this;
    const { words, doubles, objects, identityMask } = pool;
    const at = leaf * LEAF_WORDS;
    const codes = at + CODES;
    const deltas = leaf * LEAF_DOUBLES + DELTAS;
    const slotA = a & SLOT_MASK;
    const slotB = slotA + (b - a);
    const before = words[at]!;
    const below = before & ~(-1 << slotA);
    const left = below !== 0 ? (leaf << FAN_SHIFT) | highestBit(below) : pool.lastStep(pool.prev(leaf));
    const leftCode = left < 0 ? FREE : pool.code(left);
    const leftDelta = leftCode < 0 ? 0 : pool.delta(left);
    let lastCode = leftCode;
    let lastDelta = leftDelta;
    const gone = before & (-1 << slotA) & ~(-2 << slotB);
    for (let rest = gone; rest !== 0; rest &= rest - 1) {
      const slot = lowestBit(rest);
      const own = words[codes + slot]!;
      if (own >= 0) {
        const ownDelta = doubles[deltas + slot]!;
        if (((own ^ lastCode) & identityMask) !== 0 || ownDelta !== lastDelta) pool.forget(own >> 3, 1);
        lastDelta = ownDelta;
      }
      lastCode = own;
    }
    let after = before & ~gone;
    const isStepAtA = code !== leftCode || (code >= 0 && delta !== leftDelta);
    if (isStepAtA) {
      after |= 1 << slotA;
      words[codes + slotA] = code;
      if (code >= 0) {
        doubles[deltas + slotA] = delta;
        if (((code ^ leftCode) & identityMask) !== 0 || delta !== leftDelta) objects[code >> 3]!++;
      }
    }
    const isStepAtB = code !== lastCode || (code >= 0 && delta !== lastDelta);
    if (isStepAtB) {
      after |= 1 << slotB;
      words[codes + slotB] = lastCode;
      if (lastCode >= 0) {
        doubles[deltas + slotB] = lastDelta;
        if (((code ^ lastCode) & identityMask) !== 0 || delta !== lastDelta) objects[lastCode >> 3]!++;
      }
    }
    words[at] = after;
    if (after === 0) this.uproot(leaf);
    this.#raiseAfter(code, lastCode, isStepAtA ? (leaf << FAN_SHIFT) | slotA : left, isStepAtB, leaf, b);
  }

  /**
   * After a change to `code`, which `lastCode` follows at b: the free run that there is now, from `from` on
   * if the range was freed, may be long.
   */
  #raiseAfter(
    code: number,
    lastCode: number,
    from: number,
    isStepAtB: boolean,
    leafB: number,
    b: number,
  ): void {
    if (code === FREE) {
      if (from >= 0) this.raise(from);
    } else if (isStepAtB && lastCode === FREE) this.raise((leafB << FAN_SHIFT) | (b & SLOT_MASK));
  }

  /**
   * The mapped pages of [a, b) get the permissions `prot`; gaps and regions stay as they are (PROT-11,
   * I-4).
   */
  recode(a: number, b: number, prot: number): void {
    if (this.root === 0) return;
    const { pool } = this;
    const leaf = this.leafAt(a);
    const splitsObjects = pool.identityMask === ~0;
    if (leaf >= 0 && b - pool.origin(leaf) < FAN && !splitsObjects) this.#recodeInLeaf(leaf, a, b, prot);
    else this.#recodeAcross(leaf, a, b, prot, splitsObjects);
  }

  /** `leafA` is the leaf of a, or -1; `splitsObjects` if other permissions make another mapping object. */
  #recodeAcross(leafA: number, a: number, b: number, prot: number, splitsObjects: boolean): void {
    const { pool } = this;
    const { objects } = pool;
    const left = this.stepBelow(a, leafA);
    // What a step follows, `last`: its code as it was and as it is now (recoding changes no delta).
    let last = left;
    let oldCode = left < 0 ? FREE : pool.code(left);
    const isStepAtA = leafA >= 0 && ((pool.steps(leafA) >>> (a & SLOT_MASK)) & 1) !== 0;
    const codeAtA = isStepAtA ? oldCode : recoded(oldCode, prot);
    const stepsAtA = codeAtA !== oldCode;
    let newCode = codeAtA;
    let isStepAtB = false;
    let leafB = -1;
    let inside = -1; // the last leaf between those of a and b that still has steps
    for (let leaf = leafA >= 0 ? leafA : this.leafAfter(left >> FAN_SHIFT); leaf >= 0;) {
      const upTo = b - pool.origin(leaf);
      if (upTo < 0) break;
      const next = pool.next(leaf);
      let steps = pool.steps(leaf);
      let rest = steps;
      if (leaf === leafA) rest &= -1 << (a & SLOT_MASK);
      if (upTo <= SLOT_MASK) {
        rest &= ~(-2 << upTo);
        leafB = leaf;
      }
      for (; rest !== 0; rest &= rest - 1) {
        const slot = lowestBit(rest);
        const pos = (leaf << FAN_SHIFT) | slot;
        const was = pool.code(pos);
        isStepAtB = slot === upTo;
        const own = isStepAtB ? was : recoded(was, prot);
        if (splitsObjects && was >= 0 && !pool.sameObject(oldCode, last, was, pos)) pool.forget(was >> 3, 1);
        if (own === newCode && (own < 0 || pool.delta(pos) === pool.delta(last))) steps &= ~(1 << slot);
        else {
          pool.setCode(pos, own);
          if (splitsObjects && own >= 0) objects[own >> 3]!++;
        }
        last = pos;
        oldCode = was;
        newCode = own;
      }
      pool.setSteps(leaf, steps);
      if (leaf !== leafA && leaf !== leafB) {
        if (steps === 0) this.uproot(leaf);
        else inside = leaf;
      }
      if (leafB >= 0) break;
      leaf = next;
    }
    // Read before a leaf just uprooted may be planted again.
    const deltaAtA = stepsAtA ? pool.delta(left) : 0;
    const deltaAtB = oldCode >= 0 ? pool.delta(last) : 0;
    if (stepsAtA) {
      if (leafA < 0) leafA = this.plant(a, left >> FAN_SHIFT);
      this.#step(leafA, a, deltaAtA, codeAtA);
      if (splitsObjects) objects[codeAtA >> 3]!++;
    }
    if (!isStepAtB && newCode !== oldCode) {
      if (leafB < 0) leafB = this.#leafForEnd(b, inside >= 0 ? inside : leafA, left);
      this.#step(leafB, b, deltaAtB, oldCode);
      if (splitsObjects) objects[oldCode >> 3]!++;
    }
    if (leafA >= 0 && pool.steps(leafA) === 0) this.uproot(leafA);
    if (leafB >= 0 && leafB !== leafA && pool.steps(leafB) === 0) this.uproot(leafB);
  }

  /** The same where a and b belong to one leaf and permissions split no mapping object. */
  #recodeInLeaf(leaf: number, a: number, b: number, prot: number): void {
    const { pool } = this;
    const { words, doubles } = pool;
    const at = leaf * LEAF_WORDS;
    const codes = at + CODES;
    const deltas = leaf * LEAF_DOUBLES + DELTAS;
    const slotA = a & SLOT_MASK;
    const slotB = slotA + (b - a);
    let steps = words[at]!;
    const below = steps & ~(-1 << slotA);
    const left = below !== 0 ? (leaf << FAN_SHIFT) | highestBit(below) : pool.lastStep(pool.prev(leaf));
    let oldCode = left < 0 ? FREE : pool.code(left);
    let delta = oldCode < 0 ? 0 : pool.delta(left);
    let newCode = oldCode;
    if (((steps >>> slotA) & 1) === 0) {
      newCode = recoded(oldCode, prot);
      if (newCode !== oldCode) {
        steps |= 1 << slotA;
        words[codes + slotA] = newCode;
        doubles[deltas + slotA] = delta;
      }
    }
    for (let rest = words[at]! & (-1 << slotA) & ~(-2 << slotB); rest !== 0; rest &= rest - 1) {
      const slot = lowestBit(rest);
      const was = words[codes + slot]!;
      const own = slot === slotB ? was : recoded(was, prot);
      const ownDelta = was < 0 ? 0 : doubles[deltas + slot]!;
      if (own === newCode && ownDelta === delta) steps &= ~(1 << slot);
      else words[codes + slot] = own;
      oldCode = was;
      newCode = own;
      delta = ownDelta;
    }
    if (newCode !== oldCode) {
      // b is no step: the run goes on behind it as it was.
      steps |= 1 << slotB;
      words[codes + slotB] = oldCode;
      doubles[deltas + slotB] = delta;
    }
    words[at] = steps;
    if (steps === 0) this.uproot(leaf);
  }

  /** Removes every run. */
  drop(): void {
    this.reset(this.pool.forgetAll(this.leafAfter(-1)));
  }

  /**
   * The leaf for a step at the end of a range: `before`, the last leaf that holds pages of the range (-1:
   * none), if it reaches so far, else a new one after it, or after that of the step before the range.
   */
  #leafForEnd(b: number, before: number, left: number): number {
    if (before < 0) return this.plant(b, left >> FAN_SHIFT);
    return b - this.pool.origin(before) < FAN ? before : this.plant(b, before);
  }

  /** The page becomes a step, or one to other content. */
  #step(leaf: number, page: number, delta: number, code: number): void {
    const { pool } = this;
    const slot = page & SLOT_MASK;
    pool.setSteps(leaf, pool.steps(leaf) | (1 << slot));
    pool.setCode((leaf << FAN_SHIFT) | slot, code);
    if (code >= 0) pool.setDelta((leaf << FAN_SHIFT) | slot, delta);
  }
}

/** A code with other permissions, if it is that of a mapping. */
function recoded(code: number, prot: number): number {
  return code < 0 ? code : (code & ~7) | prot;
}
