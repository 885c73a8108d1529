import { FAN, FAN_SHIFT, FREE, lowestBit, SLOT_MASK } from "./run-pool.ts";
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
    const { pool } = this;
    const { identityMask, objects } = pool;
    let leafA = this.leafAt(a);
    const left = this.stepBelow(a, leafA);
    const leftCode = left < 0 ? FREE : pool.code[left]!;
    const leftDelta = left < 0 ? 0 : pool.delta[left]!;
    // Take out the steps in [a, b], and see what ends up at b.
    let leafB = -1;
    let lastCode = leftCode;
    let lastDelta = leftDelta;
    for (let leaf = leafA >= 0 ? leafA : this.leafAfter(left >> FAN_SHIFT); leaf >= 0;) {
      const upTo = b - pool.origin[leaf]!;
      if (upTo < 0) break;
      const next = pool.next[leaf]!;
      const steps = pool.steps[leaf]!;
      let gone = steps;
      if (leaf === leafA) gone &= -1 << (a & SLOT_MASK);
      if (upTo <= SLOT_MASK) {
        gone &= ~(-2 << upTo);
        leafB = leaf;
      }
      for (let rest = gone; rest !== 0; rest &= rest - 1) {
        const pos = (leaf << FAN_SHIFT) | lowestBit(rest);
        const c = pool.code[pos]!;
        const d = pool.delta[pos]!;
        if (c >= 0 && (d !== lastDelta || ((c ^ lastCode) & identityMask) !== 0)) pool.forget(c);
        lastCode = c;
        lastDelta = d;
      }
      if (gone !== 0) {
        pool.steps[leaf] = steps & ~gone;
        if (gone === steps && leaf !== leafA && leaf !== leafB) this.uproot(leaf);
      }
      if (leafB >= 0) break;
      leaf = next;
    }
    // Put in those that there are now.
    const stepsAtA = code !== leftCode || delta !== leftDelta;
    if (stepsAtA) {
      if (leafA < 0) leafA = this.plant(a);
      this.#step(leafA, a, delta, code);
      if (code >= 0 && (delta !== leftDelta || ((code ^ leftCode) & identityMask) !== 0))
        objects[code >> 3]!++;
    }
    const stepsAtB = lastCode !== code || lastDelta !== delta;
    if (stepsAtB) {
      if (leafB < 0) leafB = leafA >= 0 && b - pool.origin[leafA]! < FAN ? leafA : this.plant(b);
      this.#step(leafB, b, lastDelta, lastCode);
      if (lastCode >= 0 && (lastDelta !== delta || ((lastCode ^ code) & identityMask) !== 0))
        objects[lastCode >> 3]!++;
    }
    if (leafA >= 0 && pool.steps[leafA] === 0) this.uproot(leafA);
    if (leafB >= 0 && leafB !== leafA && pool.steps[leafB] === 0) this.uproot(leafB);
    if (code === FREE) {
      if (stepsAtA) this.raise((leafA << FAN_SHIFT) | (a & SLOT_MASK));
      else if (left >= 0) this.raise(left);
    } else if (stepsAtB && lastCode === FREE) this.raise((leafB << FAN_SHIFT) | (b & SLOT_MASK));
  }

  /**
   * The mapped pages of [a, b) get the permissions `prot`; gaps and regions stay as they are (PROT-11,
   * I-4).
   */
  recode(a: number, b: number, prot: number): void {
    if (this.root === 0) return;
    const { pool } = this;
    const { objects } = pool;
    const splitsObjects = pool.identityMask === ~0;
    let leafA = this.leafAt(a);
    const left = this.stepBelow(a, leafA);
    // What a step follows: the content as it was, and its code as it is now (recoding changes no delta).
    let oldCode = left < 0 ? FREE : pool.code[left]!;
    let delta = left < 0 ? 0 : pool.delta[left]!;
    const isStepAtA = leafA >= 0 && ((pool.steps[leafA]! >>> (a & SLOT_MASK)) & 1) !== 0;
    const codeAtA = isStepAtA ? oldCode : recoded(oldCode, prot);
    const deltaAtA = delta;
    const stepsAtA = codeAtA !== oldCode;
    let newCode = codeAtA;
    let isStepAtB = false;
    let leafB = -1;
    for (let leaf = leafA >= 0 ? leafA : this.leafAfter(left >> FAN_SHIFT); leaf >= 0;) {
      const upTo = b - pool.origin[leaf]!;
      if (upTo < 0) break;
      const next = pool.next[leaf]!;
      let steps = pool.steps[leaf]!;
      let rest = steps;
      if (leaf === leafA) rest &= -1 << (a & SLOT_MASK);
      if (upTo <= SLOT_MASK) {
        rest &= ~(-2 << upTo);
        leafB = leaf;
      }
      for (; rest !== 0; rest &= rest - 1) {
        const slot = lowestBit(rest);
        const pos = (leaf << FAN_SHIFT) | slot;
        const c = pool.code[pos]!;
        const d = pool.delta[pos]!;
        isStepAtB = slot === upTo;
        const own = isStepAtB ? c : recoded(c, prot);
        if (splitsObjects && c >= 0 && (d !== delta || c !== oldCode)) pool.forget(c);
        if (own === newCode && d === delta) steps &= ~(1 << slot);
        else {
          pool.code[pos] = own;
          if (splitsObjects && own >= 0) objects[own >> 3]!++;
        }
        oldCode = c;
        newCode = own;
        delta = d;
      }
      pool.steps[leaf] = steps;
      if (steps === 0 && leaf !== leafA && leaf !== leafB) this.uproot(leaf);
      if (leafB >= 0) break;
      leaf = next;
    }
    if (stepsAtA) {
      if (leafA < 0) leafA = this.plant(a);
      this.#step(leafA, a, deltaAtA, codeAtA);
      if (splitsObjects) objects[codeAtA >> 3]!++;
    }
    if (!isStepAtB && newCode !== oldCode) {
      if (leafB < 0) leafB = leafA >= 0 && b - pool.origin[leafA]! < FAN ? leafA : this.plant(b);
      this.#step(leafB, b, delta, oldCode);
      if (splitsObjects) objects[oldCode >> 3]!++;
    }
    if (leafA >= 0 && pool.steps[leafA] === 0) this.uproot(leafA);
    if (leafB >= 0 && leafB !== leafA && pool.steps[leafB] === 0) this.uproot(leafB);
  }

  /** Removes every run. */
  drop(): void {
    const { pool } = this;
    const { code, delta, steps, identityMask } = pool;
    let lastCode = FREE;
    let lastDelta = 0;
    for (let leaf = this.leafAfter(-1); leaf >= 0; leaf = pool.next[leaf]!) {
      for (let rest = steps[leaf]!; rest !== 0; rest &= rest - 1) {
        const pos = (leaf << FAN_SHIFT) | lowestBit(rest);
        const c = code[pos]!;
        const d = delta[pos]!;
        if (c >= 0 && (d !== lastDelta || ((c ^ lastCode) & identityMask) !== 0)) pool.forget(c);
        lastCode = c;
        lastDelta = d;
      }
    }
    this.reset();
  }

  /** The page becomes a step, or one to other content. */
  #step(leaf: number, page: number, delta: number, code: number): void {
    const { pool } = this;
    const slot = page & SLOT_MASK;
    pool.steps[leaf]! |= 1 << slot;
    pool.code[(leaf << FAN_SHIFT) | slot] = code;
    pool.delta[(leaf << FAN_SHIFT) | slot] = delta;
  }
}

/** A code with other permissions, if it is that of a mapping. */
function recoded(code: number, prot: number): number {
  return code < 0 ? code : (code & ~7) | prot;
}
