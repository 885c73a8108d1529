#pragma once
#include <zircon/syscalls.h>

#define ZX_INFO_HANDLE_BASIC 2u
#define ZX_INFO_VMAR 7u
#define ZX_INFO_VMO 0x30000017u
#define ZX_INFO_VMAR_MAPS 36u

enum : uint32_t {
  ZX_INFO_MAPS_TYPE_NONE = 0, ZX_INFO_MAPS_TYPE_ASPACE = 1, ZX_INFO_MAPS_TYPE_VMAR = 2, ZX_INFO_MAPS_TYPE_MAPPING = 3,
};

typedef struct {
  zx_vaddr_t base;
  size_t len;
} zx_info_vmar_t;

typedef struct {
  zx_koid_t koid;
  zx_rights_t rights;
  zx_obj_type_t type;
  zx_koid_t related_koid;
} zx_info_handle_basic_t;

typedef struct {
  zx_vm_option_t mmu_flags;
  zx_koid_t vmo_koid;
  uint64_t vmo_offset;
  size_t committed_bytes, populated_bytes;
} zx_info_maps_mapping_t;

typedef struct {
  char name[ZX_MAX_NAME_LEN];
  zx_vaddr_t base;
  size_t size, depth;
  uint32_t type;
  union {
    zx_info_maps_mapping_t mapping;
  } u;
} zx_info_maps_t;

typedef struct {
  zx_koid_t koid;
  uint64_t size_bytes, num_mappings, share_count, committed_bytes, populated_bytes;
} zx_info_vmo_t;
