//! Security posture: what is unsafe in the watched accounts, how sure we are, and how to mend it.
//!
//! The checks are Rego files in `checks/`, one for each thing that can be wrong; [`checks`] reads and
//! evaluates them. In the order of the loop: the accounts of a tenant are planned, evaluated one by
//! one, and summarized; then what the API shows of it.

pub mod checks;
pub mod compliance;
pub mod evaluating;
pub mod finding_view;

pub mod evaluate_account;
pub mod get_compliance;
pub mod get_finding;
pub mod get_security_score;
pub mod list_findings;
pub mod plan_posture;
pub mod scan_security;
pub mod start_security_scan;
pub mod summarize_posture;
pub mod update_finding;

#[cfg(test)]
mod testing;

/// The part of the API that this package answers.
#[derive(utoipa::OpenApi)]
#[openapi(paths(
    start_security_scan::handle,
    get_security_score::handle,
    list_findings::handle,
    get_finding::handle,
    update_finding::handle,
    get_compliance::handle,
))]
pub struct Api;
