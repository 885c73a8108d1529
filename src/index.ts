/**
 * vmar-fuzz: Zircon's VMAR semantics, to call and to test against.
 *
 * `zx` holds the API of the Rust crate of that name (`zx.Vmar` is `zx::Vmar`), `trace` reads, prints, replays and records traces; the
 * rest is the vocabulary that kernels and harness share, first of all the interface `Kernel`. The two kernels are exported as
 * `vmar-fuzz/reference` and `vmar-fuzz/paged`.
 */
export { SafetyLedger } from "./ledger/index.ts";
export * from "./zircon/index.ts";
export * as trace from "./trace/index.ts";
export * as zx from "./zx/index.ts";
