import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Cell } from "./cells.ts";

/** A peer as a program that takes a workload and N. */
export interface Program {
  readonly peer: string;
  readonly command: readonly [string, ...string[]];
  /** Whether the cell is one that the peer can do, in reasonable time. */
  readonly plays: (cell: Cell) => boolean;
}

/** The root of the project, seen from the compiled file in build/bench/. */
export const ROOT: string = fileURLToPath(new URL("../../", import.meta.url));
const SCRIPT = fileURLToPath(new URL("peer.js", import.meta.url));
const NATIVE = `${ROOT}build/native`;
/** Where Debian's libboost-dev puts them. */
const BOOST_HEADER = "/usr/include/boost/icl/interval_map.hpp";

/** What ratios are relative to. */
export function baselineOf(metric: string): string {
  return metric === "W2ff" ? "gap-sets" : "std::map";
}

/** Every peer that this machine has, the engine first; says what is missing. */
export function programs(say: (line: string) => void): Program[] {
  return [
    { peer: "engine", command: script("engine"), plays: () => true },
    ...nativePrograms(say),
    {
      peer: "sorted-btree",
      command: script("sorted-btree"),
      plays: (cell) => placesByScan(cell) && cell.n <= 128 * 1024,
    },
    {
      peer: "reference",
      command: script("reference"),
      plays: ({ workload, n }) => workload !== "W5" && workload !== "W3" && n <= 1024,
    },
  ];
}

function nativePrograms(say: (line: string) => void): Program[] {
  if (spawnSync("g++", ["--version"]).status !== 0) {
    say("No g++: std::map, gap sets and boost::icl are left out, and there are no ratios to them.");
    return [];
  }
  const withIcl = existsSync(BOOST_HEADER);
  if (!withIcl) say("No boost headers (Debian: libboost-dev): boost::icl is left out.");
  mkdirSync(NATIVE, { recursive: true });
  const flags = ["-O2", "-DNDEBUG", "-std=c++17", ...(withIcl ? ["-DWITH_ICL"] : [])];
  const built = spawnSync("g++", [...flags, "-o", `${NATIVE}/peers`, `${ROOT}bench/native/peers.cc`], {
    encoding: "utf8",
  });
  if (built.status !== 0) throw new Error(`g++: ${built.stderr}`);
  const out: Program[] = [
    { peer: "std::map", command: native("std::map"), plays: placesByScan },
    { peer: "gap-sets", command: native("gap-sets"), plays: ({ workload }) => workload === "W2ff" },
  ];
  if (withIcl) out.push({ peer: "boost::icl", command: native("boost::icl"), plays: placesByScan });
  return out;
}

function script(peer: string): Program["command"] {
  return [process.execPath, SCRIPT, "{wl}", "{n}", peer];
}

function native(peer: string): Program["command"] {
  return [`${NATIVE}/peers`, peer, "{wl}", "{n}"];
}

/** For peers that look for the lowest fit run by run. */
function placesByScan({ workload, n }: Cell): boolean {
  return workload !== "W2ff" || n <= 1024;
}
