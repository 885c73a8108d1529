/**
 * `npm run bench:memory`: bytes that a mapping costs, measured on a fresh kernel after a full collection:
 * typed arrays and heap. Run with `--expose-gc`.
 */
import { createPagedKernel } from "../../models/paged/index.ts";
import { DEFAULT_ASPACE, DEFAULT_SEMANTICS, lowestPlacement, VmOption } from "../../src/zircon/index.ts";
import { Xorshift32 } from "../prng.ts";
import { KernelSpace } from "../peers/kernel-space.ts";

const PAGE = 4096;
const K = 1024;

console.log("bytes for each mapping");
for (const n of [K, 128 * K, K * K]) {
  console.log(`${String(n).padStart(9)} scattered mappings (those of W5)   ${scattered(n).toFixed(0)}`);
}
for (const [pages, name] of [
  [1, "one page"],
  [4, "4 pages"],
  [1000, "1000 pages"],
] as const) {
  const bytes = isolated(64 * K, pages, 2 ** 17 + 5);
  console.log(`isolated mappings of ${name}, 512 MiB apart   ${bytes.toFixed(0)}`);
}

/** Bytes in use, everything that is garbage collected before. */
function inUse(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function scattered(n: number): number {
  const space = new KernelSpace(createPagedKernel, false);
  const random = new Xorshift32(56789);
  const before = inUse();
  space.reset(8 * n, 1);
  for (let i = 0; i < n; i++) {
    const len = 1 + random.below(8);
    const slot = (Math.imul(i, 2_654_435_769) & (n - 1)) >>> 0;
    space.map(0, 8 * slot, len, 1 + random.below(3));
  }
  const bytes = (inUse() - before) / n;
  space.destroy();
  return bytes;
}

/** Mappings that far apart in the root region, each alone in every node but the topmost. */
function isolated(n: number, pages: number, distance: number): number {
  const before = inUse();
  const kernel = createPagedKernel({
    aspace: DEFAULT_ASPACE,
    placement: lowestPlacement,
    semantics: DEFAULT_SEMANTICS,
  });
  const vmo = kernel.vmoCreate(pages * PAGE, 0).handle;
  const options = VmOption.SPECIFIC | VmOption.PERM_READ;
  for (let i = 0; i < n; i++)
    kernel.vmarMap(kernel.rootVmar, options, i * distance * PAGE, vmo, 0, pages * PAGE);
  const bytes = (inUse() - before) / n;
  kernel.vmarUnmap(kernel.rootVmar, DEFAULT_ASPACE.base, PAGE); // the kernel lives until here
  return bytes;
}
