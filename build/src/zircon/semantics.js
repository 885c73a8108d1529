import { keysOf } from "./typed.js";
export const DEFAULT_SEMANTICS = {
    "V-1": true,
    "V-2": true,
    "V-3": true,
    "V-4": true,
    "V-5": true,
    "V-6": true,
    "V-7": true,
    "V-8": true,
    "V-9": true,
    "Q-1": true,
    "Q-2": true,
    "Q-3": false,
    "Q-4": true,
    "Q-5": true,
    "Q-6": false,
    "Q-7": true,
    "Q-8": true,
    "Q-9": true,
    xom: false,
};
export const SWITCH_IDS = keysOf(DEFAULT_SEMANTICS);
//# sourceMappingURL=semantics.js.map