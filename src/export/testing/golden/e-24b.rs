//! e-24b-overwrite-stays-split-in-older-kernels: Older kernels (V-2) remember that the middle was
//! placed by SPECIFIC_OVERWRITE and do not merge it with pieces placed by SPECIFIC.
//!
//! Source: vmar-semantics.md §8, E-24.
//!
//! Rules: MRG-01, MRG-02, OVW-05, VMO-24, PMEM-07, V-2.
//!
//! Holds for a kernel of this generation: V-2 off (vmar-semantics.md §1.9, §9).
//!
//! Written by vmar-fuzz export.

use zx::{Rights, VmarFlags, VmarFlagsExtended, VmarInfo, VmoOptions};

/// A region, or a run of pages that are mapped alike: permissions, VMO, offset.
#[derive(Debug, PartialEq)]
struct Run {
    depth: usize,
    base: usize,
    size: usize,
    mapped: Option<(String, zx::Koid, u64)>,
}

fn region(depth: usize, base: usize, size: usize) -> Run {
    Run { depth, base, size, mapped: None }
}

fn mapped(depth: usize, base: usize, size: usize, perms: &str, vmo: zx::Koid, offset: u64) -> Run {
    Run { depth, base, size, mapped: Some((perms.to_string(), vmo, offset)) }
}

/// What is in a region, depth first by address, itself at depth 0; mappings that continue one another are one run.
fn space(vmar: &zx::Vmar) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for entry in vmar.maps_vec().expect("the maps of a region") {
        let mapped = entry.details().as_mapping().map(|mapping| {
            let flags = mapping.mmu_flags;
            let letter = |flag, letter| if flags.contains(flag) { letter } else { '-' };
            let perms = [
                letter(VmarFlagsExtended::PERM_READ, 'r'),
                letter(VmarFlagsExtended::PERM_WRITE, 'w'),
                letter(VmarFlagsExtended::PERM_EXECUTE, 'x'),
            ];
            (perms.iter().collect::<String>(), mapping.vmo_koid, mapping.vmo_offset)
        });
        let continues = runs.last().is_some_and(|last| match (&last.mapped, &mapped) {
            (Some((perms, vmo, offset)), Some(next)) => {
                last.depth == entry.depth
                    && last.base + last.size == entry.base
                    && (perms, vmo, offset + last.size as u64) == (&next.0, &next.1, next.2)
            }
            _ => false,
        });
        match runs.last_mut() {
            Some(last) if continues => last.size += entry.size,
            _ => runs.push(Run { depth: entry.depth, base: entry.base, size: entry.size, mapped }),
        }
    }
    runs
}

