//! The signatures of the `zx` crate that exported tests use, and no behaviour: exports are compiled against it, never run.
//! Written from docs/spec/zx-api.md (generation G3).
#![allow(unused_variables, dead_code, clippy::all)]

use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::ops::{BitOr, Deref};

macro_rules! flags {
    ($name:ident: $bits:ty { $($flag:ident = $value:expr),* $(,)? }) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name($bits);
        impl $name {
            $(pub const $flag: $name = $name($value);)*
            pub const fn empty() -> Self { Self(0) }
            pub const fn from_bits_retain(bits: $bits) -> Self { Self(bits) }
            pub fn contains(&self, other: Self) -> bool { self.0 & other.0 == other.0 }
            pub fn intersects(&self, other: Self) -> bool { self.0 & other.0 != 0 }
        }
        impl BitOr for $name {
            type Output = Self;
            fn bitor(self, other: Self) -> Self { Self(self.0 | other.0) }
        }
    };
}

macro_rules! vmar_flags {
    ($name:ident { $($extra:ident = $value:expr),* }) => {
        flags!($name: u32 {
            PERM_READ = 0x1, PERM_WRITE = 0x2, PERM_EXECUTE = 0x4, COMPACT = 0x8, SPECIFIC = 0x10,
            CAN_MAP_SPECIFIC = 0x40, CAN_MAP_READ = 0x80, CAN_MAP_WRITE = 0x100, CAN_MAP_EXECUTE = 0x200,
            MAP_RANGE = 0x400, REQUIRE_NON_RESIZABLE = 0x800, ALLOW_FAULTS = 0x1000, OFFSET_IS_UPPER_LIMIT = 0x2000,
            PERM_READ_IF_XOM_UNSUPPORTED = 0x4000, FAULT_BEYOND_STREAM_SIZE = 0x8000,
            ALIGN_1KB = 10 << 24, ALIGN_2KB = 11 << 24, ALIGN_4KB = 12 << 24, ALIGN_8KB = 13 << 24, ALIGN_16KB = 14 << 24,
            ALIGN_32KB = 15 << 24, ALIGN_64KB = 16 << 24, ALIGN_128KB = 17 << 24, ALIGN_256KB = 18 << 24,
            ALIGN_512KB = 19 << 24, ALIGN_1MB = 20 << 24, ALIGN_2MB = 21 << 24, ALIGN_4MB = 22 << 24, ALIGN_8MB = 23 << 24,
            ALIGN_16MB = 24 << 24, ALIGN_32MB = 25 << 24, ALIGN_64MB = 26 << 24, ALIGN_128MB = 27 << 24,
            ALIGN_256MB = 28 << 24, ALIGN_512MB = 29 << 24, ALIGN_1GB = 30 << 24, ALIGN_2GB = 31 << 24, ALIGN_4GB = 32 << 24,
            $($extra = $value),*
        });
    };
}

vmar_flags!(VmarFlags {});
vmar_flags!(VmarFlagsExtended { SPECIFIC_OVERWRITE = 0x20 });
flags!(VmoOptions: u32 { RESIZABLE = 0x2, TRAP_DIRTY = 0x8, UNBOUNDED = 0x10 });
flags!(VmoChildOptions: u32 {
    SNAPSHOT = 0x1, RESIZABLE = 0x4, SLICE = 0x8, SNAPSHOT_AT_LEAST_ON_WRITE = 0x10, NO_WRITE = 0x20, REFERENCE = 0x40,
    SNAPSHOT_MODIFIED = 0x80,
});
flags!(ProcessOptions: u32 { SHARED = 1 });
flags!(Signals: u32 { NONE = 0, VMO_ZERO_CHILDREN = 0x8 });
flags!(Rights: u32 {
    NONE = 0, DUPLICATE = 0x1, TRANSFER = 0x2, READ = 0x4, WRITE = 0x8, EXECUTE = 0x10, MAP = 0x20, GET_PROPERTY = 0x40,
    SET_PROPERTY = 0x80, ENUMERATE = 0x100, DESTROY = 0x200, SET_POLICY = 0x400, GET_POLICY = 0x800, SIGNAL = 0x1000,
    SIGNAL_PEER = 0x2000, WAIT = 0x4000, INSPECT = 0x8000, MANAGE_JOB = 0x10000, MANAGE_PROCESS = 0x20000,
    MANAGE_THREAD = 0x40000, APPLY_PROFILE = 0x80000, MANAGE_SOCKET = 0x100000, OP_CHILDREN = 0x200000, RESIZE = 0x400000,
    ATTACH_VMO = 0x800000, MANAGE_VMO = 0x1000000, SAME_RIGHTS = 0x8000_0000, VMO_DEFAULT = 0xd0ef,
});

