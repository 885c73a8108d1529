import { Status } from "../zircon/status.js";
import { MAX_NAME_LEN } from "../zircon/vmo.js";
import { err, ok } from "./result.js";
const CONTENT_MAX = MAX_NAME_LEN - 1;
/**
 * The name of a kernel object: at most 31 bytes, none of them 0. Lengths count UTF-8 bytes and not
 * characters.
 *
 * @see zx-api.md §3.4
 */
export class Name {
    static EMPTY = new Name(new Uint8Array());
    #bytes;
    constructor(bytes) {
        this.#bytes = bytes;
    }
    /** `Name::new`: INVALID_ARGS for more than 31 bytes, or with a NUL among them. */
    static from(text) {
        const bytes = encode(text);
        if (bytes.length > CONTENT_MAX || bytes.includes(0))
            return err(Status.INVALID_ARGS);
        return ok(new Name(bytes));
    }
    /**
     * `Name::new_lossy`: the first 31 bytes, then without NULs. The cut may go through a character; {@link
     * toString} shows U+FFFD for what is left of it.
     */
    static lossy(text) {
        return new Name(encode(text)
            .subarray(0, CONTENT_MAX)
            .filter((byte) => byte !== 0));
    }
    /** A copy of the bytes, without the NULs that fill the kernel's array. */
    get bytes() {
        return this.#bytes.slice();
    }
    /** In bytes. */
    get length() {
        return this.#bytes.length;
    }
    get isEmpty() {
        return this.#bytes.length === 0;
    }
    /** Whether both have the same bytes. */
    equals(other) {
        const bytes = typeof other === "string" ? encode(other) : other.#bytes;
        return bytes.length === this.#bytes.length && this.#bytes.every((byte, i) => byte === bytes[i]);
    }
    toString() {
        return new TextDecoder("utf-8", { ignoreBOM: true }).decode(this.#bytes);
    }
    toJSON() {
        return this.toString();
    }
}
function encode(text) {
    return typeof text === "string" ? new TextEncoder().encode(text) : text.slice();
}
//# sourceMappingURL=name.js.map