/** What is worth more in a world with a switch turned than elsewhere: without it hardly a program there shows what the switch changes. */
import { Perm, Rights, type U64, VmOption } from "../zircon/index.ts";
import type { Draw } from "./draw.ts";
import type { Live, LiveHandle } from "./live.ts";
import type { World } from "./program.ts";

/** D-17: whether memory can be mapped that may only be executed. */
export function hasExecuteOnly({ semantics }: World): boolean {
  return semantics.xom && !semantics["Q-9"];
}

/** The options that ask for execute-only memory. */
export const EXECUTE_ONLY: number = VmOption.PERM_EXECUTE | VmOption.PERM_READ_IF_XOM_UNSUPPORTED;

/** Whether to ask for execute-only memory where `allowed` permits it. */
export function wantsExecuteOnly(draw: Draw, live: Live, allowed: number): boolean {
  return hasExecuteOnly(live.world) && (allowed & Perm.EXECUTE) !== 0 && draw.chance(40);
}

export function isExecutable({ rights }: LiveHandle): boolean {
  return (rights & Rights.EXECUTE) !== 0;
}

/** Whether a VMO's stream ends in a page before its last. */
export function endsEarly(live: Live, vmo: LiveHandle): boolean {
  return live.pages.up(live.streamSize(vmo)) < live.vmoPages(vmo);
}

/** an offset at which a mapping begins before, at or behind the end of a VMO's stream, or near the VMO's end. */
export function streamOffset(draw: Draw, live: Live, vmo: LiveHandle): U64 {
  const end = draw.chance(75) ? live.pages.up(live.streamSize(vmo)) : live.vmoPages(vmo);
  return live.pages.bytes(Math.max(0, end + draw.int(-1, 2)));
}
