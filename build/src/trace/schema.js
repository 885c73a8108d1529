import { z } from "zod";
import { Status } from "../zircon/status.js";
import { SWITCH_IDS } from "../zircon/semantics.js";
import { hasKey } from "../zircon/typed.js";
import { CachePolicy } from "../zircon/vmo.js";
import { addressNames, differenceNames, isName, parseHex } from "./address.js";
import { RANGE_OPS, RIGHTS, VM_OPTIONS, VMO_CHILD_OPTIONS, VMO_OPTIONS } from "./flags.js";
/**
 * The shape of a trace: which fields each op and its expectation take, and the form of each. Whether names are bound and whether
 * fields fit together is the business of scope.ts. The message of each issue is what was expected, to stand before `, found …`.
 */
/** A value that `read` turns into a T, or refuses with undefined. */
function leaf(expected, read) {
    return z.transform((input, context) => {
        const value = read(input);
        if (value !== undefined)
            return value;
        context.issues.push({ code: "custom", input, message: expected });
        return z.NEVER;
    });
}
const WORD_MAX = 0xffff_ffff;
function readInteger(input) {
    return typeof input === "number" && Number.isSafeInteger(input) && input >= 0 ? Math.abs(input) : undefined; // -0 is 0
}
function readInt(input) {
    return typeof input === "string" ? parseHex(input) : readInteger(input);
}
function readWord(input) {
    const value = readInt(input);
    return typeof value === "number" && value <= WORD_MAX ? value : undefined;
}
function readText(input) {
    return typeof input === "string" ? input : undefined;
}
export function isObject(input) {
    return typeof input === "object" && input !== null && !Array.isArray(input);
}
function readTextIf(accepts) {
    return (input) => (typeof input === "string" && accepts(input) ? input : undefined);
}
function readExpression(isExpression) {
    const readName = readTextIf(isExpression);
    return (input) => readInt(input) ?? readName(input);
}
const INT = `an Int (an integer from 0 to 2^53-1, or "0x" with up to 16 hex digits)`;
const int = leaf(INT, readInt);
const positiveInt = leaf(`${INT} above 0`, (input) => readInt(input) || undefined);
const word = leaf("an Int of at most 32 bits", readWord);
const integer = leaf("an integer from 0 to 2^53-1", readInteger);
const text = leaf("a string", readText);
const onOff = leaf("true or false", (input) => (typeof input === "boolean" ? input : undefined));
const name = leaf("a name ([a-z][a-zA-Z0-9_]*)", readTextIf(isName));
const addr = leaf(`an Addr (an Int, or "name", "name+Int" or "name-Int")`, readExpression((input) => addressNames(input) !== undefined));
const offset = leaf(`an Int, or an Offset ("name-name", "name-name+Int" or "name-name-Int")`, readExpression((input) => differenceNames(input) !== undefined));
const bytes = leaf("a hex string of whole bytes", (input) => readTextIf((digits) => /^(?:[0-9a-fA-F]{2})*$/.test(digits))(input)?.toLowerCase());
function oneOf(...values) {
    return leaf(`one of ${values.map((value) => JSON.stringify(value)).join(", ")}`, (input) => values.find((value) => value === input));
}
const list = (element, expected) => z.array(element, { error: `an array of ${expected}` });
function flags(names, what) {
    const readName = readTextIf((flag) => names.has(flag));
    const flag = leaf(`the name of ${what}, or an Int of at most 32 bits`, (input) => readWord(input) ?? readName(input));
    return list(flag, `names of ${what} and Ints`);
}
const vmOptions = flags(VM_OPTIONS, "a ZX_VM_ option");
const vmoOptions = flags(VMO_OPTIONS, "a ZX_VMO_ option");
const childOptions = flags(VMO_CHILD_OPTIONS, "a ZX_VMO_CHILD_ option");
const rights = flags(RIGHTS, "a right").refine((elements) => elements.length === 1 || !elements.includes("SAME_RIGHTS"), { error: `"SAME_RIGHTS" as the only element of its array` });
const rangeOp = leaf("the name of a range operation, or an Int of at most 32 bits", (input) => readWord(input) ?? readTextIf((op) => RANGE_OPS.has(op))(input));
const policy = leaf("a cache policy", (input) => typeof input === "string" && hasKey(CachePolicy, input) ? input : undefined);
function readStatus(input) {
    return typeof input === "string" && hasKey(Status, input) ? input : undefined;
}
const status = leaf(`a status name (such as "INVALID_ARGS"), or an array of them`, (input) => {
    if (!Array.isArray(input))
        return readStatus(input);
    const names = input.map(readStatus).filter((statusName) => statusName !== undefined);
    return names.length === input.length && names.length > 0 ? names : undefined;
});
const fault = leaf(`"none", or the name of the status that the fault ends with`, (input) => {
    if (input === "none")
        return input;
    return input === "OK" ? undefined : readStatus(input);
});
const PERMS = "[r-][w-][x-]";
const isPerms = (input) => typeof input === "string" && new RegExp(`^${PERMS}$`).test(input);
const perms = leaf(`permissions such as "r--" or "rw-"`, readTextIf(isPerms));
const pagePerms = leaf(`the permissions of each page, such as "rw- --- r-x ...", one space between`, readTextIf((pages) => new RegExp(`^(?:(?:${PERMS}|\\.{3})(?: (?!$)|$))*$`).test(pages)));
const VMAR_ROW = `a row ["vmar", depth, base, size, name]`;
const MAP_ROW = `a row ["map", depth, base, size, "rw-", vmo, vmoOffset]`;
/** Rows are read by hand: a recording holds hundreds of thousands. */
const row = leaf(`${VMAR_ROW} or ${MAP_ROW}`, (input) => {
    if (!Array.isArray(input))
        return undefined;
    const [kind, depth, base, size, fifth, vmo, vmoOffset] = input;
    const [readDepth, readBase, readSize] = [readInteger(depth), readAddr(base), readInt(size)];
    if (readDepth === undefined || readBase === undefined || readSize === undefined)
        return undefined;
    if (kind === "vmar")
        return input.length === 5 && isNameText(fifth)
            ? ["vmar", readDepth, readBase, readSize, fifth]
            : undefined;
    const readOffset = readInt(vmoOffset);
    return kind === "map" && input.length === 7 && isPerms(fifth) && isNameText(vmo) && readOffset !== undefined
        ? ["map", readDepth, readBase, readSize, fifth, vmo, readOffset]
        : undefined;
});
const readAddr = readExpression((input) => addressNames(input) !== undefined);
const isNameText = (input) => typeof input === "string" && isName(input);
const rows = list(row, "rows");
function object(shape) {
    return z.strictObject(shape, {
        error: (issue) => (issue.code === "invalid_type" ? "an object" : undefined),
    });
}
const mapsEntry = object({
    type: oneOf("aspace", "vmar", "mapping"),
    base: addr,
    size: int,
    depth: integer,
    name: text.exactOptional(),
    perms: perms.exactOptional(),
    vmo: name.exactOptional(),
    vmoOffset: int.exactOptional(),
    committedBytes: int.exactOptional(),
    populatedBytes: int.exactOptional(),
});
const vmoInfo = object({
    sizeBytes: int.exactOptional(),
    committedBytes: int.exactOptional(),
    populatedBytes: int.exactOptional(),
    numMappings: int.exactOptional(),
    shareCount: int.exactOptional(),
});
const dangling = z.union([
    name,
    object({ lease: name, page: addr, reason: oneOf("unmapped", "permission", "replaced", "beyond-end") }),
], { error: `a lease's name, or { "lease": name, "page": Addr, "reason": … }` });
const range = object({ base: addr, size: int });
/** What any step may expect: checked after it. */
const after = {
    dangling: list(dangling, "leases").exactOptional(),
    changed: list(name, "lease names").exactOptional(),
    space: rows.exactOptional(),
    pages: object({ base: addr, perms: pagePerms }).exactOptional(),
};
/** The expectation of an op with those answers. */
function expects(answers) {
    return object({ ...answers, ...after }).exactOptional();
}
const withStatus = { status: status.exactOptional() };
const expectStatus = expects(withStatus);
const exactRights = { rights: rights.exactOptional() };
const placement = {
    at: addr.exactOptional(),
    within: range.exactOptional(),
    aligned: positiveInt.exactOptional(),
    placed: addr.exactOptional(),
};
/** What every step has besides its arguments; a step that makes a handle, an address or a lease may name it. */
const common = { note: text.exactOptional() };
const binds = { as: name.exactOptional(), ...common };
const op = (...ops) => z.literal(ops);
const makesHandle = { ...binds, expect: expects({ ...withStatus, ...exactRights }) };
const plain = { ...common, expect: expectStatus };
const step = z.discriminatedUnion("op", [
    object({
        op: op("allocate"),
        vmar: name,
        options: vmOptions,
        offset,
        size: int,
        ...binds,
        expect: expects({ ...withStatus, ...placement, ...exactRights }),
    }),
    object({
        op: op("map"),
        vmar: name,
        options: vmOptions,
        offset,
        vmo: name,
        vmoOffset: int,
        len: int,
        ...binds,
        expect: expects({ ...withStatus, ...placement }),
    }),
    object({ op: op("unmap"), vmar: name, addr, len: int, ...plain }),
    object({ op: op("protect"), vmar: name, options: vmOptions, addr, len: int, ...plain }),
    object({
        op: op("op_range"),
        vmar: name,
        rangeOp,
        addr,
        len: int,
        bufferSize: int.exactOptional(),
        ...plain,
    }),
    object({ op: op("destroy"), vmar: name, ...plain }),
    object({
        op: op("info"),
        vmar: name,
        ...binds,
        expect: expects({ ...withStatus, info: range.exactOptional() }),
    }),
    object({
        op: op("info_maps"),
        vmar: name,
        capacity: integer.exactOptional(),
        ...common,
        expect: expects({
            ...withStatus,
            actual: integer.exactOptional(),
            available: integer.exactOptional(),
            maps: list(mapsEntry, "map entries").exactOptional(),
            runs: rows.exactOptional(),
        }),
    }),
    object({ op: op("vmo_create"), size: int, options: vmoOptions, ...makesHandle }),
    object({
        op: op("vmo_create_child"),
        vmo: name,
        options: childOptions,
        offset: int,
        size: int,
        ...makesHandle,
    }),
    object({
        op: op("vmo_get_size", "vmo_get_stream_size"),
        vmo: name,
        ...common,
        expect: expects({ ...withStatus, size: int.exactOptional() }),
    }),
    object({ op: op("vmo_set_size", "vmo_set_stream_size"), vmo: name, size: int, ...plain }),
    object({
        op: op("vmo_read"),
        vmo: name,
        offset: int,
        len: int,
        ...common,
        expect: expects({ ...withStatus, bytes: bytes.exactOptional() }),
    }),
    object({ op: op("vmo_write"), vmo: name, offset: int, bytes, ...plain }),
    object({ op: op("vmo_op_range"), vmo: name, rangeOp, offset: int, len: int, ...plain }),
    object({ op: op("vmo_set_cache_policy"), vmo: name, policy, ...plain }),
    object({
        op: op("vmo_info"),
        vmo: name,
        ...common,
        expect: expects({ ...withStatus, vmoInfo: vmoInfo.exactOptional() }),
    }),
    object({ op: op("vmo_replace_as_executable"), vmo: name, ...makesHandle }),
    object({ op: op("handle_duplicate", "handle_replace"), handle: name, rights, ...makesHandle }),
    object({ op: op("handle_close"), handle: name, ...plain }),
    object({
        op: op("basic_info"),
        handle: name,
        ...common,
        expect: expects({
            ...withStatus,
            type: oneOf("VMAR", "VMO").exactOptional(),
            ...exactRights,
            hasRights: rights.exactOptional(),
            lacksRights: rights.exactOptional(),
        }),
    }),
    object({
        op: op("get_name"),
        handle: name,
        ...common,
        expect: expects({ ...withStatus, name: text.exactOptional() }),
    }),
    object({ op: op("set_name"), handle: name, name: text, ...plain }),
    object({ op: op("signal"), handle: name, clear: word, set: word, ...plain }),
    object({
        op: op("wait"),
        handle: name,
        signals: word,
        ...common,
        expect: expects({ ...withStatus, observed: word.exactOptional() }),
    }),
    object({
        op: op("read_memory"),
        addr,
        len: int,
        ...common,
        expect: expects({ ...withStatus, transferred: int.exactOptional(), bytes: bytes.exactOptional() }),
    }),
    object({
        op: op("write_memory"),
        addr,
        bytes,
        ...common,
        expect: expects({ ...withStatus, transferred: int.exactOptional() }),
    }),
    object({
        op: op("access"),
        addr,
        kind: oneOf("read", "write", "execute"),
        value: integer.exactOptional(),
        ...common,
        expect: expects({ fault: fault.exactOptional(), value: int.exactOptional() }),
    }),
    object({
        op: op("borrow"),
        addr,
        len: int,
        kind: oneOf("shared", "mut", "execute"),
        ...binds,
        expect: expectStatus,
    }),
    object({ op: op("release"), lease: name, ...common, expect: expects({}) }),
], { error: ({ input }) => (isObject(input) ? "the name of an operation" : "a step (an object)") });
const trace = object({
    vmarTrace: z.literal(1, { error: "1 (the one version that is read)" }),
    name: leaf("a name in kebab-case", readTextIf((input) => /^[A-Za-z0-9]+(?:[-._][A-Za-z0-9]+)*$/.test(input))),
    about: text.exactOptional(),
    source: text.exactOptional(),
    rules: list(text, "rule ids").exactOptional(),
    seed: z.record(z.string(), z.unknown(), { error: "an object" }).exactOptional(),
    aspace: object({
        base: int.exactOptional(),
        size: int.exactOptional(),
        pageSize: int.exactOptional(),
        aslr: z
            .union([z.literal(false), object({ seed: text })], { error: `false, or { "seed": string }` })
            .exactOptional(),
    }).exactOptional(),
    semantics: object(Object.fromEntries(SWITCH_IDS.map((id) => [id, onOff.exactOptional()]))).exactOptional(),
    watch: oneOf("space").exactOptional(),
    steps: z.array(step, { error: "an array of steps" }),
});
export const traceSchema = trace;
//# sourceMappingURL=schema.js.map