export {};
//# sourceMappingURL=handle-count-info.js.map