import { createReferenceKernel } from "../models/reference/index.ts";
import { LAWS } from "../src/fuzz/laws/index.ts";
import { lockstep } from "../src/fuzz/lockstep.ts";
import { lawSuite } from "./law-suite.ts";

/**
 * Law: the reference model and any other kernel give the same answers, show the same address space and do the same to references
 * (LEASE-23), and both keep all laws on the way.
 */
lawSuite(
  "agreement with the reference",
  (program, kernel) => {
    const pair = { left: createReferenceKernel, right: kernel };
    const difference = lockstep(program, pair, undefined, { laws: LAWS, checkEvery: 8 });
    return difference && `${difference.field}: ${difference.left}, ${difference.right}`;
  },
  ["committed-ignores-offset", "duplicate-adds-rights", "op-range-atomic", "specific-ignores-alignment"],
);
