//! What libFuzzer calls: the target that `PANTHEON_FUZZ_TARGET` names.

#![no_main]
#![expect(unsafe_code, reason = "libFuzzer calls a function by its name in C")]

use pantheon_fuzz::{Target, target};
use std::sync::OnceLock;

static CHOSEN: OnceLock<Target> = OnceLock::new();

#[expect(clippy::disallowed_methods, reason = "a tool, not a function; libFuzzer owns the command line")]
fn choose() -> Target {
    let name = std::env::var("PANTHEON_FUZZ_TARGET").unwrap_or_default();
    target(&name).unwrap_or_else(|| panic!("PANTHEON_FUZZ_TARGET names no target: {name:?}"))
}

libfuzzer_sys::fuzz_target!(|data: &[u8]| CHOSEN.get_or_init(choose)(data));
