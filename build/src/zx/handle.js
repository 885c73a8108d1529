import { HANDLE_INVALID } from "../zircon/kernel.js";
import { INFO_HANDLE_BASIC_SIZE } from "../zircon/records.js";
import { Status } from "../zircon/status.js";
import { handleBasicInfo } from "./handle-basic-info.js";
import { Name } from "./name.js";
import { err, fromStatus, mapResult, ok } from "./result.js";
import { Rights } from "./rights.js";
import { Signals } from "./signals.js";
/**
 * What every kind of handle can do: the crate's traits `AsHandleRef` and `HandleBased`.
 *
 * An object of this class *owns* its handle until it is closed or moved ({@link replace}, {@link intoRaw},
 * {@link intoHandle}). After that its raw value is 0 and the kernel answers BAD_HANDLE by itself; nothing
 * throws. A *borrowed* handle ({@link borrow}) belongs to somebody else: closing it does nothing, and moving
 * it is a mistake of the program (`TypeError`).
 *
 * Closing never unmaps or frees memory: a region without handles lives on in its parent.
 *
 * @typeParam Self the class itself
 * @see zx-api.md §4
 */
export class HandleBased {
    /** Who answers the calls. */
    kernel;
    #raw;
    #borrowed;
    constructor(kernel, raw, borrowed) {
        this.kernel = kernel;
        this.#raw = raw;
        this.#borrowed = borrowed;
    }
    /** The handle's value, which stays this object's; 0 once closed or moved. */
    get rawHandle() {
        return this.#raw;
    }
    /**
     * Whether the value is 0. Does not ask the kernel: a handle that was closed behind this object's back
     * counts as valid.
     */
    get isInvalid() {
        return this.#raw === HANDLE_INVALID;
    }
    /**
     * `zx_handle_close`, once: a closed, moved or borrowed handle is left alone. What the kernel answers is
     * ignored, as Rust's drop does.
     */
    close() {
        if (this.#borrowed || this.isInvalid)
            return;
        this.kernel.handleClose(this.intoRaw());
    }
    /** {@link close}, at the end of a `using` block. */
    [Symbol.dispose]() {
        this.close();
    }
    /** The same handle, borrowed: for code that shall use it and not close it. */
    borrow() {
        return this.wrap(this.#raw, true);
    }
    /**
     * Moves the value out, without closing it: who takes it must see to that.
     *
     * @throws TypeError if the handle is borrowed
     */
    intoRaw() {
        if (this.#borrowed)
            throw new TypeError("a borrowed handle cannot be given away: duplicate it");
        const raw = this.#raw;
        this.#raw = HANDLE_INVALID;
        return raw;
    }
    /**
     * Moves the handle into one without a type.
     *
     * @throws TypeError if the handle is borrowed
     */
    intoHandle() {
        return Handle.unsafeFromRaw(this.kernel, this.intoRaw());
    }
    /**
     * `zx_handle_duplicate`: another handle to the same object. Works on a destroyed region too.
     *
     * Errors (HND-02):
     * - BAD_HANDLE
     * - ACCESS_DENIED without DUPLICATE
     * - INVALID_ARGS if `rights` is no subset of the handle's
     *
     * @param rights of the new handle; by default those that this one has
     */
    duplicate(rights = Rights.SAME_RIGHTS) {
        return this.wrapAnswer(this.kernel.handleDuplicate(this.#raw, rights.bits));
    }
    /**
     * `zx_handle_replace`: moves the object to a new handle. This one is gone in every case, also when the call
     * fails. Needs no right.
     *
     * Errors (HND-03):
     * - BAD_HANDLE, also for an invalid handle (the newest crate answers success there without asking the
     *   kernel)
     * - INVALID_ARGS if `rights` is no subset of the handle's
     *
     * @throws TypeError if the handle is borrowed
     */
    replace(rights) {
        return this.wrapAnswer(this.kernel.handleReplace(this.intoRaw(), rights.bits));
    }
    /**
     * `zx_object_get_info` HANDLE_BASIC: the object's koid and type, the handle's rights. Needs no right.
     *
     * Errors: BAD_HANDLE (HND-04).
     */
    basicInfo() {
        const { status, info } = this.kernel.infoHandleBasic(this.#raw, INFO_HANDLE_BASIC_SIZE);
        if (status !== Status.OK)
            return err(status);
        return info === undefined ? err(Status.INTERNAL) : ok(handleBasicInfo(info));
    }
    /**
     * `zx_object_get_info` HANDLE_COUNT: how many handles the object has.
     *
     * Errors (HND-04):
     * - BAD_HANDLE
     * - ACCESS_DENIED without INSPECT
     */
    countInfo() {
        const { status, value } = this.kernel.infoHandleCount(this.#raw);
        return status === Status.OK ? ok({ handleCount: Number(value) }) : err(status);
    }
    /** The object's koid, from {@link basicInfo}. */
    koid() {
        return mapResult(this.basicInfo(), (info) => info.koid);
    }
    /**
     * `zx_object_get_property` NAME.
     *
     * Errors (HND-07):
     * - BAD_HANDLE
     * - ACCESS_DENIED without GET_PROPERTY, which no VMAR handle has
     */
    getName() {
        const { status, name } = this.kernel.objectGetName(this.#raw);
        return status === Status.OK ? ok(Name.lossy(name)) : err(status);
    }
    /**
     * `zx_object_set_property` NAME.
     *
     * Errors (HND-07):
     * - INVALID_ARGS, before the kernel is asked, for a text that is no {@link Name}
     * - BAD_HANDLE
     * - ACCESS_DENIED without SET_PROPERTY, which no VMAR handle has
     */
    setName(name) {
        const checked = typeof name === "string" ? Name.from(name) : ok(name);
        if (!checked.ok)
            return checked;
        return fromStatus(this.kernel.objectSetName(this.#raw, checked.value.toString()));
    }
    /**
     * `zx_object_signal`: turns signals of the object off and on.
     *
     * Errors (HND-06, D-25):
     * - BAD_HANDLE
     * - ACCESS_DENIED without SIGNAL, which no VMAR handle has
     * - INVALID_ARGS for signals that are not the user's
     */
    signal(clear, set) {
        return fromStatus(this.kernel.objectSignal(this.#raw, clear.bits, set.bits));
    }
    /**
     * `zx_object_wait_one` with a deadline that has passed: which of `signals` are on now. Here everything
     * happens in calls, so nothing could end a longer wait: there is no deadline to give and nothing to await.
     *
     * Errors (HND-06):
     * - BAD_HANDLE
     * - ACCESS_DENIED without WAIT, which no VMAR handle has
     */
    waitOne(signals) {
        const { status, observed } = this.kernel.objectWaitOne(this.#raw, signals.bits);
        const seen = Signals.truncate(observed);
        if (status === Status.OK)
            return { kind: "ok", signals: seen };
        if (status === Status.TIMED_OUT)
            return { kind: "timedOut", signals: seen };
        if (status === Status.CANCELED)
            return { kind: "canceled", signals: seen };
        return { kind: "err", status };
    }
    /**
     * Whether both are the same handle of the same kernel. Two duplicates are not; see {@link isSameObject}.
     */
    equals(other) {
        return this.kernel === other.kernel && this.#raw === other.#raw;
    }
    /** Whether both are handles to one object: compares koids. Errors: those of {@link koid} of either. */
    isSameObject(other) {
        const mine = this.koid();
        if (!mine.ok)
            return mine;
        return mapResult(other.koid(), (theirs) => this.kernel === other.kernel && mine.value === theirs);
    }
    /** `Vmar(27)`: the type and the handle's value. */
    toString() {
        return `${this[Symbol.toStringTag]}(${this.#raw})`;
    }
    /** The new handle of an answer. */
    wrapAnswer({ status, handle }) {
        return status === Status.OK ? ok(this.wrap(handle, false)) : err(status);
    }
}
// Node's `console.log` shows what `toString` says, and not the whole kernel.
Object.defineProperty(HandleBased.prototype, Symbol.for("nodejs.util.inspect.custom"), {
    value() {
        return this.toString();
    },
});
/** A handle to anything. `Vmar.fromHandle` and its like give it a type, which nobody checks. */
export class Handle extends HandleBased {
    /**
     * Takes over a raw handle value.
     *
     * Safety (SAFE-20): the value is an open handle, or 0, and nobody else closes it.
     */
    static unsafeFromRaw(kernel, raw) {
        return new Handle(kernel, raw, false);
    }
    get [Symbol.toStringTag]() {
        return "Handle";
    }
    wrap(raw, borrowed) {
        return new Handle(this.kernel, raw, borrowed);
    }
}
//# sourceMappingURL=handle.js.map