import seedrandom from "seedrandom";
import {
  DEFAULT_ASPACE,
  DEFAULT_SEMANTICS,
  type Handle,
  type Kernel,
  randomPlacement,
  VmOption,
} from "../../src/zircon/index.ts";
import { noWork, total } from "./counted-pool.ts";
import { countedKernels } from "./streams.ts";

/** One call on a space: where and how much as parts of the space, so that it means the same in every size. */
interface Gene {
  readonly kind: number;
  readonly at: number;
  readonly span: number;
  readonly perm: number;
}

/** The most work that one call of a program did, and which call it was. */
export interface WorstCall {
  readonly work: number;
  readonly call: string;
}

const CALLS = 40;
const PAGE = 4096;
const READ_WRITE = VmOption.PERM_READ | VmOption.PERM_WRITE;
const REGION = VmOption.CAN_MAP_SPECIFIC | VmOption.CAN_MAP_READ | VmOption.CAN_MAP_WRITE;

/**
 * Looks for the call that does the most counted work in a space of `pages` pages, by programs of 40 calls
 * that are changed at random, and kept when they have become worse. With 40 calls there are at most 80
 * steps; what more pages could add is all that differs from one space to the next.
 */
export function worstCall(pages: number, rounds: number, seed: string): WorstCall {
  const random = seedrandom.alea(`worst-call/${seed}`);
  let genes = Array.from({ length: CALLS }, () => randomGene(random));
  let worst = play(genes, pages);
  for (let round = 0; round < rounds; round++) {
    const mutant = genes.map((gene) => (random.double() < 0.1 ? randomGene(random) : gene));
    const found = play(mutant, pages);
    if (found.work < worst.work) continue;
    genes = mutant;
    worst = found;
  }
  return worst;
}

/** Small numbers as likely as large ones: a place or size is a power of the space's size. */
function randomGene(random: seedrandom.PRNG): Gene {
  return {
    kind: Math.floor(random.double() * 8),
    at: random.double() < 0.5 ? random.double() : random.double() ** 8,
    span: random.double() < 0.3 ? 1 : random.double(),
    perm: random.double() < 0.5 ? VmOption.PERM_READ : READ_WRITE,
  };
}

function play(genes: readonly Gene[], pages: number): WorstCall {
  const counts = noWork();
  const { base } = DEFAULT_ASPACE;
  const kernel = countedKernels(counts)({
    aspace: { base, size: pages * PAGE, pageSize: PAGE },
    placement: randomPlacement("worst-call"),
    semantics: DEFAULT_SEMANTICS,
  });
  const vmo = kernel.vmoCreate(pages * PAGE, 0).handle;
  let worst: WorstCall = { work: 0, call: "none" };
  for (const gene of genes) {
    const before = total(counts);
    const call = perform(kernel, vmo, gene, Number(base), pages);
    const work = total(counts) - before;
    if (work > worst.work) worst = { work, call };
  }
  return worst;
}

/** Performs the call of a gene; its name. Failures are calls as well. */
function perform(kernel: Kernel, vmo: Handle, gene: Gene, base: number, pages: number): string {
  const { rootVmar: root } = kernel;
  const page = Math.floor(gene.at * (pages - 1));
  const len = Math.max(1, Math.min(pages - page, Math.floor(pages ** gene.span))) * PAGE;
  const addr = base + page * PAGE;
  switch (gene.kind) {
    case 0:
    case 1:
      kernel.vmarMap(root, gene.perm | VmOption.SPECIFIC_OVERWRITE, page * PAGE, vmo, 0, len);
      return "map over";
    case 2:
      kernel.vmarMap(root, gene.perm, 0, vmo, 0, len);
      return "map anywhere";
    case 3:
      kernel.vmarUnmap(root, addr, len);
      return "unmap";
    case 4:
    case 5:
      kernel.vmarProtect(root, gene.perm, addr, len);
      return "protect";
    case 6:
      kernel.vmarAllocate(root, REGION, 0, len);
      return "allocate anywhere";
    default:
      kernel.observePage(addr);
      return "look";
  }
}
