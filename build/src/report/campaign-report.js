/** Whether the run found nothing wrong. */
export function isClean({ corpus, result, missing }) {
    return result.failure === undefined && (corpus?.failures.length ?? 0) === 0 && missing.length === 0;
}
/** The commands that show a failure again. */
export function replayCommands({ seed, profile, left, right, result, saved }) {
    const place = result.failure?.place;
    if (place === undefined)
        return [];
    const kernels = `--left ${shellWord(left.name)} --right ${shellWord(right.name)}`;
    const again = `npx vmar-fuzz run --seed ${shellWord(seed)} --profile ${profile} ${kernels} --path ${place}`;
    return saved === undefined ? [again] : [replayCommand(saved, left.name, right.name), again];
}
/** The command that replays a saved failure. */
export function replayCommand(saved, left, right) {
    const kernels = `--kernel ${shellWord(left)} --kernel ${shellWord(right)}`;
    return `npx vmar-fuzz replay ${shellWord(saved)} ${kernels}`;
}
function shellWord(text) {
    return /^[\w.,:/-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw `'\''`)}'`;
}
//# sourceMappingURL=campaign-report.js.map