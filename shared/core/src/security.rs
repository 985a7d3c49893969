//! Security posture: what is checked, what was found, and how sure we are.

mod check;
mod facts;
mod finding;
mod mute;
mod ports;
pub mod posture;

pub use check::{Check, CheckId, Framework, Remediation, Severity};
pub use facts::{
    FindingChanged, FindingOpened, FindingReopened, FindingResolved, PostureEvaluated, SecurityScanRequested,
};
pub use finding::{Finding, FindingId, FindingStatus, MOST_HISTORY, Seen, StatusChange};
pub use mute::{MOST_MUTES, Mute, MuteScope};
pub use ports::{FindingFilter, Findings, MOST_FINDINGS_SAVED, Mutes, Postures};
