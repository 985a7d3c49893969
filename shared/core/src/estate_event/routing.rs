//! From an event to the looks that it asks for.

use super::{
    EstateEvent, Happened, path,
    table::{self, Effect},
};
use crate::{
    aws::{ResourceType, TypeName},
    catalog::CollectedService,
    collect::Scope,
    freshness::Look,
};
use std::collections::BTreeSet;

/// Says what to look at after an event; nothing if it changed nothing that is collected.
///
/// What the table does not know becomes a look at the smallest thing that can be guessed: the types
/// whose name is part of the operation's, else the whole service in that region.
pub fn looks(event: &EstateEvent) -> Vec<Look> {
    let services = services_of(event);
    if services.is_empty() {
        return Vec::new();
    }
    match &event.happened {
        Happened::Call { failed: true, .. } => Vec::new(),
        Happened::Call { name, .. } if table::is_ignored(&event.source, name) => Vec::new(),
        Happened::Call { name, .. } => match table::effects_of_call(&event.source, name) {
            Some(effects) => effects.iter().filter_map(|effect| look_of(event, effect)).collect(),
            None => guess(event, name, &services),
        },
        // Of the many kinds of changes that AWS tells, the table has those that matter.
        Happened::Change { kind } => {
            let effects = table::effects_of_change(&event.source, kind, &event.said).unwrap_or_default();
            effects.iter().filter_map(|effect| look_of(event, effect)).collect()
        }
    }
}

fn services_of(event: &EstateEvent) -> Vec<&'static CollectedService> {
    let named = table::SERVICES.iter().filter(|(source, _)| *source == event.source);
    let found: Vec<_> = named.filter_map(|(_, service)| CollectedService::named(service)).collect();
    // Both generations of load balancers share a source; only the newer one has this version.
    match event.said["api"].as_str() {
        Some("2015-12-01") => found.into_iter().filter(|service| service.name != "elb").collect(),
        Some("2012-06-01") => found.into_iter().filter(|service| service.name != "elbv2").collect(),
        _ => found,
    }
}

fn look_of(event: &EstateEvent, effect: &Effect) -> Option<Look> {
    let Effect { resource_type, paths, prefix } = effect;
    let found: BTreeSet<String> = paths.iter().flat_map(|path| path::find(&event.said, path)).collect();
    let ours: BTreeSet<String> = found.into_iter().filter(|id| id.starts_with(prefix)).collect();
    // Where one list names things of many types, this event is only about those that it names.
    if ours.is_empty() && !prefix.is_empty() {
        return None;
    }
    Some(Look::at(scope_of(event, *resource_type), Some((*resource_type).into()), ours))
}

fn scope_of(event: &EstateEvent, resource_type: TypeName) -> Scope {
    scope_in(event, CollectedService::of_type(&resource_type.into()))
}

fn scope_in(event: &EstateEvent, service: &CollectedService) -> Scope {
    Scope { account_id: event.account_id.clone(), region: service.shard_region(&event.region), service: service.into() }
}

fn guess(event: &EstateEvent, name: &str, services: &[&'static CollectedService]) -> Vec<Look> {
    let name = name.to_ascii_lowercase();
    let mut looks: Vec<Look> = Vec::new();
    for service in services {
        let named = service.types.iter().filter(|kind| name.contains(&short(**kind)));
        let longest = named.clone().map(|kind| short(*kind).len()).max();
        let guessed = named.filter(|kind| Some(short(**kind).len()) == longest);
        looks.extend(guessed.map(|kind| Look::at(scope_of(event, *kind), Some((*kind).into()), BTreeSet::new())));
    }
    if looks.is_empty() {
        let whole =
            |service: &&CollectedService| Look::at(scope_in(event, service), None::<ResourceType>, BTreeSet::new());
        looks = services.iter().map(whole).collect();
    }
    looks
}

/// The last part of the name of a type, in lower case.
fn short(resource_type: TypeName) -> String {
    resource_type.as_str().rsplit("::").next().unwrap_or_default().to_ascii_lowercase()
}
