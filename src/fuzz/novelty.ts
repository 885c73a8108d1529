import type { Status } from "../zircon/index.ts";
import { Coverage, SHAPES } from "./coverage.ts";
import type { Session } from "./execute.ts";
import type { Op } from "./program.ts";
import type { RuleLog } from "./rule-log.ts";
import type { SpaceLog } from "./space.ts";

/**
 * Coverage that also knows what one program reached: features finer than the tables show, namely which rules decided a call together.
 * Guided campaigns keep the programs that reach a feature first.
 */
export class Novelty extends Coverage {
  #features = new Set<string>();

  /** The features of the operations since the last {@link take}. */
  take(): ReadonlySet<string> {
    const taken = this.#features;
    this.#features = new Set();
    return taken;
  }

  override answered(op: Op, status: Status, session: Session, before: SpaceLog, rules?: RuleLog): void {
    super.answered(op, status, session, before, rules);
    this.#features.add(`${op.call} ${status} ${rules?.distinct.join(" ") ?? ""}`);
  }

  override shaped(shape: number): void {
    super.shaped(shape);
    this.#features.add(SHAPES[shape] ?? "");
  }
}
