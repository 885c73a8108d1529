import type { Draw } from "./draw.ts";
import type { Live, LiveHandle } from "./live.ts";
import type { Op, Slot } from "./program.ts";

/** Changes a call so that it breaks one rule; undefined where the present state offers no way to. */
export type Violation<O extends Op> = (op: O, draw: Draw, live: Live) => O | undefined;

/** Sets option bits. */
export function withBits<O extends Op & { readonly options: number }>(
  bits: (draw: Draw) => number,
): Violation<O> {
  return (op, draw) => ({ ...op, options: (op.options | bits(draw)) >>> 0 });
}

/** Another handle of the kind, for which `wanted` holds. */
export function otherHandle(
  draw: Draw,
  live: Live,
  kind: "vmar" | "vmo",
  wanted: (handle: LiveHandle) => boolean,
): Slot | undefined {
  const handles = live.open(kind).filter(wanted);
  return handles.length === 0 ? undefined : draw.pick(handles).slot;
}