macro_rules! numbers {
    ($name:ident: $number:ty { $($constant:ident = $value:expr),* $(,)? }) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name($number);
        impl $name {
            $(pub const $constant: $name = $name($value);)*
            pub const fn from_raw(raw: $number) -> Self { Self(raw) }
        }
    };
}

numbers!(VmarOp: u32 {
    COMMIT = 1, DECOMMIT = 2, MAP_RANGE = 3, ZERO = 10, DONT_NEED = 12, ALWAYS_NEED = 13, PREFETCH = 14,
});
numbers!(VmoOp: u32 {
    COMMIT = 1, DECOMMIT = 2, LOCK = 3, UNLOCK = 4, CACHE_SYNC = 6, CACHE_INVALIDATE = 7, CACHE_CLEAN = 8,
    CACHE_CLEAN_INVALIDATE = 9, ZERO = 10, TRY_LOCK = 11, DONT_NEED = 12, ALWAYS_NEED = 13, PREFETCH = 14,
});
numbers!(ObjectType: u32 { NONE = 0, PROCESS = 1, VMO = 3, VMAR = 18 });
numbers!(Status: i32 {
    OK = 0, INTERNAL = -1, NOT_SUPPORTED = -2, NO_RESOURCES = -3, NO_MEMORY = -4, INVALID_ARGS = -10, BAD_HANDLE = -11,
    WRONG_TYPE = -12, OUT_OF_RANGE = -14, BUFFER_TOO_SMALL = -15, BAD_STATE = -20, TIMED_OUT = -21, NOT_FOUND = -25,
    ALREADY_EXISTS = -26, UNAVAILABLE = -28, ACCESS_DENIED = -30, IO = -40, IO_DATA_INTEGRITY = -42,
});

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CachePolicy { Cached, UnCached, UnCachedDevice, WriteCombining, Unknown }

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Koid(u64);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonotonicInstant(i64);
impl MonotonicInstant {
    pub const INFINITE_PAST: MonotonicInstant = MonotonicInstant(i64::MIN);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitResult { Ok(Signals), TimedOut(Signals), Canceled(Signals), Err(Status) }

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name([u8; 32]);
#[derive(Debug)]
pub struct BStr([u8]);
impl PartialEq<&str> for &BStr {
    fn eq(&self, other: &&str) -> bool { unimplemented!() }
}
impl Name {
    pub fn new(name: &str) -> Result<Self, Status> { unimplemented!() }
    pub fn new_lossy(name: &str) -> Self { unimplemented!() }
    pub fn as_bstr(&self) -> &BStr { unimplemented!() }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VmarInfo { pub base: usize, pub len: usize }

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MapInfo { pub name: Name, pub base: usize, pub size: usize, pub depth: usize, mapping: MappingDetails }
impl MapInfo {
    pub fn details(&self) -> MapDetails<'_> { unimplemented!() }
}
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MapDetails<'a> { Unknown, None, AddressSpace, Vmar, Mapping(&'a MappingDetails) }
impl<'a> MapDetails<'a> {
    pub fn as_mapping(&self) -> Option<&'a MappingDetails> { unimplemented!() }
}
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MappingDetails {
    pub mmu_flags: VmarFlagsExtended,
    pub vmo_koid: Koid,
    pub vmo_offset: u64,
    pub committed_bytes: usize,
    pub populated_bytes: usize,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VmoInfo {
    pub koid: Koid,
    pub size_bytes: u64,
    pub num_mappings: usize,
    pub share_count: usize,
    pub committed_bytes: u64,
    pub populated_bytes: u64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HandleBasicInfo { pub koid: Koid, pub rights: Rights, pub object_type: ObjectType, pub related_koid: Koid }

/// A borrowed handle of a type.
pub struct Unowned<'a, T>(T, PhantomData<&'a ()>);
impl<'a, T> Deref for Unowned<'a, T> {
    type Target = T;
    fn deref(&self) -> &T { &self.0 }
}
pub type HandleRef<'a> = Unowned<'a, NullableHandle>;
impl<'a> Unowned<'a, NullableHandle> {
    pub fn cast<U>(&self) -> Unowned<'a, U> { unimplemented!() }
}

macro_rules! handle_type {
    ($name:ident) => {
        #[derive(Debug, PartialEq, Eq)]
        pub struct $name(u32);
        impl $name {
            pub fn as_handle_ref(&self) -> HandleRef<'_> { unimplemented!() }
            pub fn into_handle(self) -> NullableHandle { unimplemented!() }
            pub fn duplicate_handle(&self, rights: Rights) -> Result<Self, Status> { unimplemented!() }
            pub fn replace_handle(self, rights: Rights) -> Result<Self, Status> { unimplemented!() }
            pub fn basic_info(&self) -> Result<HandleBasicInfo, Status> { unimplemented!() }
            pub fn koid(&self) -> Result<Koid, Status> { unimplemented!() }
            pub fn get_name(&self) -> Result<Name, Status> { unimplemented!() }
            pub fn set_name(&self, name: &Name) -> Result<(), Status> { unimplemented!() }
            pub fn signal(&self, clear: Signals, set: Signals) -> Result<(), Status> { unimplemented!() }
            pub fn wait_one(&self, signals: Signals, deadline: MonotonicInstant) -> WaitResult { unimplemented!() }
        }
        impl Drop for $name {
            fn drop(&mut self) {}
        }
    };
    ($name:ident, $($more:ident),+) => {
        handle_type!($name);
        $(handle_type!($more); impl From<NullableHandle> for $more {
            fn from(handle: NullableHandle) -> Self { unimplemented!() }
        })+
    };
}

handle_type!(NullableHandle, Vmar, Vmo, Process, Job, Resource);
impl NullableHandle {
    pub const fn invalid() -> Self { Self(0) }
}

impl Job {
    pub fn create_child_process(&self, options: ProcessOptions, name: &[u8]) -> Result<(Process, Vmar), Status> {
        unimplemented!()
    }
}

impl Process {
    pub fn read_memory(&self, vaddr: usize, bytes: &mut [u8]) -> Result<usize, Status> { unimplemented!() }
    pub fn write_memory(&self, vaddr: usize, bytes: &[u8]) -> Result<usize, Status> { unimplemented!() }
}

impl Vmar {
    pub fn allocate(&self, offset: usize, size: usize, flags: VmarFlags) -> Result<(Vmar, usize), Status> {
        unimplemented!()
    }
    pub fn map(
        &self, vmar_offset: usize, vmo: &Vmo, vmo_offset: u64, len: usize, flags: VmarFlags,
    ) -> Result<usize, Status> {
        unimplemented!()
    }
    pub unsafe fn map_unsafe(
        &self, vmar_offset: usize, vmo: &Vmo, vmo_offset: u64, len: usize, flags: VmarFlagsExtended,
    ) -> Result<usize, Status> {
        unimplemented!()
    }
    pub unsafe fn unmap(&self, addr: usize, len: usize) -> Result<(), Status> { unimplemented!() }
    pub fn op_range(&self, op: VmarOp, addr: usize, len: usize) -> Result<(), Status> { unimplemented!() }
    pub unsafe fn protect(&self, addr: usize, len: usize, flags: VmarFlags) -> Result<(), Status> { unimplemented!() }
    pub unsafe fn destroy(&self) -> Result<(), Status> { unimplemented!() }
    pub fn info(&self) -> Result<VmarInfo, Status> { unimplemented!() }
    pub fn maps<'a>(
        &self, buf: &'a mut [MaybeUninit<MapInfo>],
    ) -> Result<(&'a mut [MapInfo], &'a mut [MaybeUninit<MapInfo>], usize), Status> {
        unimplemented!()
    }
    pub fn maps_vec(&self) -> Result<Vec<MapInfo>, Status> { unimplemented!() }
}

