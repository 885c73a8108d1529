import type { Relation } from "./relation.ts";
import { compareRewritten } from "./rewritten.ts";

/** A protect made twice answers the same twice, and does what it does once. */
export const protectTwice: Relation = {
  name: "protect-twice",
  rules: ["PROT-10", "PROT-11", "PROT-12"],
  relate: (program, kernel) =>
    compareRewritten(program, kernel, (op) => (op.call === "protect" ? [op, op] : [op])),
};
