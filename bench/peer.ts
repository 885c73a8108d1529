/**
 * One peer of the benchmark as a program: `peer.js WORKLOAD N [PEER]` prints one line of JSON for each
 * metric, as `../shared/peers/README.md` says. PEER is `engine` (the default), `reference` or
 * `sorted-btree`.
 */
import { createPagedKernel } from "../models/paged/index.ts";
import { createReferenceKernel } from "../models/reference/index.ts";
import { Drive, FULL_LENGTHS, WORKLOADS } from "./drive.ts";
import { KernelSpace } from "./peers/kernel-space.ts";
import { SortedBtreeSpace } from "./peers/sorted-btree-space.ts";
import type { Space } from "./space.ts";

const [name = "", size = "", peer = "engine"] = process.argv.slice(2);
const workload = WORKLOADS.find((each) => each === name);
const n = Number(size);
if (workload === undefined || !Number.isInteger(n) || n < 0) {
  throw new Error(`peer WORKLOAD N [PEER]: WORKLOAD is one of ${WORKLOADS.join(", ")}`);
}
new Drive(peer, spaceOf(peer, workload === "W2rand"), n, FULL_LENGTHS, (metric) => {
  console.log(JSON.stringify(metric));
}).run(workload);

function spaceOf(kind: string, anywhere: boolean): Space {
  switch (kind) {
    case "engine":
      return new KernelSpace(createPagedKernel, anywhere);
    case "reference":
      return new KernelSpace(createReferenceKernel, anywhere);
    case "sorted-btree":
      return new SortedBtreeSpace();
    default:
      throw new Error(`unknown peer ${kind}`);
  }
}
