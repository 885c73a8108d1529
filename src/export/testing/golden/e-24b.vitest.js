/**
 * e-24b-overwrite-stays-split-in-older-kernels: Older kernels (V-2) remember that the middle was
 * placed by SPECIFIC_OVERWRITE and do not merge it with pieces placed by SPECIFIC.
 *
 * Source: vmar-semantics.md §8, E-24.
 *
 * Rules: MRG-01, MRG-02, OVW-05, VMO-24, PMEM-07, V-2.
 *
 * Written by vmar-fuzz export.
 */
import { expect, it } from "vitest";
import { DEFAULT_SEMANTICS, lowestPlacement, permsText, Rights, Status, VmOption } from "vmar-fuzz";
// The kernel under test: put a factory of your own here.
import { createReferenceKernel as createKernel } from "vmar-fuzz/reference";

/** What is mapped, depth first by address, the root at depth 0; entries that continue one another are one run. */
function spaceOf(kernel, { base, size }) {
  const runs = [];
  kernel.observeSpace(base, size, {
    region: (_koid, at, length, depth) => runs.push({ depth: depth - 1, base: at, size: length }),
    mapping: (at, length, depth, perms, vmo, offset) =>
      runs.push({ depth: depth - 1, base: at, size: length, perms: permsText(perms), vmo, offset }),
  });
  return joined(runs);
}

function joined(entries) {
  const runs = [];
  for (const run of entries) {
    const last = runs.at(-1);
    const continues =
      last?.perms !== undefined &&
      last.perms === run.perms &&
      last.vmo === run.vmo &&
      last.depth === run.depth &&
      last.base + last.size === run.base &&
      last.offset + last.size === run.offset;
    if (continues) last.size += run.size;
    else runs.push(run);
  }
  return runs;
}

const basicInfo = (kernel, handle) => kernel.infoHandleBasic(handle, 32).info;

const koidOf = (kernel, handle) => basicInfo(kernel, handle)?.koid;

const rightsOf = (kernel, handle) => basicInfo(kernel, handle)?.rights;

const hexOf = (bytes) => Buffer.from(bytes).toString("hex");

const bytesOf = (hex) => new Uint8Array(Buffer.from(hex, "hex"));

