/**
 * `npm run bench:growth`: how the cost of a call grows with each thing that it could grow with: nanoseconds
 * (the least of several rounds) and what is expected.
 */
import { performance } from "node:perf_hooks";
import { createPagedKernel } from "../../models/paged/index.ts";
import {
  DEFAULT_ASPACE,
  DEFAULT_SEMANTICS,
  type Handle,
  type Kernel,
  lowestPlacement,
  type Placement,
  randomPlacement,
  VmoChildOption,
  VmOption,
} from "../../src/zircon/index.ts";
import { Xorshift32 } from "../prng.ts";
import { KernelSpace } from "../peers/kernel-space.ts";

const PAGE = 4096;
const K = 1024;
const BASE = Number(DEFAULT_ASPACE.base);
const { SPECIFIC, SPECIFIC_OVERWRITE, CAN_MAP_SPECIFIC, CAN_MAP_READ, CAN_MAP_WRITE } = VmOption;
const READ = VmOption.PERM_READ;
const READ_WRITE = READ | VmOption.PERM_WRITE;
const REGION = CAN_MAP_SPECIFIC | CAN_MAP_READ | CAN_MAP_WRITE;

line("mappings", ["64", "1K", "16K", "128K", "1M"], "expected");
row("map over, unmap", [64, K, 16 * K, 128 * K, K * K].map(churn), "O(log n)");
row("protect one page", [64, K, 16 * K, 128 * K, K * K].map(protect), "O(log n)");
row("look up", [64, K, 16 * K, 128 * K, K * K].map(lookUp), "O(log n)");
row("map at the lowest spot, unmap", [64, K, 16 * K, 128 * K, K * K].map(lowest), "O(log n)");
row("map at a random spot, unmap", [64, K, 16 * K, 128 * K, K * K].map(anywhere), "O(log n)");
line("range in pages", ["1", "1K", "1M", "1G", "16G"], "");
row("map over, protect, unmap", [1, K, K * K, K ** 3, 16 * K ** 3].map(range), "O(1)");
line("depth of the tree", ["1", "4", "16", "64"], "");
row("look up", [1, 4, 16, 64].map(deepLookUp), "O(depth)");
row("map over, unmap, in the innermost", [1, 4, 16, 64].map(deepMap), "O(1)");
line("open handles", ["1", "1K", "100K"], "");
row("duplicate, close", [1, K, 100_000].map(manyHandles), "O(1)");
line("VMO clones alive", ["1", "64", "1K"], "");
row("map over, unmap one of them", [1, 64, K].map(clones), "O(1)");
row("make one more, close it", [1, 64, K].map(cloneOnce), "O(1)");

function line(name: string, sizes: readonly string[], last: string): void {
  console.log(`\n${name.padEnd(36)}${sizes.map((size) => size.padStart(8)).join("")}   ${last}`);
}

function row(name: string, times: readonly number[], expected: string): void {
  console.log(`${name.padEnd(36)}${times.map((ns) => ns.toFixed(0).padStart(8)).join("")}   ${expected}`);
}

/** Nanoseconds of one run of `work`, the least of ten rounds. */
function time(work: () => void): number {
  const rounds = 10;
  const each = 20_000;
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now();
    for (let i = 0; i < each; i++) work();
    least = Math.min(least, ((performance.now() - begin) * 1e6) / each);
  }
  return least;
}

/** A space with n mappings of 1 to 8 pages, one in each 8 pages. */
function filled(n: number): { space: KernelSpace; random: Xorshift32 } {
  const space = new KernelSpace(createPagedKernel, false);
  const random = new Xorshift32(12345);
  space.reset(8 * n, 1);
  for (let i = 0; i < n; i++) space.map(0, 8 * i, 1 + random.below(8), 1 + random.below(3));
  return { space, random };
}

function churn(n: number): number {
  const { space, random } = filled(n);
  return time(() => {
    const page = random.below(8 * n - 16);
    space.map(0, page, 8, 1);
    space.unmap(0, page, 4);
  });
}

function protect(n: number): number {
  const { space, random } = filled(n);
  return time(() => space.protect(0, 8 * random.below(n), 1, 1 + random.below(3)));
}

function lookUp(n: number): number {
  const { space, random } = filled(n);
  return time(() => space.lookup(random.below(8 * n)));
}

function lowest(n: number): number {
  return place(n, lowestPlacement);
}

function anywhere(n: number): number {
  return place(n, randomPlacement("growth"));
}

