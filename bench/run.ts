/**
 * `npm run bench`: every peer on every cell, interleaved, and the speed of the engine relative to them.
 *
 * Options: `--quick` (one round, N up to 16K; about 3 minutes), `--rounds N` (3), `--max-n N`, `--only
 * W1,W3`, `--out FILE` (default: bench/results/latest.json).
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { type Cell, CELLS, targetOf } from "./cells.ts";
import type { Metric } from "./drive.ts";
import { baselineOf, type Program, programs, ROOT } from "./programs.ts";
import { fingerprint, type Summary, summarize } from "./statistics.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    rounds: { type: "string" },
    "max-n": { type: "string" },
    only: { type: "string" },
    out: { type: "string", default: `${ROOT}bench/results/latest.json` },
  },
});
const rounds = Number(values.rounds ?? (values.quick ? 1 : 3));
const maxN = Number(values["max-n"] ?? (values.quick ? 16 * 1024 : Infinity));
const only = values.only?.split(",");

/** The result of one metric at one size. */
interface Row {
  readonly metric: string;
  readonly n: number;
  readonly must?: number;
  readonly aim?: number;
  /** Whether all peers that ran to the end did the same work. */
  readonly sameWork: boolean;
  readonly peers: readonly Summary[];
}

// What else the machine was doing: the averages over 1, 5 and 15 minutes.
const loadBefore = loadavg();
const rows: Row[] = [];
const all = programs((line) => console.log(line));
for (const cell of CELLS) {
  if (cell.n > maxN || (only !== undefined && !only.includes(cell.workload))) continue;
  for (const row of play(cell)) {
    rows.push(row);
    print(row);
  }
}
mkdirSync(dirname(values.out), { recursive: true });
const machine = { node: process.version, rounds, load: [loadBefore, loadavg()] };
writeFileSync(values.out, `${JSON.stringify({ machine, rows }, undefined, 1)}\n`);
const missed = rows.filter(({ must, peers }) => must !== undefined && !(engineRatio(peers) >= must));
const names = missed.map(({ metric, n }) => `${metric} ${n}`).join(", ");
console.log(
  `\n${rows.length} lines, below "must": ${missed.length === 0 ? "none" : names}. JSON: ${values.out}`,
);
if (rows.some(({ sameWork }) => !sameWork)) {
  console.error("Peers disagree on the work of a stream: their times can't be compared.");
  process.exitCode = 1;
}

/** Plays a cell in all rounds, each peer in turn, beginning with another one in each round. */
function play(cell: Cell): Row[] {
  const players = all.filter(({ plays }) => plays(cell));
  const byMetric = new Map<string, Map<string, Metric[]>>();
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < players.length; turn++) {
      const program = players[(turn + round) % players.length];
      if (program === undefined) continue;
      for (const metric of execute(program, cell)) {
        const byPeer = byMetric.get(metric.wl) ?? new Map<string, Metric[]>();
        byMetric.set(metric.wl, byPeer);
        byPeer.set(program.peer, [...(byPeer.get(program.peer) ?? []), metric]);
      }
    }
  }
  return [...byMetric].map(([metric, byPeer]) => {
    const works = [...byPeer.values()].flat().map(fingerprint);
    const baseline = byPeer.get(baselineOf(metric)) ?? [];
    return {
      metric,
      n: cell.n,
      ...targetOf(metric, cell.n),
      sameWork: new Set(works.filter((work) => work !== "")).size <= 1,
      peers: players.map(({ peer }) => summarize(peer, byPeer.get(peer) ?? [], baseline)),
    };
  });
}

function execute({ command: [file, ...args], peer }: Program, { workload, n }: Cell): Metric[] {
  const filled = args.map((arg) => (arg === "{wl}" ? workload : arg === "{n}" ? String(n) : arg));
  const { status, stdout, stderr } = spawnSync(file, filled, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${peer} ${workload} ${n}: ${stderr}`);
  return stdout.trim().split("\n").map(parseMetric);
}

function parseMetric(line: string): Metric {
  const metric: Metric = JSON.parse(line);
  return metric;
}

function engineRatio(peers: readonly Summary[]): number {
  return peers.find(({ peer }) => peer === "engine")?.ratio?.median ?? NaN;
}

function print({ metric, n, must, aim, sameWork, peers }: Row): void {
  const asked = must === undefined ? "" : `   must ${must}, aim ${aim}`;
  console.log(`\n${metric} ${n}${asked}   ${sameWork ? "same work" : "DIFFERENT WORK"}`);
  for (const { peer, median, p10, p90, ratio, cut } of peers) {
    const time = `${median.toFixed(1).padStart(10)} ns  (${p10.toFixed(0)}–${p90.toFixed(0)})`;
    const speed =
      ratio === undefined
        ? ""
        : `×${ratio.median.toFixed(2)} (${ratio.least.toFixed(2)}–${ratio.most.toFixed(2)})`;
    console.log(`  ${peer.padEnd(13)}${time.padEnd(36)}${speed}${cut ? "  time-limited" : ""}`);
  }
}
