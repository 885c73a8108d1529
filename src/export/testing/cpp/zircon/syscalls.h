// The declarations that exported tests use, for `-fsyntax-only`: written from docs/spec/zx-api.md, never linked.
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef uint32_t zx_handle_t;
typedef int32_t zx_status_t;
typedef uint64_t zx_koid_t;
typedef uint32_t zx_rights_t;
typedef uint32_t zx_signals_t;
typedef uint32_t zx_vm_option_t;
typedef uint32_t zx_obj_type_t;
typedef uintptr_t zx_vaddr_t;
typedef int64_t zx_time_t;

#define ZX_HANDLE_INVALID ((zx_handle_t)0)
#define ZX_MAX_NAME_LEN ((size_t)32)
#define ZX_TIME_INFINITE_PAST INT64_MIN
#define ZX_PROP_NAME 3u
#define ZX_OBJ_TYPE_VMO 3u
#define ZX_OBJ_TYPE_VMAR 18u

enum : zx_status_t {
  ZX_OK = 0, ZX_ERR_INTERNAL = -1, ZX_ERR_NOT_SUPPORTED = -2, ZX_ERR_NO_RESOURCES = -3, ZX_ERR_NO_MEMORY = -4,
  ZX_ERR_INVALID_ARGS = -10, ZX_ERR_BAD_HANDLE = -11, ZX_ERR_WRONG_TYPE = -12, ZX_ERR_OUT_OF_RANGE = -14,
  ZX_ERR_BUFFER_TOO_SMALL = -15, ZX_ERR_BAD_STATE = -20, ZX_ERR_TIMED_OUT = -21, ZX_ERR_NOT_FOUND = -25,
  ZX_ERR_ALREADY_EXISTS = -26, ZX_ERR_UNAVAILABLE = -28, ZX_ERR_ACCESS_DENIED = -30, ZX_ERR_IO = -40,
  ZX_ERR_IO_DATA_INTEGRITY = -42,
};

enum : zx_vm_option_t {
  ZX_VM_PERM_READ = 0x1, ZX_VM_PERM_WRITE = 0x2, ZX_VM_PERM_EXECUTE = 0x4, ZX_VM_COMPACT = 0x8, ZX_VM_SPECIFIC = 0x10,
  ZX_VM_SPECIFIC_OVERWRITE = 0x20, ZX_VM_CAN_MAP_SPECIFIC = 0x40, ZX_VM_CAN_MAP_READ = 0x80, ZX_VM_CAN_MAP_WRITE = 0x100,
  ZX_VM_CAN_MAP_EXECUTE = 0x200, ZX_VM_MAP_RANGE = 0x400, ZX_VM_REQUIRE_NON_RESIZABLE = 0x800, ZX_VM_ALLOW_FAULTS = 0x1000,
  ZX_VM_OFFSET_IS_UPPER_LIMIT = 0x2000, ZX_VM_PERM_READ_IF_XOM_UNSUPPORTED = 0x4000, ZX_VM_FAULT_BEYOND_STREAM_SIZE = 0x8000,
  ZX_VM_ALIGN_1KB = 10u << 24, ZX_VM_ALIGN_2KB = 11u << 24, ZX_VM_ALIGN_4KB = 12u << 24, ZX_VM_ALIGN_8KB = 13u << 24,
  ZX_VM_ALIGN_16KB = 14u << 24, ZX_VM_ALIGN_32KB = 15u << 24, ZX_VM_ALIGN_64KB = 16u << 24, ZX_VM_ALIGN_128KB = 17u << 24,
  ZX_VM_ALIGN_256KB = 18u << 24, ZX_VM_ALIGN_512KB = 19u << 24, ZX_VM_ALIGN_1MB = 20u << 24, ZX_VM_ALIGN_2MB = 21u << 24,
  ZX_VM_ALIGN_4MB = 22u << 24, ZX_VM_ALIGN_8MB = 23u << 24, ZX_VM_ALIGN_16MB = 24u << 24, ZX_VM_ALIGN_32MB = 25u << 24,
  ZX_VM_ALIGN_64MB = 26u << 24, ZX_VM_ALIGN_128MB = 27u << 24, ZX_VM_ALIGN_256MB = 28u << 24, ZX_VM_ALIGN_512MB = 29u << 24,
  ZX_VM_ALIGN_1GB = 30u << 24, ZX_VM_ALIGN_2GB = 31u << 24, ZX_VM_ALIGN_4GB = 32u << 24,
};

