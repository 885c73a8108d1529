/** Why a step or an expectation cannot be written for a target, in the words that its comment uses. */
export const WHY = {
  access: "nothing runs in the process, so no thread can touch its memory",
  lease: "a reference is held by code, and no code runs in the process",
  dangling: "the safety ledger belongs to the harness",
  placed: "the kernel chooses the place",
  unnamed: "a clone that the kernel made has no handle to ask for its koid",
  length: "no buffer is that large",
  root: "a region stands for the root of the address space",
  rootClosed: "the handle of the root is closed",
} as const;

/** ZX_MAX transfer that an export makes a buffer for, in bytes: a page above the 64 MiB of PMEM-02. */
export const BUFFER_MAX = 0x400_1000;
