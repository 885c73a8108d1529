import pc from "picocolors";

/**
 * Colours where standard output is a terminal (or FORCE_COLOR asks for them) and NO_COLOR is not set. Not where only CI is set: what is
 * written into a file or a pipe is the same everywhere.
 */
export const colours: ReturnType<typeof pc.createColors> = pc.createColors(wantsColour(process.env));

function wantsColour({ NO_COLOR, FORCE_COLOR }: NodeJS.ProcessEnv): boolean {
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") return FORCE_COLOR !== "0";
  return process.stdout.isTTY;
}