#[test]
#[allow(unused_variables)] // some are used only by steps that cannot be expressed here
fn e_24b_overwrite_stays_split_in_older_kernels() {
    let (process, root) = fuchsia_runtime::job_default()
        .create_child_process(zx::ProcessOptions::empty(), b"vmar-fuzz")
        .expect("a process of its own");
    let VmarInfo { base: root_addr, len: root_size } = root.info().expect("info");

    // step 0: v = allocate(root, CAN_MAP_READ|CAN_MAP_WRITE|CAN_MAP_EXECUTE|CAN_MAP_SPECIFIC|SPECIFIC,
    // 0x100000, 0x10000)
    let (v, v_addr) = root.allocate(0x100000, 0x10000, VmarFlags::CAN_MAP_READ | VmarFlags::CAN_MAP_WRITE | VmarFlags::CAN_MAP_EXECUTE | VmarFlags::CAN_MAP_SPECIFIC | VmarFlags::SPECIFIC).expect("step 0");
    assert_eq!(v_addr, root_addr + 0x100000);
    assert_eq!(v.basic_info().expect("basic_info").rights, Rights::DUPLICATE | Rights::TRANSFER | Rights::READ | Rights::WRITE | Rights::EXECUTE | Rights::INSPECT | Rights::OP_CHILDREN);
    assert_eq!(
        space(&root),
        vec![
            region(0, root_addr, root_size),
            region(1, v_addr, 0x10000),
        ]
    );

    // step 1: full = vmo_create(0x8000, 0)
    let full = zx::Vmo::create_with_opts(VmoOptions::empty(), 0x8000).expect("step 1");
    assert_eq!(full.basic_info().expect("basic_info").rights, Rights::VMO_DEFAULT);

    // step 2: vmo = handle_duplicate(full, DUPLICATE|READ|WRITE|MAP)
    let vmo = full.duplicate_handle(Rights::DUPLICATE | Rights::READ | Rights::WRITE | Rights::MAP).expect("step 2");
    let vmo_koid = vmo.koid().expect("koid");
    assert_eq!(vmo.basic_info().expect("basic_info").rights, Rights::DUPLICATE | Rights::READ | Rights::WRITE | Rights::MAP);

    // step 3: other = vmo_create(0x8000, 0)
    let other = zx::Vmo::create_with_opts(VmoOptions::empty(), 0x8000).expect("step 3");
    let other_koid = other.koid().expect("koid");
    assert_eq!(other.basic_info().expect("basic_info").rights, Rights::VMO_DEFAULT);

    // step 4: vmo_write(vmo, 0, a0)
    assert_eq!(vmo.write(b"\xa0", 0), Ok(()));

    // step 5: vmo_write(vmo, 0x1000, a1)
    assert_eq!(vmo.write(b"\xa1", 0x1000), Ok(()));

    // step 6: vmo_write(vmo, 0x3000, a3)
    assert_eq!(vmo.write(b"\xa3", 0x3000), Ok(()));

    // step 7: vmo_write(other, 0, b0)
    assert_eq!(other.write(b"\xb0", 0), Ok(()));

    // step 8: m = map(v, PERM_READ|PERM_WRITE|SPECIFIC, 0, vmo, 0, 0x4000)
    let m_addr = v.map(0, &vmo, 0, 0x4000, VmarFlags::PERM_READ | VmarFlags::PERM_WRITE | VmarFlags::SPECIFIC).expect("step 8");
    assert_eq!(m_addr, v_addr);
    assert_eq!(
        space(&root),
        vec![
            region(0, root_addr, root_size),
            region(1, v_addr, 0x10000),
            mapped(2, m_addr, 0x4000, "rw-", vmo_koid, 0),
        ]
    );

    // step 9: vmo_info(full)
    let info = full.info().expect("step 9");
    assert_eq!(info.num_mappings, 1);

    // step 10: n = map(v, PERM_READ|PERM_WRITE|SPECIFIC_OVERWRITE, 0x1000, other, 0, 0x2000)
    // SAFETY: SAFE-01, SAFE-02, SAFE-03: no thread runs in this process, so nobody holds a reference
    // there.
    let n_addr = unsafe { v.map_unsafe(0x1000, &other, 0, 0x2000, VmarFlagsExtended::PERM_READ | VmarFlagsExtended::PERM_WRITE | VmarFlagsExtended::SPECIFIC_OVERWRITE) }.expect("step 10");
    assert_eq!(n_addr, v_addr + 0x1000);
    assert_eq!(
        space(&root),
        vec![
            region(0, root_addr, root_size),
            region(1, v_addr, 0x10000),
            mapped(2, m_addr, 0x1000, "rw-", vmo_koid, 0),
            mapped(2, n_addr, 0x2000, "rw-", other_koid, 0),
            mapped(2, m_addr + 0x3000, 0x1000, "rw-", vmo_koid, 0x3000),
        ]
    );

    // step 11: info_maps(v)
    let maps = v.maps_vec().expect("step 11");
    assert_eq!(maps.len(), 4);
    assert_eq!((maps[0].base, maps[0].size, maps[0].depth), (v_addr, 0x10000, 0));
    assert_eq!(maps[0].name.as_bstr(), "useralloc");
    assert!(maps[0].details().as_mapping().is_none());
    assert_eq!((maps[1].base, maps[1].size, maps[1].depth), (v_addr, 0x1000, 1));
    assert_eq!(maps[1].name.as_bstr(), "");
    assert_eq!(maps[1].details().as_mapping().expect("a mapping").mmu_flags, VmarFlagsExtended::PERM_READ | VmarFlagsExtended::PERM_WRITE);
    assert_eq!(maps[1].details().as_mapping().expect("a mapping").vmo_koid, vmo_koid);
    assert_eq!(maps[1].details().as_mapping().expect("a mapping").vmo_offset, 0);
    assert_eq!((maps[2].base, maps[2].size, maps[2].depth), (v_addr + 0x1000, 0x2000, 1));
    assert_eq!(maps[2].name.as_bstr(), "");
    assert_eq!(maps[2].details().as_mapping().expect("a mapping").mmu_flags, VmarFlagsExtended::PERM_READ | VmarFlagsExtended::PERM_WRITE);
    assert_eq!(maps[2].details().as_mapping().expect("a mapping").vmo_koid, other_koid);
    assert_eq!(maps[2].details().as_mapping().expect("a mapping").vmo_offset, 0);
    assert_eq!((maps[3].base, maps[3].size, maps[3].depth), (v_addr + 0x3000, 0x1000, 1));
    assert_eq!(maps[3].name.as_bstr(), "");
    assert_eq!(maps[3].details().as_mapping().expect("a mapping").mmu_flags, VmarFlagsExtended::PERM_READ | VmarFlagsExtended::PERM_WRITE);
    assert_eq!(maps[3].details().as_mapping().expect("a mapping").vmo_koid, vmo_koid);
    assert_eq!(maps[3].details().as_mapping().expect("a mapping").vmo_offset, 0x3000);

    // step 12: vmo_info(full)
    // (split in two)
    let info = full.info().expect("step 12");
    assert_eq!(info.num_mappings, 2);

    // step 13: vmo_info(other)
    let info = other.info().expect("step 13");
    assert_eq!(info.num_mappings, 1);

    // step 14: read_memory(v, 1)
    let mut bytes = vec![0u8; 1];
    let count = process.read_memory(v_addr, &mut bytes).expect("step 14");
    assert_eq!(count, 1);
    assert_eq!(&bytes[..count], b"\xa0");

    // step 15: read_memory(v+0x1000, 1)
    let mut bytes = vec![0u8; 1];
    let count = process.read_memory(v_addr + 0x1000, &mut bytes).expect("step 15");
    assert_eq!(count, 1);
    assert_eq!(&bytes[..count], b"\xb0");

    // step 16: read_memory(v+0x3000, 1)
    let mut bytes = vec![0u8; 1];
    let count = process.read_memory(v_addr + 0x3000, &mut bytes).expect("step 16");
    assert_eq!(count, 1);
    assert_eq!(&bytes[..count], b"\xa3");

    // step 17: read_memory(v, 0x4000)
    // (a transfer ends with the mapping)
    let mut bytes = vec![0u8; 0x4000];
    let count = process.read_memory(v_addr, &mut bytes).expect("step 17");
    assert_eq!(count, 0x1000);

    // step 18: n2 = map(v, PERM_READ|PERM_WRITE|SPECIFIC_OVERWRITE, 0x1000, vmo, 0x1000, 0x2000)
    // SAFETY: SAFE-01, SAFE-02, SAFE-03: no thread runs in this process, so nobody holds a reference
    // there.
    let n2_addr = unsafe { v.map_unsafe(0x1000, &vmo, 0x1000, 0x2000, VmarFlagsExtended::PERM_READ | VmarFlagsExtended::PERM_WRITE | VmarFlagsExtended::SPECIFIC_OVERWRITE) }.expect("step 18");
    assert_eq!(n2_addr, v_addr + 0x1000);
    assert_eq!(
        space(&root),
        vec![
            region(0, root_addr, root_size),
            region(1, v_addr, 0x10000),
            mapped(2, m_addr, 0x4000, "rw-", vmo_koid, 0),
        ]
    );

    // step 19: info_maps(v)
    let maps = v.maps_vec().expect("step 19");
    assert_eq!(maps.len(), 4);
    assert_eq!((maps[0].base, maps[0].size, maps[0].depth), (v_addr, 0x10000, 0));
    assert_eq!(maps[0].name.as_bstr(), "useralloc");
    assert!(maps[0].details().as_mapping().is_none());
    assert_eq!((maps[1].base, maps[1].size, maps[1].depth), (v_addr, 0x1000, 1));
    assert_eq!(maps[1].name.as_bstr(), "");
    assert_eq!(maps[1].details().as_mapping().expect("a mapping").mmu_flags, VmarFlagsExtended::PERM_READ | VmarFlagsExtended::PERM_WRITE);
    assert_eq!(maps[1].details().as_mapping().expect("a mapping").vmo_koid, vmo_koid);
    assert_eq!(maps[1].details().as_mapping().expect("a mapping").vmo_offset, 0);
    assert_eq!((maps[2].base, maps[2].size, maps[2].depth), (v_addr + 0x1000, 0x2000, 1));
    assert_eq!(maps[2].name.as_bstr(), "");
    assert_eq!(maps[2].details().as_mapping().expect("a mapping").mmu_flags, VmarFlagsExtended::PERM_READ | VmarFlagsExtended::PERM_WRITE);
    assert_eq!(maps[2].details().as_mapping().expect("a mapping").vmo_koid, vmo_koid);
    assert_eq!(maps[2].details().as_mapping().expect("a mapping").vmo_offset, 0x1000);
    assert_eq!((maps[3].base, maps[3].size, maps[3].depth), (v_addr + 0x3000, 0x1000, 1));
    assert_eq!(maps[3].name.as_bstr(), "");
    assert_eq!(maps[3].details().as_mapping().expect("a mapping").mmu_flags, VmarFlagsExtended::PERM_READ | VmarFlagsExtended::PERM_WRITE);
    assert_eq!(maps[3].details().as_mapping().expect("a mapping").vmo_koid, vmo_koid);
    assert_eq!(maps[3].details().as_mapping().expect("a mapping").vmo_offset, 0x3000);

    // step 20: vmo_info(full)
    let info = full.info().expect("step 20");
    assert_eq!(info.num_mappings, 3);

    // step 21: vmo_info(other)
    let info = other.info().expect("step 21");
    assert_eq!(info.num_mappings, 0);

    // step 22: read_memory(v, 0x4000)
    let mut bytes = vec![0u8; 0x4000];
    let count = process.read_memory(v_addr, &mut bytes).expect("step 22");
    assert_eq!(count, 0x1000);

    // step 23: read_memory(v+0x1000, 0x4000)
    let mut bytes = vec![0u8; 0x4000];
    let count = process.read_memory(v_addr + 0x1000, &mut bytes).expect("step 23");
    assert_eq!(count, 0x2000);

    // step 24: read_memory(v+0x1000, 1)
    let mut bytes = vec![0u8; 1];
    let count = process.read_memory(v_addr + 0x1000, &mut bytes).expect("step 24");
    assert_eq!(count, 1);
    assert_eq!(&bytes[..count], b"\xa1");
}
