/** ZX_HANDLE_INVALID. */
export const HANDLE_INVALID = 0;
/** Both low bits are set in each value that a kernel gives out; this one never is (the traces' `unknown`). */
export const HANDLE_NEVER = 0xffff_fffc;
/** §1.8: what a trace without an `aspace` means. */
export const DEFAULT_ASPACE = { base: 0x100_0000, size: 0x7fff_feff_f000, pageSize: 4096 };
//# sourceMappingURL=kernel.js.map