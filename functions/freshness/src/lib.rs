//! How the inventory stays true between scans: by the events of AWS, by looking at what no event told
//! of, and by comparing stacks with what they made.
//!
//! In the order of promptness: an event makes a collector look within seconds, the reconciler finds
//! within hours what events missed, and drift is looked for every day.

mod sending;
mod standing;

pub mod detect_drift;
pub mod get_resource_drift;
pub mod reconcile_inventory;
pub mod route_estate_event;

/// The part of the API that this package answers.
#[derive(utoipa::OpenApi)]
#[openapi(paths(get_resource_drift::handle))]
pub struct Api;

#[cfg(test)]
mod testing;
