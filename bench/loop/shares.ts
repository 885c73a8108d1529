/** Where the loop's time goes: the samples of V8's profiler, each given to the part of the loop that its stack is in. */
import { type Profiler, Session } from "node:inspector/promises";

interface Frame {
  /** The path of its file, from the end of `build/` on; empty for what is not JavaScript. */
  readonly file: string;
  readonly name: string;
}

interface Part {
  readonly name: string;
  /** Whether a stack, which holds these frames, is in it. */
  readonly claims: (stack: readonly Frame[]) => boolean;
}

function inFile(...files: string[]): Part["claims"] {
  return (stack) => stack.some(({ file }) => files.some((path) => file.startsWith(path)));
}

function inFunction(...names: string[]): Part["claims"] {
  return (stack) => stack.some(({ name }) => names.includes(name));
}

const isRun = inFile("src/fuzz/lockstep.js");
const isGeneration: Part["claims"] = (stack) => inFile("src/fuzz/generate.js")(stack) && !isRun(stack);

/** The parts of the loop. A stack belongs to the first that claims it. */
const PARTS: readonly Part[] = [
  { name: "garbage collection", claims: inFunction("(garbage collector)") },
  {
    name: "generation: taking in the state",
    claims: (stack) => isGeneration(stack) && inFunction("apply", "Live")(stack),
  },
  { name: "generation: choosing", claims: isGeneration },
  { name: "laws, every fourth program", claims: inFile("src/fuzz/laws/") },
  { name: "leases", claims: inFile("src/ledger/") },
  { name: "questions at the end", claims: inFunction("interrogate") },
  { name: "coverage", claims: inFile("src/fuzz/coverage.js", "src/fuzz/novelty.js") },
  {
    name: "kernels made",
    claims: inFunction("createReferenceKernel", "createPagedKernel", "kernelConfig", "Session"),
  },
  { name: "address space, read from both", claims: inFunction("observe", "pageDiffers") },
  {
    name: "comparison",
    claims: inFile("src/fuzz/compare.js", "src/fuzz/questions.js"),
  },
  { name: "reference model", claims: inFile("models/reference/") },
  { name: "paged engine", claims: inFile("models/paged/") },
  { name: "operations as calls", claims: inFile("src/fuzz/execute.js", "src/fuzz/side.js") },
  { name: "the rest of lockstep, fast-check", claims: () => true },
];

export interface Share {
  readonly part: string;
  /** Of 1. */
  readonly share: number;
}

/** Runs `work` under the profiler and says which part of the time each part of the loop took. */
export async function shares(work: () => void): Promise<Share[]> {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 200 });
  await session.post("Profiler.start");
  work();
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  return sharesIn(profile);
}

function sharesIn({ nodes, samples = [] }: Profiler.Profile): Share[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const partOf = new Map<number, number>();
  const visit = (node: Profiler.ProfileNode, above: readonly Frame[]): void => {
    const stack = [...above, frameOf(node)];
    partOf.set(
      node.id,
      PARTS.findIndex(({ claims }) => claims(stack)),
    );
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child !== undefined) visit(child, stack);
    }
  };
  const [root] = nodes;
  if (root !== undefined) visit(root, []);
  const counts = PARTS.map(() => 0);
  let inLoop = 0;
  for (const id of samples) {
    const part = partOf.get(id);
    const name = byId.get(id)?.callFrame.functionName;
    if (part === undefined || name === "(idle)" || name === "(program)") continue;
    counts[part] = (counts[part] ?? 0) + 1;
    inLoop++;
  }
  return PARTS.map(({ name }, i) => ({ part: name, share: (counts[i] ?? 0) / inLoop }));
}

function frameOf({ callFrame: { url, functionName } }: Profiler.ProfileNode): Frame {
  const at = url.indexOf("/build/");
  return { file: at < 0 ? "" : url.slice(at + "/build/".length), name: functionName };
}