/** One mapping more, at the spot that the kernel chooses, and one less. */
function place(n: number, placement: Placement): number {
  const kernel = boot(placement, 20 * n * PAGE);
  const vmo = kernel.vmoCreate(PAGE, 0).handle;
  const random = new Xorshift32(23456);
  const live = Array.from({ length: n }, () => placeOne(kernel, vmo, random));
  return time(() => {
    const j = random.below(n);
    kernel.vmarUnmap(kernel.rootVmar, live[j]?.addr ?? 0, live[j]?.len ?? PAGE);
    live[j] = placeOne(kernel, vmo, random);
  });
}

function placeOne(kernel: Kernel, vmo: Handle, random: Xorshift32): { addr: number; len: number } {
  const len = (1 + random.below(16)) * PAGE;
  return { addr: Number(kernel.vmarMap(kernel.rootVmar, READ, 0, vmo, 0, len).addr), len };
}

function boot(placement: Placement = lowestPlacement, size: number = 2 ** 47 - BASE): Kernel {
  const aspace = { base: BASE, size, pageSize: PAGE };
  return createPagedKernel({ aspace, placement, semantics: DEFAULT_SEMANTICS });
}

function range(pages: number): number {
  const kernel = boot();
  const { rootVmar: root } = kernel;
  const vmo = kernel.vmoCreate(PAGE, 0).handle;
  const random = new Xorshift32(34567);
  return time(() => {
    const page = 77 + random.below(64);
    kernel.vmarMap(root, SPECIFIC_OVERWRITE | READ_WRITE, page * PAGE, vmo, 0, pages * PAGE);
    kernel.vmarProtect(root, READ, BASE + page * PAGE, pages * PAGE);
    kernel.vmarUnmap(root, BASE + page * PAGE, pages * PAGE);
  });
}

/** A kernel with regions in one another, all at the same address, and the handle of the innermost. */
function nested(depth: number): { kernel: Kernel; vmo: Handle; inner: Handle } {
  const kernel = boot();
  const vmo = kernel.vmoCreate(PAGE, 0).handle;
  let inner = kernel.rootVmar;
  for (let level = 1; level < depth; level++)
    inner = kernel.vmarAllocate(inner, REGION | SPECIFIC, 0, 2 ** 30).handle;
  kernel.vmarMap(inner, SPECIFIC | READ, 0, vmo, 0, 16 * PAGE);
  return { kernel, vmo, inner };
}

function deepLookUp(depth: number): number {
  const { kernel } = nested(depth);
  return time(() => kernel.observePage(BASE + PAGE));
}

function deepMap(depth: number): number {
  const { kernel, vmo, inner } = nested(depth);
  return time(() => {
    kernel.vmarMap(inner, SPECIFIC_OVERWRITE | READ_WRITE, 4 * PAGE, vmo, 0, 2 * PAGE);
    kernel.vmarUnmap(inner, BASE + 4 * PAGE, PAGE);
  });
}

function manyHandles(handles: number): number {
  const kernel = boot();
  const vmo = kernel.vmoCreate(PAGE, 0).handle;
  for (let i = 1; i < handles; i++) kernel.handleDuplicate(vmo, 0);
  return time(() => {
    kernel.handleClose(kernel.handleDuplicate(vmo, 0).handle);
  });
}

/** A VMO with clones, each mapped. */
function cloned(count: number): { kernel: Kernel; vmo: Handle; clone: Handle } {
  const kernel = boot();
  const vmo = kernel.vmoCreate(16 * PAGE, 0).handle;
  let clone = vmo;
  for (let i = 0; i < count; i++) {
    clone = kernel.vmoCreateChild(vmo, VmoChildOption.SNAPSHOT, 0, 16 * PAGE).handle;
    kernel.vmarMap(kernel.rootVmar, SPECIFIC | READ, i * 32 * PAGE, clone, 0, 16 * PAGE);
  }
  return { kernel, vmo, clone };
}

function clones(count: number): number {
  const { kernel, clone } = cloned(count);
  return time(() => {
    kernel.vmarMap(kernel.rootVmar, SPECIFIC_OVERWRITE | READ, 0, clone, 0, 2 * PAGE);
    kernel.vmarUnmap(kernel.rootVmar, BASE, PAGE);
  });
}

function cloneOnce(count: number): number {
  const { kernel, vmo } = cloned(count);
  return time(() => {
    kernel.handleClose(kernel.vmoCreateChild(vmo, VmoChildOption.SNAPSHOT, 0, 16 * PAGE).handle);
  });
}
