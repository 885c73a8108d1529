import { aspaceProblem } from "../trace/aspace.ts";
import { mismatch, TraceError, type TracePlace } from "../trace/error.ts";
import { checkTrace } from "../trace/parse.ts";
import { fieldsJson } from "../trace/json.ts";
import type { MapsEntry, Step, Trace } from "../trace/types.ts";
import { DEFAULT_ASPACE } from "../zircon/kernel.ts";
import { PageGeometry } from "../zircon/page.ts";
import type { Semantics } from "../zircon/semantics.ts";
import type { U64 } from "../zircon/u64.ts";
import { callStep } from "./calls.ts";
import { readCall, readNumber, readSettings } from "./line.ts";
import { LogWorld } from "./world.ts";

export interface ImportOptions {
  /** The trace's name, in kebab-case. */
  readonly name: string;
  /** Where the log comes from, for the place of an error. */
  readonly file?: string;
  /** What the kernel that was logged does otherwise than the newest one. */
  readonly semantics?: Partial<Semantics>;
}

/**
 * The trace that a log of calls and results tells (docs/zx-log.md): each line a step, its results the step's expectations, the
 * addresses that the kernel chose to be adopted.
 *
 * @throws TraceError for a line that is none of the format, with its place
 */
export function importZxLog(text: string, { name, file, semantics }: ImportOptions): Trace {
  const at = (line: number): TracePlace => ({ ...(file === undefined ? {} : { file }), line });
  const steps: Step[] = [];
  let world: LogWorld | undefined;
  let aspace: { base: U64; size: U64; pageSize: number } | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const place = at(index + 1);
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    if (world === undefined) {
      const head = readHead(line, place);
      aspace = { base: head.base, size: head.size, pageSize: head.pageSize };
      world = new LogWorld(head.root, head.base, new PageGeometry(head.pageSize));
    } else if (/^(?:vmar|map)\s/.test(line)) {
      addRecord(steps, readRecord(line, world, place), place);
    } else {
      steps.push(stepOf(line, world, place));
    }
  }
  if (aspace === undefined) throw new TraceError(at(1), mismatch(HEAD, undefined));
  const trace: Trace = {
    vmarTrace: 1,
    name,
    source: "imported from a log of calls and results",
    aspace: { ...aspace, aslr: false },
    ...(semantics === undefined || Object.keys(semantics).length === 0 ? {} : { semantics }),
    steps,
  };
  // The one reader of traces has the last word on whether this is one.
  return checkTrace(fieldsJson(trace), file === undefined ? {} : { file });
}

const HEAD = "a first line `zx-log root=HANDLE base=ADDRESS size=BYTES [page=BYTES]`";

function readHead(line: string, place: TracePlace): { root: U64; base: U64; size: U64; pageSize: number } {
  if (!line.startsWith("zx-log ")) throw new TraceError(place, mismatch(HEAD, line));
  const settings = readSettings(line, place);
  const root = settings.get("root");
  const base = settings.get("base");
  const size = settings.get("size");
  const pageSize = Number(settings.get("page") ?? DEFAULT_ASPACE.pageSize);
  if (root === undefined || base === undefined || size === undefined)
    throw new TraceError(place, mismatch(HEAD, line));
  const problem = aspaceProblem({ base, size, pageSize });
  if (problem !== undefined)
    throw new TraceError(place, mismatch(`a ${problem.field} that is ${problem.expected}`, line));
  return { root, base, size, pageSize };
}

function stepOf(line: string, world: LogWorld, place: TracePlace): Step {
  const call = readCall(line, place);
  try {
    return callStep(call, world);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new TraceError(place, `${call.call}: ${error.message}`);
  }
}

/** `vmar DEPTH BASE SIZE` or `map DEPTH BASE SIZE PERMS OFFSET`: a record of the VMAR_MAPS above it. */
function readRecord(line: string, world: LogWorld, place: TracePlace): MapsEntry {
  const [kind, depth = "", base = "", size = "", perms = "", offset = "", ...rest] = line.split(/\s+/);
  const entry = {
    base: world.address(readNumber(base, place)),
    size: readNumber(size, place),
    depth: Number(readNumber(depth, place)),
  };
  if (rest.length > 0 || (kind === "vmar" && perms !== ""))
    throw new TraceError(place, mismatch("nothing behind the record", line));
  if (kind === "vmar") return { type: "vmar", ...entry };
  if (!/^[r-][w-][x-]$/.test(perms)) throw new TraceError(place, mismatch("permissions such as rw-", perms));
  return { type: "mapping", ...entry, perms, vmoOffset: readNumber(offset, place) };
}

function addRecord(steps: Step[], entry: MapsEntry, place: TracePlace): void {
  const last = steps.at(-1);
  if (last?.op !== "info_maps" || last.expect?.status !== "OK")
    throw new TraceError(place, mismatch("a record behind a zx_object_get_info of topic 36", last?.op));
  steps[steps.length - 1] = {
    ...last,
    expect: { ...last.expect, maps: [...(last.expect.maps ?? []), entry] },
  };
}
