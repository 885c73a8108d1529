import { Session, execute } from "../fuzz/execute.js";
import { kernelConfig } from "../fuzz/program.js";
import { SpaceLog } from "../fuzz/space.js";
import { slotNames } from "../fuzz/to-trace.js";
import { strip } from "./strip.js";
/** The address space before and after the last operation of a program, as the named kernels show it. */
export function lastStepPicture(program, kernels) {
    const { base, size, pageSize } = program.world.aspace;
    const names = slotNames(program.ops);
    const name = (object) => (object > 0 && object < 1 ? "root" : (names.get(object) ?? "?"));
    const draw = (log) => strip(log, { base, size, pageSize, name }).join("\n");
    const lines = [];
    let before;
    let after;
    for (const kernel of kernels) {
        const { was, is } = aroundLastStep(program, kernel.factory);
        const [wasText, isText] = [draw(was), draw(is)];
        if (wasText !== before)
            lines.push(`before (${kernel.name}):`, ...indent(wasText));
        if (isText === wasText)
            lines.push(`after (${kernel.name}): as before`);
        else if (isText === after)
            lines.push(`after (${kernel.name}): the same`);
        else
            lines.push(`after (${kernel.name}):`, ...indent(isText));
        before ??= wasText;
        after ??= isText;
    }
    return lines;
}
function indent(text) {
    return text.split("\n").map((line) => `  ${line}`);
}
/** The spaces around the last operation; a kernel that throws there shows what it had come to. */
function aroundLastStep(program, kernel) {
    const { aspace } = program.world;
    const session = new Session(kernel(kernelConfig(program.world)), aspace);
    const was = new SpaceLog(session);
    const is = new SpaceLog(session);
    program.ops.forEach((op, i) => {
        if (i === program.ops.length - 1)
            was.observe(aspace.base, aspace.size);
        try {
            execute(session, op);
        }
        catch {
            // The report says what was thrown; the picture shows the space it left.
        }
    });
    is.observe(aspace.base, aspace.size);
    return { was, is };
}
//# sourceMappingURL=picture.js.map