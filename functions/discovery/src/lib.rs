//! θ₁: scans of the connected accounts, the inventory that they fill, and the worlds that they make.
//!
//! In the order of the loop: a scan is asked for, planned into shards, collected by the functions
//! of `functions/collectors`, resumed where something was lost, and assembled into a world.

mod asking;
mod standing;
pub mod view;

pub mod assemble_world;
pub mod dispatching;
pub mod get_latest_world;
pub mod get_resource;
pub mod get_resource_diff;
pub mod get_scan;
pub mod list_coverage;
pub mod list_resource_history;
pub mod list_resources;
pub mod list_scan_coverage;
pub mod list_scans;
pub mod plan_scan;
pub mod planning;
pub mod resume_scans;
pub mod scan_organization;
pub mod start_scan;

/// The part of the API that this package answers.
#[derive(utoipa::OpenApi)]
#[openapi(paths(
    start_scan::handle,
    list_scans::handle,
    get_scan::handle,
    list_scan_coverage::handle,
    list_coverage::handle,
    get_latest_world::handle,
    list_resources::handle,
    get_resource::handle,
    list_resource_history::handle,
    get_resource_diff::handle,
))]
pub struct Api;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
