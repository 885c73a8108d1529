export {};
//# sourceMappingURL=relation.js.map