// e-24b-overwrite-stays-split-in-older-kernels: Older kernels (V-2) remember that the middle was
// placed by SPECIFIC_OVERWRITE and do not merge it with pieces placed by SPECIFIC.
//
// Source: vmar-semantics.md §8, E-24.
//
// Rules: MRG-01, MRG-02, OVW-05, VMO-24, PMEM-07, V-2.
//
// Holds for a kernel of this generation: V-2 off (vmar-semantics.md §1.9, §9).
//
// Written by vmar-fuzz export.

#include <zircon/process.h>
#include <zircon/syscalls.h>
#include <zircon/syscalls/object.h>
#include <zxtest/zxtest.h>

#include <string>
#include <vector>

namespace {

// A region, or a run of pages that are mapped alike; `perms` is empty for a region.
struct Run {
  uint64_t depth, base, size;
  std::string perms;
  zx_koid_t vmo;
  uint64_t offset;
  bool operator==(const Run& o) const {
    return depth == o.depth && base == o.base && size == o.size && perms == o.perms && vmo == o.vmo &&
           offset == o.offset;
  }
};

[[maybe_unused]] Run Region(uint64_t depth, uint64_t base, uint64_t size) {
  return {depth, base, size, "", 0, 0};
}

[[maybe_unused]] Run Mapped(uint64_t depth, uint64_t base, uint64_t size, const char* perms, zx_koid_t vmo,
                            uint64_t offset) {
  return {depth, base, size, perms, vmo, offset};
}

[[maybe_unused]] std::string Perms(zx_vm_option_t flags) {
  return std::string(flags & ZX_VM_PERM_READ ? "r" : "-") + (flags & ZX_VM_PERM_WRITE ? "w" : "-") +
         (flags & ZX_VM_PERM_EXECUTE ? "x" : "-");
}

// What is in a region, depth first by address, itself at depth 0; mappings that continue one another are one run.
[[maybe_unused]] std::vector<Run> Space(zx_handle_t vmar) {
  size_t available = 0;
  zx_object_get_info(vmar, ZX_INFO_VMAR_MAPS, nullptr, 0, nullptr, &available);
  std::vector<zx_info_maps_t> entries(available);
  size_t actual = 0;
  zx_object_get_info(vmar, ZX_INFO_VMAR_MAPS, entries.data(), entries.size() * sizeof(zx_info_maps_t), &actual,
                     &available);
  std::vector<Run> runs;
  for (const zx_info_maps_t& entry : entries) {
    if (entry.type != ZX_INFO_MAPS_TYPE_MAPPING) {
      runs.push_back(Region(entry.depth, entry.base, entry.size));
      continue;
    }
    const zx_info_maps_mapping_t& mapping = entry.u.mapping;
    const Run run = {entry.depth,      entry.base, entry.size, Perms(mapping.mmu_flags), mapping.vmo_koid,
                     mapping.vmo_offset};
    const bool continues = !runs.empty() && runs.back().depth == run.depth && runs.back().perms == run.perms &&
                           runs.back().base + runs.back().size == run.base && runs.back().vmo == run.vmo &&
                           runs.back().offset + runs.back().size == run.offset;
    if (continues) {
      runs.back().size += run.size;
    } else {
      runs.push_back(run);
    }
  }
  return runs;
}

zx_koid_t Koid(zx_handle_t handle) {
  zx_info_handle_basic_t info = {};
  zx_object_get_info(handle, ZX_INFO_HANDLE_BASIC, &info, sizeof(info), nullptr, nullptr);
  return info.koid;
}

zx_rights_t RightsOf(zx_handle_t handle) {
  zx_info_handle_basic_t info = {};
  zx_object_get_info(handle, ZX_INFO_HANDLE_BASIC, &info, sizeof(info), nullptr, nullptr);
  return info.rights;
}

}  // namespace

