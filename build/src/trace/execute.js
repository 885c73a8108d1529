import { permsText } from "../zircon/options.js";
import { INFO_HANDLE_BASIC_SIZE, INFO_MAPS_SIZE, INFO_VMAR_SIZE, } from "../zircon/records.js";
import { Status } from "../zircon/status.js";
import { CachePolicy } from "../zircon/vmo.js";
import { flagsWord, rangeOpNumber, RIGHTS, VM_OPTIONS, VMO_CHILD_OPTIONS, VMO_OPTIONS } from "./flags.js";
/**
 * Makes the call of one step and no other. Nothing is bound, and the rights of a handle that was made are not asked for: both are
 * for the caller to do with the answer.
 */
export function execute(step, target) {
    const { kernel, bindings, ledger } = target;
    const handle = (name) => bindings.handle(name);
    const address = (expression) => bindings.address(expression);
    switch (step.op) {
        case "allocate": {
            const options = flagsWord(VM_OPTIONS, step.options);
            const answer = kernel.vmarAllocate(handle(step.vmar), options, address(step.offset), step.size);
            return madeHandle(answer, answer.status === Status.OK ? { at: answer.addr } : {});
        }
        case "map": {
            const options = flagsWord(VM_OPTIONS, step.options);
            const offset = address(step.offset);
            const { status, addr } = kernel.vmarMap(handle(step.vmar), options, offset, handle(step.vmo), step.vmoOffset, step.len);
            return returned(status, { at: addr });
        }
        case "unmap":
            return returned(kernel.vmarUnmap(handle(step.vmar), address(step.addr), step.len));
        case "protect": {
            const options = flagsWord(VM_OPTIONS, step.options);
            return returned(kernel.vmarProtect(handle(step.vmar), options, address(step.addr), step.len));
        }
        case "op_range": {
            const op = rangeOpNumber(step.rangeOp);
            const addr = address(step.addr);
            return returned(kernel.vmarOpRange(handle(step.vmar), op, addr, step.len, step.bufferSize ?? 0));
        }
        case "destroy":
            return returned(kernel.vmarDestroy(handle(step.vmar)));
        case "info": {
            const { status, info } = kernel.infoVmar(handle(step.vmar), INFO_VMAR_SIZE);
            return returned(status, info === undefined ? {} : { info: { base: info.base, size: info.len } });
        }
        case "info_maps": {
            const capacity = step.capacity ?? Infinity;
            return mapsAnswered(kernel.infoVmarMaps(handle(step.vmar), capacity * INFO_MAPS_SIZE), target.names);
        }
        case "vmo_create":
            return madeHandle(kernel.vmoCreate(step.size, flagsWord(VMO_OPTIONS, step.options)));
        case "vmo_create_child": {
            const options = flagsWord(VMO_CHILD_OPTIONS, step.options);
            return madeHandle(kernel.vmoCreateChild(handle(step.vmo), options, step.offset, step.size));
        }
        case "vmo_get_size": {
            const { status, value } = kernel.vmoGetSize(handle(step.vmo));
            return returned(status, { size: value });
        }
        case "vmo_get_stream_size": {
            const { status, value } = kernel.vmoGetStreamSize(handle(step.vmo));
            return returned(status, { size: value });
        }
        case "vmo_set_size":
            return returned(kernel.vmoSetSize(handle(step.vmo), step.size));
        case "vmo_set_stream_size":
            return returned(kernel.vmoSetStreamSize(handle(step.vmo), step.size));
        case "vmo_read": {
            const { status, bytes } = kernel.vmoRead(handle(step.vmo), step.offset, step.len);
            return returned(status, { bytes });
        }
        case "vmo_write":
            return returned(kernel.vmoWrite(handle(step.vmo), step.offset, fromHex(step.bytes)));
        case "vmo_op_range":
            return returned(kernel.vmoOpRange(handle(step.vmo), rangeOpNumber(step.rangeOp), step.offset, step.len));
        case "vmo_set_cache_policy":
            return returned(kernel.vmoSetCachePolicy(handle(step.vmo), CachePolicy[step.policy]));
        case "vmo_info":
            return vmoInfoAnswered(kernel.infoVmo(handle(step.vmo)), target.names);
        case "vmo_replace_as_executable":
            return madeHandle(kernel.vmoReplaceAsExecutable(handle(step.vmo)));
        case "handle_duplicate":
            return madeHandle(kernel.handleDuplicate(handle(step.handle), flagsWord(RIGHTS, step.rights)));
        case "handle_replace":
            return madeHandle(kernel.handleReplace(handle(step.handle), flagsWord(RIGHTS, step.rights)));
        case "handle_close":
            return returned(kernel.handleClose(handle(step.handle)));
        case "basic_info": {
            const { status, info } = kernel.infoHandleBasic(handle(step.handle), INFO_HANDLE_BASIC_SIZE);
            if (info === undefined)
                return returned(status);
            return returned(status, {
                type: info.type,
                rights: info.rights,
                object: target.names.label(info.koid),
            });
        }
        case "get_name": {
            const { status, name } = kernel.objectGetName(handle(step.handle));
            return returned(status, { name });
        }
        case "set_name":
            return returned(kernel.objectSetName(handle(step.handle), step.name));
        case "signal":
            return returned(kernel.objectSignal(handle(step.handle), step.clear, step.set));
        case "wait": {
            const { status, observed } = kernel.objectWaitOne(handle(step.handle), step.signals);
            return {
                outcome: status === Status.OK || status === Status.TIMED_OUT ? { status, observed } : { status },
            };
        }
        case "read_memory": {
            const { status, bytes } = kernel.processReadMemory(kernel.process, address(step.addr), step.len);
            return returned(status, { transferred: bytes.length, bytes });
        }
        case "write_memory": {
            const bytes = fromHex(step.bytes);
            const { status, value } = kernel.processWriteMemory(kernel.process, address(step.addr), bytes);
            return returned(status, { transferred: value });
        }
        case "access": {
            const word = step.value !== undefined || step.expect?.value !== undefined;
            const { status, value } = kernel.access(address(step.addr), step.kind, word ? 8 : 1, step.value);
            return returned(status, step.kind === "read" ? { value } : {});
        }
        case "borrow":
            return returned(ledger.borrow(step.as, address(step.addr), step.len, step.kind));
        case "release":
            return returned(Status.OK, { lease: ledger.release(step.lease) });
    }
}
/** An outcome with what the call returns besides its status when it succeeds. */
function returned(status, outputs = {}) {
    return { outcome: status === Status.OK ? { status, ...outputs } : { status } };
}
function madeHandle({ status, handle }, outputs = {}) {
    return status === Status.OK ? { ...returned(status, outputs), handle } : returned(status);
}
function mapsAnswered(answer, names) {
    const { status, actual, available, maps } = answer;
    const rows = maps.map((entry) => mapsRow(entry, names));
    return { ...returned(status, { actual, available, maps: rows }), entries: maps };
}
function mapsRow({ name, base, size, depth, details }, names) {
    if (details.kind !== "mapping")
        return { type: details.kind === "addressSpace" ? "aspace" : details.kind, base, size, depth, name };
    const { mmuFlags, vmoKoid, vmoOffset, ...counters } = details.mapping;
    const row = { type: "mapping", base, size, depth, name };
    return { ...row, perms: permsText(mmuFlags), vmo: names.label(vmoKoid), vmoOffset, counters };
}
function vmoInfoAnswered({ status, info }, names) {
    if (info === undefined)
        return returned(status);
    const { koid, parentKoid, ...rest } = info;
    return returned(status, {
        vmoInfo: { ...rest, object: names.label(koid), parent: names.label(parentKoid) },
    });
}
function fromHex(hex) {
    return new Uint8Array(Buffer.from(hex, "hex"));
}
//# sourceMappingURL=execute.js.map