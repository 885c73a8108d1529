export {};
//# sourceMappingURL=space.js.map