TEST(VmarFuzz, E24bOverwriteStaysSplitInOlderKernels) {
  zx_handle_t process, root;
  ASSERT_OK(zx_process_create(zx_job_default(), "vmar-fuzz", 9, 0, &process, &root));
  zx_info_vmar_t space = {};
  ASSERT_OK(zx_object_get_info(root, ZX_INFO_VMAR, &space, sizeof(space), nullptr, nullptr));
  [[maybe_unused]] const zx_vaddr_t root_addr = space.base;
  [[maybe_unused]] const size_t root_size = space.len;

  // step 0: v = allocate(root, CAN_MAP_READ|CAN_MAP_WRITE|CAN_MAP_EXECUTE|CAN_MAP_SPECIFIC|SPECIFIC,
  // 0x100000, 0x10000)
  zx_handle_t v = ZX_HANDLE_INVALID;
  zx_vaddr_t v_addr = 0;
  ASSERT_OK(zx_vmar_allocate(root, ZX_VM_CAN_MAP_READ | ZX_VM_CAN_MAP_WRITE | ZX_VM_CAN_MAP_EXECUTE | ZX_VM_CAN_MAP_SPECIFIC | ZX_VM_SPECIFIC, 0x100000, 0x10000, &v, &v_addr));
  EXPECT_EQ(RightsOf(v), ZX_RIGHT_DUPLICATE | ZX_RIGHT_TRANSFER | ZX_RIGHT_READ | ZX_RIGHT_WRITE | ZX_RIGHT_EXECUTE | ZX_RIGHT_INSPECT | ZX_RIGHT_OP_CHILDREN);
  EXPECT_EQ(v_addr, root_addr + 0x100000);
  EXPECT_TRUE(Space(root) == (std::vector<Run>{
      Region(0, root_addr, root_size),
      Region(1, v_addr, 0x10000),
  }));

  // step 1: full = vmo_create(0x8000, 0)
  zx_handle_t full = ZX_HANDLE_INVALID;
  ASSERT_OK(zx_vmo_create(0x8000, 0, &full));
  EXPECT_EQ(RightsOf(full), ZX_DEFAULT_VMO_RIGHTS);

  // step 2: vmo = handle_duplicate(full, DUPLICATE|READ|WRITE|MAP)
  zx_handle_t vmo = ZX_HANDLE_INVALID;
  ASSERT_OK(zx_handle_duplicate(full, ZX_RIGHT_DUPLICATE | ZX_RIGHT_READ | ZX_RIGHT_WRITE | ZX_RIGHT_MAP, &vmo));
  const zx_koid_t vmo_koid = Koid(vmo);
  EXPECT_EQ(RightsOf(vmo), ZX_RIGHT_DUPLICATE | ZX_RIGHT_READ | ZX_RIGHT_WRITE | ZX_RIGHT_MAP);

  // step 3: other = vmo_create(0x8000, 0)
  zx_handle_t other = ZX_HANDLE_INVALID;
  ASSERT_OK(zx_vmo_create(0x8000, 0, &other));
  const zx_koid_t other_koid = Koid(other);
  EXPECT_EQ(RightsOf(other), ZX_DEFAULT_VMO_RIGHTS);

  // step 4: vmo_write(vmo, 0, a0)
  ASSERT_OK(zx_vmo_write(vmo, "\xa0", 0, 1));

  // step 5: vmo_write(vmo, 0x1000, a1)
  ASSERT_OK(zx_vmo_write(vmo, "\xa1", 0x1000, 1));

  // step 6: vmo_write(vmo, 0x3000, a3)
  ASSERT_OK(zx_vmo_write(vmo, "\xa3", 0x3000, 1));

  // step 7: vmo_write(other, 0, b0)
  ASSERT_OK(zx_vmo_write(other, "\xb0", 0, 1));

  // step 8: m = map(v, PERM_READ|PERM_WRITE|SPECIFIC, 0, vmo, 0, 0x4000)
  zx_vaddr_t m_addr = 0;
  ASSERT_OK(zx_vmar_map(v, ZX_VM_PERM_READ | ZX_VM_PERM_WRITE | ZX_VM_SPECIFIC, 0, vmo, 0, 0x4000, &m_addr));
  EXPECT_EQ(m_addr, v_addr);
  EXPECT_TRUE(Space(root) == (std::vector<Run>{
      Region(0, root_addr, root_size),
      Region(1, v_addr, 0x10000),
      Mapped(2, m_addr, 0x4000, "rw-", vmo_koid, 0),
  }));

  // step 9: vmo_info(full)
  zx_info_vmo_t info9 = {};
  ASSERT_OK(zx_object_get_info(full, ZX_INFO_VMO, &info9, sizeof(info9), nullptr, nullptr));
  EXPECT_EQ(info9.num_mappings, 1);

  // step 10: n = map(v, PERM_READ|PERM_WRITE|SPECIFIC_OVERWRITE, 0x1000, other, 0, 0x2000)
  zx_vaddr_t n_addr = 0;
  ASSERT_OK(zx_vmar_map(v, ZX_VM_PERM_READ | ZX_VM_PERM_WRITE | ZX_VM_SPECIFIC_OVERWRITE, 0x1000, other, 0, 0x2000, &n_addr));
  EXPECT_EQ(n_addr, v_addr + 0x1000);
  EXPECT_TRUE(Space(root) == (std::vector<Run>{
      Region(0, root_addr, root_size),
      Region(1, v_addr, 0x10000),
      Mapped(2, m_addr, 0x1000, "rw-", vmo_koid, 0),
      Mapped(2, n_addr, 0x2000, "rw-", other_koid, 0),
      Mapped(2, m_addr + 0x3000, 0x1000, "rw-", vmo_koid, 0x3000),
  }));

  // step 11: info_maps(v)
  std::vector<zx_info_maps_t> maps11(1000);
  [[maybe_unused]] size_t actual11 = 0, available11 = 0;
  ASSERT_OK(zx_object_get_info(v, ZX_INFO_VMAR_MAPS, maps11.data(), maps11.size() * sizeof(zx_info_maps_t), &actual11, &available11));
  EXPECT_EQ(actual11, 4u);
  EXPECT_EQ(available11, 4u);
  EXPECT_EQ(maps11[0].base, v_addr);
  EXPECT_EQ(maps11[0].size, 0x10000);
  EXPECT_EQ(maps11[0].depth, 0u);
  EXPECT_STREQ(maps11[0].name, "useralloc");
  EXPECT_EQ(maps11[0].type, ZX_INFO_MAPS_TYPE_VMAR);
  EXPECT_EQ(maps11[1].base, v_addr);
  EXPECT_EQ(maps11[1].size, 0x1000);
  EXPECT_EQ(maps11[1].depth, 1u);
  EXPECT_STREQ(maps11[1].name, "");
  EXPECT_EQ(maps11[1].type, ZX_INFO_MAPS_TYPE_MAPPING);
  EXPECT_EQ(maps11[1].u.mapping.mmu_flags, ZX_VM_PERM_READ | ZX_VM_PERM_WRITE);
  EXPECT_EQ(maps11[1].u.mapping.vmo_koid, vmo_koid);
  EXPECT_EQ(maps11[1].u.mapping.vmo_offset, 0);
  EXPECT_EQ(maps11[2].base, v_addr + 0x1000);
  EXPECT_EQ(maps11[2].size, 0x2000);
  EXPECT_EQ(maps11[2].depth, 1u);
  EXPECT_STREQ(maps11[2].name, "");
  EXPECT_EQ(maps11[2].type, ZX_INFO_MAPS_TYPE_MAPPING);
  EXPECT_EQ(maps11[2].u.mapping.mmu_flags, ZX_VM_PERM_READ | ZX_VM_PERM_WRITE);
  EXPECT_EQ(maps11[2].u.mapping.vmo_koid, other_koid);
  EXPECT_EQ(maps11[2].u.mapping.vmo_offset, 0);
  EXPECT_EQ(maps11[3].base, v_addr + 0x3000);
  EXPECT_EQ(maps11[3].size, 0x1000);
  EXPECT_EQ(maps11[3].depth, 1u);
  EXPECT_STREQ(maps11[3].name, "");
  EXPECT_EQ(maps11[3].type, ZX_INFO_MAPS_TYPE_MAPPING);
  EXPECT_EQ(maps11[3].u.mapping.mmu_flags, ZX_VM_PERM_READ | ZX_VM_PERM_WRITE);
  EXPECT_EQ(maps11[3].u.mapping.vmo_koid, vmo_koid);
  EXPECT_EQ(maps11[3].u.mapping.vmo_offset, 0x3000);

  // step 12: vmo_info(full)
  // (split in two)
  zx_info_vmo_t info12 = {};
  ASSERT_OK(zx_object_get_info(full, ZX_INFO_VMO, &info12, sizeof(info12), nullptr, nullptr));
  EXPECT_EQ(info12.num_mappings, 2);

  // step 13: vmo_info(other)
  zx_info_vmo_t info13 = {};
  ASSERT_OK(zx_object_get_info(other, ZX_INFO_VMO, &info13, sizeof(info13), nullptr, nullptr));
  EXPECT_EQ(info13.num_mappings, 1);

  // step 14: read_memory(v, 1)
  std::vector<uint8_t> bytes14(1);
  size_t count14 = {};
  ASSERT_OK(zx_process_read_memory(process, v_addr, bytes14.data(), 1, &count14));
  EXPECT_EQ(count14, 1);
  EXPECT_BYTES_EQ(bytes14.data(), "\xa0", 1);

  // step 15: read_memory(v+0x1000, 1)
  std::vector<uint8_t> bytes15(1);
  size_t count15 = {};
  ASSERT_OK(zx_process_read_memory(process, v_addr + 0x1000, bytes15.data(), 1, &count15));
  EXPECT_EQ(count15, 1);
  EXPECT_BYTES_EQ(bytes15.data(), "\xb0", 1);

  // step 16: read_memory(v+0x3000, 1)
  std::vector<uint8_t> bytes16(1);
  size_t count16 = {};
  ASSERT_OK(zx_process_read_memory(process, v_addr + 0x3000, bytes16.data(), 1, &count16));
  EXPECT_EQ(count16, 1);
  EXPECT_BYTES_EQ(bytes16.data(), "\xa3", 1);

  // step 17: read_memory(v, 0x4000)
  // (a transfer ends with the mapping)
  std::vector<uint8_t> bytes17(0x4000);
  size_t count17 = {};
  ASSERT_OK(zx_process_read_memory(process, v_addr, bytes17.data(), 0x4000, &count17));
  EXPECT_EQ(count17, 0x1000);

  // step 18: n2 = map(v, PERM_READ|PERM_WRITE|SPECIFIC_OVERWRITE, 0x1000, vmo, 0x1000, 0x2000)
  zx_vaddr_t n2_addr = 0;
  ASSERT_OK(zx_vmar_map(v, ZX_VM_PERM_READ | ZX_VM_PERM_WRITE | ZX_VM_SPECIFIC_OVERWRITE, 0x1000, vmo, 0x1000, 0x2000, &n2_addr));
  EXPECT_EQ(n2_addr, v_addr + 0x1000);
  EXPECT_TRUE(Space(root) == (std::vector<Run>{
      Region(0, root_addr, root_size),
      Region(1, v_addr, 0x10000),
      Mapped(2, m_addr, 0x4000, "rw-", vmo_koid, 0),
  }));

  // step 19: info_maps(v)
  std::vector<zx_info_maps_t> maps19(1000);
  [[maybe_unused]] size_t actual19 = 0, available19 = 0;
  ASSERT_OK(zx_object_get_info(v, ZX_INFO_VMAR_MAPS, maps19.data(), maps19.size() * sizeof(zx_info_maps_t), &actual19, &available19));
  EXPECT_EQ(actual19, 4u);
  EXPECT_EQ(available19, 4u);
  EXPECT_EQ(maps19[0].base, v_addr);
  EXPECT_EQ(maps19[0].size, 0x10000);
  EXPECT_EQ(maps19[0].depth, 0u);
  EXPECT_STREQ(maps19[0].name, "useralloc");
  EXPECT_EQ(maps19[0].type, ZX_INFO_MAPS_TYPE_VMAR);
  EXPECT_EQ(maps19[1].base, v_addr);
  EXPECT_EQ(maps19[1].size, 0x1000);
  EXPECT_EQ(maps19[1].depth, 1u);
  EXPECT_STREQ(maps19[1].name, "");
  EXPECT_EQ(maps19[1].type, ZX_INFO_MAPS_TYPE_MAPPING);
  EXPECT_EQ(maps19[1].u.mapping.mmu_flags, ZX_VM_PERM_READ | ZX_VM_PERM_WRITE);
  EXPECT_EQ(maps19[1].u.mapping.vmo_koid, vmo_koid);
  EXPECT_EQ(maps19[1].u.mapping.vmo_offset, 0);
  EXPECT_EQ(maps19[2].base, v_addr + 0x1000);
  EXPECT_EQ(maps19[2].size, 0x2000);
  EXPECT_EQ(maps19[2].depth, 1u);
  EXPECT_STREQ(maps19[2].name, "");
  EXPECT_EQ(maps19[2].type, ZX_INFO_MAPS_TYPE_MAPPING);
  EXPECT_EQ(maps19[2].u.mapping.mmu_flags, ZX_VM_PERM_READ | ZX_VM_PERM_WRITE);
  EXPECT_EQ(maps19[2].u.mapping.vmo_koid, vmo_koid);
  EXPECT_EQ(maps19[2].u.mapping.vmo_offset, 0x1000);
  EXPECT_EQ(maps19[3].base, v_addr + 0x3000);
  EXPECT_EQ(maps19[3].size, 0x1000);
  EXPECT_EQ(maps19[3].depth, 1u);
  EXPECT_STREQ(maps19[3].name, "");
  EXPECT_EQ(maps19[3].type, ZX_INFO_MAPS_TYPE_MAPPING);
  EXPECT_EQ(maps19[3].u.mapping.mmu_flags, ZX_VM_PERM_READ | ZX_VM_PERM_WRITE);
  EXPECT_EQ(maps19[3].u.mapping.vmo_koid, vmo_koid);
  EXPECT_EQ(maps19[3].u.mapping.vmo_offset, 0x3000);

  // step 20: vmo_info(full)
  zx_info_vmo_t info20 = {};
  ASSERT_OK(zx_object_get_info(full, ZX_INFO_VMO, &info20, sizeof(info20), nullptr, nullptr));
  EXPECT_EQ(info20.num_mappings, 3);

  // step 21: vmo_info(other)
  zx_info_vmo_t info21 = {};
  ASSERT_OK(zx_object_get_info(other, ZX_INFO_VMO, &info21, sizeof(info21), nullptr, nullptr));
  EXPECT_EQ(info21.num_mappings, 0);

  // step 22: read_memory(v, 0x4000)
  std::vector<uint8_t> bytes22(0x4000);
  size_t count22 = {};
  ASSERT_OK(zx_process_read_memory(process, v_addr, bytes22.data(), 0x4000, &count22));
  EXPECT_EQ(count22, 0x1000);

  // step 23: read_memory(v+0x1000, 0x4000)
  std::vector<uint8_t> bytes23(0x4000);
  size_t count23 = {};
  ASSERT_OK(zx_process_read_memory(process, v_addr + 0x1000, bytes23.data(), 0x4000, &count23));
  EXPECT_EQ(count23, 0x2000);

  // step 24: read_memory(v+0x1000, 1)
  std::vector<uint8_t> bytes24(1);
  size_t count24 = {};
  ASSERT_OK(zx_process_read_memory(process, v_addr + 0x1000, bytes24.data(), 1, &count24));
  EXPECT_EQ(count24, 1);
  EXPECT_BYTES_EQ(bytes24.data(), "\xa1", 1);

  zx_handle_close(process);
}