enum : uint32_t {
  ZX_VMAR_OP_COMMIT = 1, ZX_VMAR_OP_DECOMMIT = 2, ZX_VMAR_OP_MAP_RANGE = 3, ZX_VMAR_OP_ZERO = 10,
  ZX_VMAR_OP_DONT_NEED = 12, ZX_VMAR_OP_ALWAYS_NEED = 13, ZX_VMAR_OP_PREFETCH = 14,
  ZX_VMO_OP_COMMIT = 1, ZX_VMO_OP_DECOMMIT = 2, ZX_VMO_OP_LOCK = 3, ZX_VMO_OP_UNLOCK = 4, ZX_VMO_OP_CACHE_SYNC = 6,
  ZX_VMO_OP_CACHE_INVALIDATE = 7, ZX_VMO_OP_CACHE_CLEAN = 8, ZX_VMO_OP_CACHE_CLEAN_INVALIDATE = 9, ZX_VMO_OP_ZERO = 10,
  ZX_VMO_OP_TRY_LOCK = 11, ZX_VMO_OP_DONT_NEED = 12, ZX_VMO_OP_ALWAYS_NEED = 13, ZX_VMO_OP_PREFETCH = 14,
  ZX_VMO_RESIZABLE = 0x2, ZX_VMO_DISCARDABLE = 0x4, ZX_VMO_TRAP_DIRTY = 0x8, ZX_VMO_UNBOUNDED = 0x10,
  ZX_VMO_CHILD_SNAPSHOT = 0x1, ZX_VMO_CHILD_RESIZABLE = 0x4, ZX_VMO_CHILD_SLICE = 0x8,
  ZX_VMO_CHILD_SNAPSHOT_AT_LEAST_ON_WRITE = 0x10, ZX_VMO_CHILD_NO_WRITE = 0x20, ZX_VMO_CHILD_REFERENCE = 0x40,
  ZX_VMO_CHILD_SNAPSHOT_MODIFIED = 0x80,
  ZX_CACHE_POLICY_CACHED = 0, ZX_CACHE_POLICY_UNCACHED = 1, ZX_CACHE_POLICY_UNCACHED_DEVICE = 2,
  ZX_CACHE_POLICY_WRITE_COMBINING = 3,
};

enum : zx_rights_t {
  ZX_RIGHT_NONE = 0, ZX_RIGHT_DUPLICATE = 0x1, ZX_RIGHT_TRANSFER = 0x2, ZX_RIGHT_READ = 0x4, ZX_RIGHT_WRITE = 0x8,
  ZX_RIGHT_EXECUTE = 0x10, ZX_RIGHT_MAP = 0x20, ZX_RIGHT_GET_PROPERTY = 0x40, ZX_RIGHT_SET_PROPERTY = 0x80,
  ZX_RIGHT_ENUMERATE = 0x100, ZX_RIGHT_DESTROY = 0x200, ZX_RIGHT_SET_POLICY = 0x400, ZX_RIGHT_GET_POLICY = 0x800,
  ZX_RIGHT_SIGNAL = 0x1000, ZX_RIGHT_SIGNAL_PEER = 0x2000, ZX_RIGHT_WAIT = 0x4000, ZX_RIGHT_INSPECT = 0x8000,
  ZX_RIGHT_MANAGE_JOB = 0x10000, ZX_RIGHT_MANAGE_PROCESS = 0x20000, ZX_RIGHT_MANAGE_THREAD = 0x40000,
  ZX_RIGHT_APPLY_PROFILE = 0x80000, ZX_RIGHT_MANAGE_SOCKET = 0x100000, ZX_RIGHT_OP_CHILDREN = 0x200000,
  ZX_RIGHT_RESIZE = 0x400000, ZX_RIGHT_ATTACH_VMO = 0x800000, ZX_RIGHT_MANAGE_VMO = 0x1000000,
  ZX_RIGHT_SAME_RIGHTS = 0x80000000, ZX_DEFAULT_VMO_RIGHTS = 0xd0ef,
};