it("e-24b-overwrite-stays-split-in-older-kernels", () => {
  const aspace = { base: 0x1000000, size: 0x7ffffefff000, pageSize: 4096 };
  const placement = lowestPlacement;
  const semantics = { ...DEFAULT_SEMANTICS, "V-2": false };
  const kernel = createKernel({ aspace, placement, semantics });
  const root = kernel.rootVmar;
  const rootAddr = aspace.base;

  // step 0: v = allocate(root, CAN_MAP_READ|CAN_MAP_WRITE|CAN_MAP_EXECUTE|CAN_MAP_SPECIFIC|SPECIFIC,
  // 0x100000, 0x10000)
  const answer0 = kernel.vmarAllocate(root, VmOption.CAN_MAP_READ | VmOption.CAN_MAP_WRITE | VmOption.CAN_MAP_EXECUTE | VmOption.CAN_MAP_SPECIFIC | VmOption.SPECIFIC, 0x100000, 0x10000);
  expect(answer0.status).toBe(Status.OK);
  const v = answer0.handle;
  const vAddr = answer0.addr;
  expect(answer0.addr).toBe(rootAddr + 0x100000);
  expect(rightsOf(kernel, answer0.handle)).toBe(Rights.DUPLICATE | Rights.TRANSFER | Rights.READ | Rights.WRITE | Rights.EXECUTE | Rights.INSPECT | Rights.OP_CHILDREN);
  expect(spaceOf(kernel, aspace)).toEqual([
    { depth: 0, base: rootAddr, size: 0x7ffffefff000 },
    { depth: 1, base: vAddr, size: 0x10000 },
  ]);

  // step 1: full = vmo_create(0x8000, 0)
  const answer1 = kernel.vmoCreate(0x8000, 0);
  expect(answer1.status).toBe(Status.OK);
  const full = answer1.handle;
  expect(rightsOf(kernel, answer1.handle)).toBe(Rights.DUPLICATE | Rights.TRANSFER | Rights.READ | Rights.WRITE | Rights.MAP | Rights.GET_PROPERTY | Rights.SET_PROPERTY | Rights.SIGNAL | Rights.WAIT | Rights.INSPECT);

  // step 2: vmo = handle_duplicate(full, DUPLICATE|READ|WRITE|MAP)
  const answer2 = kernel.handleDuplicate(full, Rights.DUPLICATE | Rights.READ | Rights.WRITE | Rights.MAP);
  expect(answer2.status).toBe(Status.OK);
  const vmo = answer2.handle;
  const vmoKoid = koidOf(kernel, vmo);
  expect(rightsOf(kernel, answer2.handle)).toBe(Rights.DUPLICATE | Rights.READ | Rights.WRITE | Rights.MAP);

  // step 3: other = vmo_create(0x8000, 0)
  const answer3 = kernel.vmoCreate(0x8000, 0);
  expect(answer3.status).toBe(Status.OK);
  const other = answer3.handle;
  const otherKoid = koidOf(kernel, other);
  expect(rightsOf(kernel, answer3.handle)).toBe(Rights.DUPLICATE | Rights.TRANSFER | Rights.READ | Rights.WRITE | Rights.MAP | Rights.GET_PROPERTY | Rights.SET_PROPERTY | Rights.SIGNAL | Rights.WAIT | Rights.INSPECT);

  // step 4: vmo_write(vmo, 0, a0)
  expect(kernel.vmoWrite(vmo, 0, bytesOf("a0"))).toBe(Status.OK);

  // step 5: vmo_write(vmo, 0x1000, a1)
  expect(kernel.vmoWrite(vmo, 0x1000, bytesOf("a1"))).toBe(Status.OK);

  // step 6: vmo_write(vmo, 0x3000, a3)
  expect(kernel.vmoWrite(vmo, 0x3000, bytesOf("a3"))).toBe(Status.OK);

  // step 7: vmo_write(other, 0, b0)
  expect(kernel.vmoWrite(other, 0, bytesOf("b0"))).toBe(Status.OK);

  // step 8: m = map(v, PERM_READ|PERM_WRITE|SPECIFIC, 0, vmo, 0, 0x4000)
  const answer8 = kernel.vmarMap(v, VmOption.PERM_READ | VmOption.PERM_WRITE | VmOption.SPECIFIC, 0, vmo, 0, 0x4000);
  expect(answer8.status).toBe(Status.OK);
  const mAddr = answer8.addr;
  expect(answer8.addr).toBe(vAddr);
  expect(spaceOf(kernel, aspace)).toEqual([
    { depth: 0, base: rootAddr, size: 0x7ffffefff000 },
    { depth: 1, base: vAddr, size: 0x10000 },
    { depth: 2, base: mAddr, size: 0x4000, perms: "rw-", vmo: vmoKoid, offset: 0 },
  ]);

  // step 9: vmo_info(full)
  const answer9 = kernel.infoVmo(full);
  expect(answer9.status).toBe(Status.OK);
  expect(answer9.info).toMatchObject({ numMappings: 1 });

  // step 10: n = map(v, PERM_READ|PERM_WRITE|SPECIFIC_OVERWRITE, 0x1000, other, 0, 0x2000)
  const answer10 = kernel.vmarMap(v, VmOption.PERM_READ | VmOption.PERM_WRITE | VmOption.SPECIFIC_OVERWRITE, 0x1000, other, 0, 0x2000);
  expect(answer10.status).toBe(Status.OK);
  const nAddr = answer10.addr;
  expect(answer10.addr).toBe(vAddr + 0x1000);
  expect(spaceOf(kernel, aspace)).toEqual([
    { depth: 0, base: rootAddr, size: 0x7ffffefff000 },
    { depth: 1, base: vAddr, size: 0x10000 },
    { depth: 2, base: mAddr, size: 0x1000, perms: "rw-", vmo: vmoKoid, offset: 0 },
    { depth: 2, base: nAddr, size: 0x2000, perms: "rw-", vmo: otherKoid, offset: 0 },
    { depth: 2, base: mAddr + 0x3000, size: 0x1000, perms: "rw-", vmo: vmoKoid, offset: 0x3000 },
  ]);

  // step 11: info_maps(v)
  const answer11 = kernel.infoVmarMaps(v, Infinity);
  expect(answer11.status).toBe(Status.OK);
  expect(answer11.actual).toBe(4);
  expect(answer11.available).toBe(4);
  expect(answer11.maps[0]).toMatchObject({ base: vAddr, size: 0x10000, depth: 0, name: "useralloc", details: { kind: "vmar" } });
  expect(answer11.maps[1]).toMatchObject({ base: vAddr, size: 0x1000, depth: 1, name: "", details: { kind: "mapping", mapping: { mmuFlags: 3, vmoKoid: vmoKoid, vmoOffset: 0 } } });
  expect(answer11.maps[2]).toMatchObject({ base: vAddr + 0x1000, size: 0x2000, depth: 1, name: "", details: { kind: "mapping", mapping: { mmuFlags: 3, vmoKoid: otherKoid, vmoOffset: 0 } } });
  expect(answer11.maps[3]).toMatchObject({ base: vAddr + 0x3000, size: 0x1000, depth: 1, name: "", details: { kind: "mapping", mapping: { mmuFlags: 3, vmoKoid: vmoKoid, vmoOffset: 0x3000 } } });

  // step 12: vmo_info(full)
  // (split in two)
  const answer12 = kernel.infoVmo(full);
  expect(answer12.status).toBe(Status.OK);
  expect(answer12.info).toMatchObject({ numMappings: 2 });

  // step 13: vmo_info(other)
  const answer13 = kernel.infoVmo(other);
  expect(answer13.status).toBe(Status.OK);
  expect(answer13.info).toMatchObject({ numMappings: 1 });

  // step 14: read_memory(v, 1)
  const answer14 = kernel.processReadMemory(kernel.process, vAddr, 1);
  expect(answer14.status).toBe(Status.OK);
  expect(answer14.bytes.length).toBe(1);
  expect(hexOf(answer14.bytes)).toBe("a0");

  // step 15: read_memory(v+0x1000, 1)
  const answer15 = kernel.processReadMemory(kernel.process, vAddr + 0x1000, 1);
  expect(answer15.status).toBe(Status.OK);
  expect(answer15.bytes.length).toBe(1);
  expect(hexOf(answer15.bytes)).toBe("b0");

  // step 16: read_memory(v+0x3000, 1)
  const answer16 = kernel.processReadMemory(kernel.process, vAddr + 0x3000, 1);
  expect(answer16.status).toBe(Status.OK);
  expect(answer16.bytes.length).toBe(1);
  expect(hexOf(answer16.bytes)).toBe("a3");

  // step 17: read_memory(v, 0x4000)
  // (a transfer ends with the mapping)
  const answer17 = kernel.processReadMemory(kernel.process, vAddr, 0x4000);
  expect(answer17.status).toBe(Status.OK);
  expect(answer17.bytes.length).toBe(0x1000);

  // step 18: n2 = map(v, PERM_READ|PERM_WRITE|SPECIFIC_OVERWRITE, 0x1000, vmo, 0x1000, 0x2000)
  const answer18 = kernel.vmarMap(v, VmOption.PERM_READ | VmOption.PERM_WRITE | VmOption.SPECIFIC_OVERWRITE, 0x1000, vmo, 0x1000, 0x2000);
  expect(answer18.status).toBe(Status.OK);
  expect(answer18.addr).toBe(vAddr + 0x1000);
  expect(spaceOf(kernel, aspace)).toEqual([
    { depth: 0, base: rootAddr, size: 0x7ffffefff000 },
    { depth: 1, base: vAddr, size: 0x10000 },
    { depth: 2, base: mAddr, size: 0x4000, perms: "rw-", vmo: vmoKoid, offset: 0 },
  ]);

  // step 19: info_maps(v)
  const answer19 = kernel.infoVmarMaps(v, Infinity);
  expect(answer19.status).toBe(Status.OK);
  expect(answer19.actual).toBe(4);
  expect(answer19.available).toBe(4);
  expect(answer19.maps[0]).toMatchObject({ base: vAddr, size: 0x10000, depth: 0, name: "useralloc", details: { kind: "vmar" } });
  expect(answer19.maps[1]).toMatchObject({ base: vAddr, size: 0x1000, depth: 1, name: "", details: { kind: "mapping", mapping: { mmuFlags: 3, vmoKoid: vmoKoid, vmoOffset: 0 } } });
  expect(answer19.maps[2]).toMatchObject({ base: vAddr + 0x1000, size: 0x2000, depth: 1, name: "", details: { kind: "mapping", mapping: { mmuFlags: 3, vmoKoid: vmoKoid, vmoOffset: 0x1000 } } });
  expect(answer19.maps[3]).toMatchObject({ base: vAddr + 0x3000, size: 0x1000, depth: 1, name: "", details: { kind: "mapping", mapping: { mmuFlags: 3, vmoKoid: vmoKoid, vmoOffset: 0x3000 } } });

  // step 20: vmo_info(full)
  const answer20 = kernel.infoVmo(full);
  expect(answer20.status).toBe(Status.OK);
  expect(answer20.info).toMatchObject({ numMappings: 3 });

  // step 21: vmo_info(other)
  const answer21 = kernel.infoVmo(other);
  expect(answer21.status).toBe(Status.OK);
  expect(answer21.info).toMatchObject({ numMappings: 0 });

  // step 22: read_memory(v, 0x4000)
  const answer22 = kernel.processReadMemory(kernel.process, vAddr, 0x4000);
  expect(answer22.status).toBe(Status.OK);
  expect(answer22.bytes.length).toBe(0x1000);

  // step 23: read_memory(v+0x1000, 0x4000)
  const answer23 = kernel.processReadMemory(kernel.process, vAddr + 0x1000, 0x4000);
  expect(answer23.status).toBe(Status.OK);
  expect(answer23.bytes.length).toBe(0x2000);

  // step 24: read_memory(v+0x1000, 1)
  const answer24 = kernel.processReadMemory(kernel.process, vAddr + 0x1000, 1);
  expect(answer24.status).toBe(Status.OK);
  expect(answer24.bytes.length).toBe(1);
  expect(hexOf(answer24.bytes)).toBe("a1");
});
