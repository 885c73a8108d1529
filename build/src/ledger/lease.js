/** READ 1, WRITE 2, EXECUTE 4: what every page of a lease must permit. Executing needs READ too (FAULT-02). */
export const LEASE_PERMS = { shared: 1, mut: 3, execute: 5 };
//# sourceMappingURL=lease.js.map