extern "C" {
zx_status_t zx_process_create(zx_handle_t job, const char* name, size_t name_size, uint32_t options, zx_handle_t* process,
                              zx_handle_t* root_vmar);
zx_status_t zx_process_read_memory(zx_handle_t process, zx_vaddr_t vaddr, void* buffer, size_t size, size_t* actual);
zx_status_t zx_process_write_memory(zx_handle_t process, zx_vaddr_t vaddr, const void* buffer, size_t size, size_t* actual);
zx_status_t zx_vmar_allocate(zx_handle_t parent, zx_vm_option_t options, size_t offset, size_t size, zx_handle_t* child,
                             zx_vaddr_t* addr);
zx_status_t zx_vmar_map(zx_handle_t vmar, zx_vm_option_t options, size_t vmar_offset, zx_handle_t vmo, uint64_t vmo_offset,
                        size_t len, zx_vaddr_t* addr);
zx_status_t zx_vmar_unmap(zx_handle_t vmar, zx_vaddr_t addr, size_t len);
zx_status_t zx_vmar_protect(zx_handle_t vmar, zx_vm_option_t options, zx_vaddr_t addr, size_t len);
zx_status_t zx_vmar_op_range(zx_handle_t vmar, uint32_t op, zx_vaddr_t addr, size_t len, void* buffer, size_t buffer_size);
zx_status_t zx_vmar_destroy(zx_handle_t vmar);
zx_status_t zx_object_get_info(zx_handle_t object, uint32_t topic, void* buffer, size_t size, size_t* actual, size_t* available);
zx_status_t zx_object_get_property(zx_handle_t object, uint32_t property, void* value, size_t size);
zx_status_t zx_object_set_property(zx_handle_t object, uint32_t property, const void* value, size_t size);
zx_status_t zx_object_signal(zx_handle_t object, uint32_t clear, uint32_t set);
zx_status_t zx_object_wait_one(zx_handle_t object, zx_signals_t signals, zx_time_t deadline, zx_signals_t* observed);
zx_status_t zx_handle_close(zx_handle_t handle);
zx_status_t zx_handle_duplicate(zx_handle_t handle, zx_rights_t rights, zx_handle_t* out);
zx_status_t zx_handle_replace(zx_handle_t handle, zx_rights_t rights, zx_handle_t* out);
zx_status_t zx_vmo_create(uint64_t size, uint32_t options, zx_handle_t* out);
zx_status_t zx_vmo_create_child(zx_handle_t vmo, uint32_t options, uint64_t offset, uint64_t size, zx_handle_t* out);
zx_status_t zx_vmo_read(zx_handle_t vmo, void* buffer, uint64_t offset, size_t size);
zx_status_t zx_vmo_write(zx_handle_t vmo, const void* buffer, uint64_t offset, size_t size);
zx_status_t zx_vmo_get_size(zx_handle_t vmo, uint64_t* size);
zx_status_t zx_vmo_set_size(zx_handle_t vmo, uint64_t size);
zx_status_t zx_vmo_get_stream_size(zx_handle_t vmo, uint64_t* size);
zx_status_t zx_vmo_set_stream_size(zx_handle_t vmo, uint64_t size);
zx_status_t zx_vmo_op_range(zx_handle_t vmo, uint32_t op, uint64_t offset, uint64_t size, void* buffer, size_t buffer_size);
zx_status_t zx_vmo_set_cache_policy(zx_handle_t vmo, uint32_t policy);
zx_status_t zx_vmo_replace_as_executable(zx_handle_t vmo, zx_handle_t vmex, zx_handle_t* out);
}
