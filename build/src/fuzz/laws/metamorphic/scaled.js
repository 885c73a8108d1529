import { ALIGN_BASE, wrapU64 } from "../../../zircon/index.js";
import { compareImage } from "./correspond.js";
/** Pages of 64 KiB for pages of 4 KiB. */
const FACTOR = 16;
const FACTOR_SHIFT = 4;
/** With pages and values sixteen times as large, every answer is sixteen times as large. */
export const scaled = {
    name: "scaled",
    rules: ["§1.1"],
    relate(program, kernel) {
        if (program.world.aspace.pageSize !== 4096)
            return undefined;
        const small = scalable(program);
        const { base, size } = small.world.aspace;
        const aspace = { base: Number(base) * FACTOR, size: Number(size) * FACTOR, pageSize: 4096 * FACTOR };
        return compareImage(small, kernel, {
            world: { ...small.world, aspace },
            op: scaledOp,
            output(name, value) {
                // Each page's share of the scaled counters is rounded for itself.
                if (name.includes("Scaled"))
                    return undefined;
                return SCALED_OUTPUT.test(name) ? scale(value) : value;
            },
            address: scaledValue,
            length: scaledValue,
            bytes: (bytes) => bytes.filter((_, i) => i % FACTOR === 0),
        });
    },
};
const SCALED_OUTPUT = /^(address|base|len|size|transferred)$|\.(base|size|vmoOffset)$|(sizeBytes|committedBytes|populatedBytes|PrivateBytes)$/;
/** The program in bytes that can stand apart from one another: no words, counters in bytes. */
function scalable({ world, ops }) {
    const semantics = { ...world.semantics, "V-9": true };
    return { world: { ...world, semantics }, ops: ops.filter((op) => !isLease(op)).map(byByte) };
}
/** Leases compare all bytes, also those between the ones that correspond. */
function isLease({ call }) {
    return call === "borrow" || call === "release";
}
function byByte(op) {
    if (op.call !== "access" || op.width === 1)
        return op;
    return { ...op, width: 1, value: op.value === undefined ? undefined : Number(op.value) & 0xff };
}
function scaledOp(op) {
    const image = { ...op };
    if ("addr" in image) {
        const delta = scale(image.addr.delta);
        if (delta === undefined)
            return undefined;
        image.addr = { ...image.addr, delta };
    }
    if ("offset" in image && typeof image.offset !== "object") {
        const offset = scale(image.offset);
        if (offset === undefined)
            return undefined;
        image.offset = offset;
    }
    if ("vmoOffset" in image) {
        const vmoOffset = scale(image.vmoOffset);
        if (vmoOffset === undefined)
            return undefined;
        image.vmoOffset = vmoOffset;
    }
    if ("len" in image) {
        const len = scale(image.len);
        if (len === undefined)
            return undefined;
        image.len = len;
    }
    if ("size" in image) {
        const size = scale(image.size);
        if (size === undefined)
            return undefined;
        image.size = size;
    }
    if ("bytes" in image)
        image.bytes = apart(image.bytes);
    if (image.call === "allocate" || image.call === "map") {
        const options = scaledAlign(image.options);
        if (options === undefined)
            return undefined;
        image.options = options;
    }
    return image;
}
/** Sixteen times a value. Those near 2^63 and 2^64 keep their place and scale their distance from it; others have no image. */
function scale(value) {
    if (typeof value === "number" && value < 2 ** 48)
        return value * FACTOR;
    const near = 2n ** 56n;
    for (const anchor of [0n, 2n ** 63n, 2n ** 64n]) {
        const distance = BigInt(value) - anchor;
        if (distance > -near && distance < near)
            return wrapU64(anchor + distance * BigInt(FACTOR));
    }
    return undefined;
}
function scaledValue(value) {
    return scale(value) ?? value;
}
/** Each byte at the start of its sixteen. */
function apart(bytes) {
    const image = new Uint8Array(bytes.length * FACTOR);
    for (const [i, byte] of bytes.entries())
        image[i * FACTOR] = byte;
    return image;
}
/** The alignment field, sixteen times as large; values that are no alignment stay. */
function scaledAlign(options) {
    const align = options >>> ALIGN_BASE;
    if (align < 10 || align > 32)
        return options;
    if (align + FACTOR_SHIFT > 32)
        return undefined;
    return ((options & 0xff_ffff) | ((align + FACTOR_SHIFT) << ALIGN_BASE)) >>> 0;
}
//# sourceMappingURL=scaled.js.map