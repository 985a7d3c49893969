//! Runs every target on its corpus, on changed entries of it, and on any bytes at all.

#![expect(clippy::tests_outside_test_module, reason = "the whole program is tests")]
#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use pantheon_fuzz::{TARGETS, Target};
use proptest::{collection::vec, prelude::*, sample::Index, test_runner::TestRunner};
use std::{collections::BTreeSet, fs, path::Path};

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|file| fs::read(file).unwrap()).collect()
}

/// A change of an entry: the bytes between two places become others.
fn changed(entries: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<Index>(), any::<Index>(), vec(any::<u8>(), 0..8));
    (proptest::sample::select(entries), vec(change, 1..4)).prop_map(|(mut entry, changes)| {
        for (one, other, bytes) in changes {
            let (one, other) = (one.index(entry.len() + 1), other.index(entry.len() + 1));
            let near = other.clamp(one.min(entry.len()), one.saturating_add(8).min(entry.len()));
            entry.splice(one..near, bytes);
        }
        entry
    })
}

fn try_all(target: Target, inputs: &impl Strategy<Value = Vec<u8>>) {
    let run = |bytes: Vec<u8>| {
        target(&bytes);
        Ok(())
    };
    TestRunner::deterministic().run(inputs, run).unwrap();
}

#[test]
fn every_target_has_a_corpus_and_the_reverse() {
    let folders = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")).unwrap();
    let folders: BTreeSet<_> = folders.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();

    assert_eq!(folders, TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect());
    for (name, _) in TARGETS {
        assert!(!corpus(name).is_empty(), "{name}");
    }
}

#[test]
fn targets_bear_their_corpus() {
    for (name, target) in TARGETS {
        for entry in corpus(name) {
            println!("{name}: {}", String::from_utf8_lossy(&entry));
            target(&entry);
        }
    }
}

#[test]
fn targets_bear_any_bytes() {
    for (_, target) in TARGETS {
        try_all(*target, &vec(any::<u8>(), 0..400));
    }
}

#[test]
fn targets_bear_what_is_nearly_right() {
    for (name, target) in TARGETS {
        try_all(*target, &changed(corpus(name)));
    }
}
