import { SafetyLedger } from "../ledger/ledger.js";
import { HANDLE_INVALID, } from "../zircon/kernel.js";
import { VmOption } from "../zircon/options.js";
import { PageGeometry } from "../zircon/page.js";
import { AdoptingPlacement, lowestPlacement, randomPlacement } from "../zircon/placement.js";
import { INFO_HANDLE_BASIC_SIZE } from "../zircon/records.js";
import { DEFAULT_SEMANTICS } from "../zircon/semantics.js";
import { Status } from "../zircon/status.js";
import { aspaceOf } from "./aspace.js";
import { Bindings } from "./bindings.js";
import { execute } from "./execute.js";
import { flagsWord, VM_OPTIONS } from "./flags.js";
import { ObjectNames } from "./object-names.js";
import { observeRuns } from "./runs.js";
/** One kernel running one trace: the kernel in its configuration, what the names stand for on it, and its ledger. */
export class Session {
    name;
    kernel;
    aspace;
    pages;
    bindings;
    names = new ObjectNames();
    ledger;
    #placement;
    #rule;
    #listening = false;
    constructor({ name, factory }, trace) {
        this.name = name;
        this.aspace = aspaceOf(trace.aspace);
        this.pages = new PageGeometry(this.aspace.pageSize);
        const aslr = trace.aspace?.aslr;
        this.#placement = new AdoptingPlacement(aslr ? randomPlacement(aslr.seed) : lowestPlacement);
        this.kernel = factory({
            aspace: this.aspace,
            placement: this.#placement,
            semantics: { ...DEFAULT_SEMANTICS, ...trace.semantics },
            onRule: (rule) => {
                if (this.#listening)
                    this.#rule = rule;
            },
        });
        this.bindings = new Bindings(this.kernel.rootVmar, this.aspace.base);
        this.names.bind("root", this.#koid(this.kernel.rootVmar));
        this.ledger = new SafetyLedger(this.kernel, this.aspace.pageSize);
    }
    /** Makes the step's call. A recorded address (`placed`) is adopted. The step's name is bound by {@link settle}. */
    execute(step) {
        const placed = step.expect?.placed;
        this.#placement.next = placed === undefined ? undefined : this.pages.of(this.bindings.address(placed));
        this.#rule = undefined;
        this.#listening = true;
        const execution = execute(step, this);
        this.#listening = false;
        const { handle, outcome } = execution;
        const rights = handle === undefined ? undefined : this.#basicInfo(handle)?.rights;
        return rights === undefined ? execution : { ...execution, outcome: { ...outcome, rights } };
    }
    /** The last rule that the kernel told while it made the step's call: the one that decided the answer. */
    get rule() {
        return this.#rule;
    }
    /** Binds the step's name to what was answered and examines the leases. */
    settle(step, execution) {
        const call = this.#ledgerCall(step, execution);
        this.#bind(step, execution);
        return this.ledger.examine(call);
    }
    /** The whole address space as it is now. */
    space() {
        return observeRuns(this.kernel, this.aspace, this.names);
    }
    /** The koid of the object behind a name's handle; undefined if the handle is closed or none. */
    koidOf(name) {
        return this.#koid(this.bindings.handle(name));
    }
    #bind(step, { outcome, handle }) {
        if (!("as" in step) || step.op === "borrow")
            return;
        if (step.op === "info")
            this.bindings.bindAddress(step.as, outcome.info?.base ?? 0);
        if (step.op === "map" || step.op === "allocate")
            this.bindings.bindAddress(step.as, outcome.at ?? 0);
        if (step.op === "map" || step.op === "info")
            return;
        this.bindings.bindHandle(step.as, handle ?? HANDLE_INVALID);
        this.names.bind(step.as, handle === undefined ? undefined : this.#koid(handle));
    }
    #koid(handle) {
        return this.#basicInfo(handle)?.koid;
    }
    #basicInfo(handle) {
        return this.kernel.infoHandleBasic(handle, INFO_HANDLE_BASIC_SIZE).info;
    }
    /** What the ledger asks about a step; nothing is looked up while no lease is live. */
    #ledgerCall(step, { outcome }) {
        const call = { op: step.op, ok: outcome.status === Status.OK };
        if (this.ledger.liveLeases === 0 || !("vmar" in step))
            return call;
        const koid = this.koidOf(step.vmar);
        const vmar = koid === undefined ? {} : { vmar: koid };
        if (step.op === "map") {
            const overwrite = (flagsWord(VM_OPTIONS, step.options) & VmOption.SPECIFIC_OVERWRITE) !== 0;
            return { ...call, ...vmar, overwrite, addr: outcome.at ?? 0, len: step.len };
        }
        if (!("addr" in step))
            return { ...call, ...vmar };
        return { ...call, ...vmar, addr: this.bindings.address(step.addr), len: step.len };
    }
}
//# sourceMappingURL=session.js.map