impl Vmo {
    pub fn create_with_opts(opts: VmoOptions, size: u64) -> Result<Vmo, Status> { unimplemented!() }
    pub fn create_child(&self, opts: VmoChildOptions, offset: u64, size: u64) -> Result<Vmo, Status> { unimplemented!() }
    pub fn read(&self, data: &mut [u8], offset: u64) -> Result<(), Status> { unimplemented!() }
    pub fn write(&self, data: &[u8], offset: u64) -> Result<(), Status> { unimplemented!() }
    pub fn get_size(&self) -> Result<u64, Status> { unimplemented!() }
    pub fn set_size(&self, size: u64) -> Result<(), Status> { unimplemented!() }
    pub fn get_stream_size(&self) -> Result<u64, Status> { unimplemented!() }
    pub fn set_stream_size(&self, size: u64) -> Result<(), Status> { unimplemented!() }
    pub fn op_range(&self, op: VmoOp, offset: u64, size: u64) -> Result<(), Status> { unimplemented!() }
    pub fn set_cache_policy(&self, policy: CachePolicy) -> Result<(), Status> { unimplemented!() }
    pub fn info(&self) -> Result<VmoInfo, Status> { unimplemented!() }
    pub fn replace_as_executable(self, vmex: &Resource) -> Result<Vmo, Status> { unimplemented!() }
}
