//! θ₁: scans of the connected accounts, the inventory that they fill, and the worlds that they make.
//!
//! In the order of the loop: a scan is asked for, planned account by account into shards, collected
//! by the functions of `functions/collectors`, resumed where something was lost, assembled into a
//! world, and drawn as a graph of what needs what. Then what follows the estate: the agents of its
//! services, the tags of its resources, and files to take away.

mod asking;
mod graph_query;
pub mod graph_view;
pub mod newest_graph;
pub mod settings_view;
mod standing;
pub mod view;

pub mod agent_view;
pub mod export_view;
pub mod surveying;
pub mod tag_view;

pub mod assemble_world;
pub mod build_graph;
pub mod compare_worlds;
pub mod dispatching;
pub mod get_architecture;
pub mod get_blast_radius;
pub mod get_discovery_settings;
pub mod get_graph;
pub mod get_graph_order;
pub mod get_latest_world;
pub mod get_resource;
pub mod get_resource_dependencies;
pub mod get_resource_diff;
pub mod get_scan;
pub mod list_coverage;
pub mod list_resource_history;
pub mod list_resources;
pub mod list_scan_coverage;
pub mod list_scans;
pub mod list_worlds;
pub mod plan_account;
pub mod plan_scan;
pub mod planning;
pub mod resume_scans;
pub mod scan_organization;
pub mod start_scan;
pub mod update_discovery_settings;

pub mod get_service_agent;
pub mod list_service_agents;
pub mod plan_agent_sync;
pub mod sync_service_agents;
pub mod update_service_agent;

pub mod get_tag_policy;
pub mod get_tag_report;
pub mod list_untagged_resources;
pub mod update_tag_policy;

pub mod create_export;
pub mod get_export;
pub mod list_exports;
pub mod write_export;

/// The part of the API that this package answers.
#[derive(utoipa::OpenApi)]
#[openapi(paths(
    get_discovery_settings::handle,
    update_discovery_settings::handle,
    start_scan::handle,
    list_scans::handle,
    get_scan::handle,
    list_scan_coverage::handle,
    list_coverage::handle,
    get_latest_world::handle,
    list_worlds::handle,
    compare_worlds::handle,
    list_resources::handle,
    get_resource::handle,
    get_graph::handle,
    get_graph_order::handle,
    get_resource_dependencies::handle,
    get_blast_radius::handle,
    get_architecture::handle,
    list_service_agents::handle,
    get_service_agent::handle,
    update_service_agent::handle,
    get_tag_policy::handle,
    update_tag_policy::handle,
    get_tag_report::handle,
    list_untagged_resources::handle,
    create_export::handle,
    list_exports::handle,
    get_export::handle,
    list_resource_history::handle,
    get_resource_diff::handle,
))]
pub struct Api;

#[cfg(test)]
mod estate_tests;
#[cfg(test)]
mod graph_tests;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
