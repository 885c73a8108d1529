import { fieldsJson } from "./json.js";
/** A trace as the text of a `.json` file: a field or a step a line. */
export function printTrace(trace) {
    const fields = Object.entries(fieldsJson(trace)).map(([field, value]) => {
        const text = field === "steps" && Array.isArray(value) && value.length > 0
            ? `[\n${value.map((step) => `    ${printJson(step)}`).join(",\n")}\n  ]`
            : printJson(value);
        return `  ${JSON.stringify(field)}: ${text}`;
    });
    return `{\n${fields.join(",\n")}\n}\n`;
}
/** A trace as a line of a `.jsonl` file, without the line's end. */
export function printTraceLine(trace) {
    return printJson(fieldsJson(trace));
}
/** JSON on one line, with a space after each comma and colon and inside of braces. */
export function printJson(value) {
    if (Array.isArray(value))
        return `[${value.map(printJson).join(", ")}]`;
    if (typeof value !== "object" || value === null)
        return JSON.stringify(value);
    const fields = Object.entries(value).map(([field, content]) => `${JSON.stringify(field)}: ${printJson(content)}`);
    return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}
//# sourceMappingURL=print.js.map