//! The graph against what can be said of it without cleverness.

use super::{
    samples::{any_id, any_resources, at, draft, graph, id, resource},
    *,
};
use crate::{
    history::{ChangeKind, ResourceVersion},
    id::ScanId,
};
use chrono::{DateTime, TimeDelta};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn names(graph: &Graph, found: &[Reached]) -> Vec<(String, u32)> {
    found.iter().map(|reached| (graph.node(reached.at).id.native_id.clone(), reached.distance)).collect()
}

/// A load balancer before two instances in a subnet of a VPC, all made by a stack of a stack.
fn shop() -> Vec<Resource> {
    let (vpc, subnet) = (id("EC2::VPC", "vpc"), id("EC2::Subnet", "subnet"));
    let (group, volume) = (id("EC2::SecurityGroup", "group"), id("EC2::Volume", "volume"));
    let web = ["web-1", "web-2"].map(|name| id("EC2::Instance", name));
    let targets = id("ElasticLoadBalancingV2::TargetGroup", "targets");
    let balancer = id("ElasticLoadBalancingV2::LoadBalancer", "balancer");
    let stack = id("CloudFormation::Stack", "network");
    let properties = serde_json::json!({"Scheme": "internet-facing"});
    vec![
        at(vpc.clone(), &[]),
        at(subnet.clone(), std::slice::from_ref(&vpc)),
        at(group.clone(), std::slice::from_ref(&vpc)),
        at(web[0].clone(), &[subnet.clone(), group.clone(), volume]),
        at(web[1].clone(), &[subnet.clone(), group]),
        at(targets.clone(), &[web[0].clone(), web[1].clone(), vpc.clone()]),
        Resource { properties, ..at(balancer.clone(), &[subnet.clone(), vpc.clone()]) },
        resource("ElasticLoadBalancingV2::Listener", "listener", &[balancer, targets]),
        at(stack.clone(), &[vpc, subnet]),
        resource("CloudFormation::Stack", "root", &[stack]),
    ]
}

#[test]
fn keeps_what_nobody_has_seen_while_somebody_needs_it() {
    let resources = shop();
    let drawn = graph(&resources);
    let volume = drawn.find(&id("EC2::Volume", "volume")).unwrap();
    assert_eq!(drawn.node(volume).seen, None);

    let mut draft = Draft::of(&drawn);
    draft.remove(&id("EC2::Instance", "web-1"));
    let left = draft.finish();

    assert_eq!(left.find(&id("EC2::Volume", "volume")), None);
    let gone = left.find(&id("EC2::Instance", "web-1")).unwrap();
    assert_eq!(left.node(gone).seen, None, "the target group still needs it");
}

#[test]
fn knows_in_which_network_everything_lies() {
    let drawn = graph(&shop());
    let home = |resource_type: &str, name: &str| {
        let home = drawn.home(drawn.find(&id(resource_type, name)).unwrap());
        (home.vpc.is_some(), home.subnet.is_some())
    };

    assert_eq!(home("EC2::VPC", "vpc"), (true, false));
    assert_eq!(home("EC2::Subnet", "subnet"), (true, true));
    assert_eq!(home("EC2::Instance", "web-1"), (true, true));
    assert_eq!(home("ElasticLoadBalancingV2::Listener", "listener"), (true, false));
    assert_eq!(home("EC2::Volume", "volume"), (false, false));
    assert_eq!(home("CloudFormation::Stack", "network"), (false, false), "a stack lies in no network that it made");
}

#[test]
fn tells_what_is_needed_and_what_needs() {
    let drawn = graph(&shop());
    let web = drawn.find(&id("EC2::Instance", "web-1")).unwrap();

    let needs = names(&drawn, &drawn.reach(web, Direction::Needs, 1));
    let needed_by = names(&drawn, &drawn.reach(web, Direction::NeededBy, 9));

    assert_eq!(needs, [("group".into(), 1), ("subnet".into(), 1), ("volume".into(), 1)]);
    assert_eq!(needed_by, [("targets".into(), 1), ("listener".into(), 2)]);
    assert!(drawn.reach(web, Direction::Needs, 0).is_empty());
}

#[test]
fn a_change_reaches_the_internet() {
    let drawn = graph(&shop());
    let radius = drawn.blast_radius(drawn.find(&id("EC2::Subnet", "subnet")).unwrap());

    let found = names(&drawn, &radius.affected);
    let expected =
        [("network", 1), ("web-1", 1), ("web-2", 1), ("balancer", 1), ("root", 2), ("listener", 2), ("targets", 2)];
    assert_eq!(found, expected.map(|(name, distance)| (name.to_owned(), distance)));
    assert_eq!(radius.by_distance, BTreeMap::from([(1, 4), (2, 3)]));
    assert_eq!(radius.entrances.len(), 1);
    let paths = radius.paths(&radius.entrances);
    assert_eq!(paths, [vec![radius.start, radius.entrances[0]]]);
}

#[test]
fn a_stack_takes_what_it_made_with_it_but_not_the_other_way_round() {
    let drawn = graph(&shop());
    let of = |resource_type: &str, name: &str| {
        let radius = drawn.blast_radius(drawn.find(&id(resource_type, name)).unwrap());
        names(&drawn, &radius.affected).into_iter().collect::<BTreeMap<_, _>>()
    };

    let root = of("CloudFormation::Stack", "root");
    assert_eq!((root["network"], root["vpc"], root["web-1"], root["listener"]), (1, 2, 3, 4));
    let group = of("EC2::SecurityGroup", "group");
    assert_eq!(group.keys().collect::<Vec<_>>(), ["listener", "targets", "web-1", "web-2"]);
    assert!(!of("EC2::Subnet", "subnet").contains_key("vpc"), "the stack around both is only told");
}

#[test]
fn orders_by_level_and_reports_circles() {
    let mut resources = shop();
    let (one, other) = (id("EC2::SecurityGroup", "one"), id("EC2::SecurityGroup", "other"));
    resources.push(at(one.clone(), std::slice::from_ref(&other)));
    resources.push(at(other.clone(), std::slice::from_ref(&one)));
    let drawn = graph(&resources);
    let order = drawn.order(&Subset::whole(&drawn));
    let level = |id: &ResourceId| order.steps.iter().find(|step| drawn.node(step.at).id == *id).unwrap().level;

    assert_eq!(order.cycles, [vec![drawn.find(&one).unwrap(), drawn.find(&other).unwrap()]]);
    assert_eq!(level(&id("EC2::VPC", "vpc")), 0);
    assert_eq!(level(&id("EC2::Instance", "web-1")), 2);
    assert_eq!(level(&id("ElasticLoadBalancingV2::Listener", "listener")), 4);
    assert_eq!(order.levels, 5);
}

#[test]
fn chooses_a_part() {
    let drawn = graph(&shop());
    let chosen = |filter: GraphFilter| {
        let subset = drawn.select(&filter).unwrap();
        drawn
            .nodes()
            .filter(|(at, _)| subset.contains(*at))
            .map(|(_, node)| node.id.native_id.clone())
            .collect::<Vec<_>>()
    };
    let around = Around { focus: id("EC2::Instance", "web-1"), depth: 1 };

    let near = chosen(GraphFilter { around: Some(around.clone()), ..GraphFilter::default() });
    assert_eq!(near, ["web-1", "group", "subnet", "volume", "targets"]);
    let type_ = Some("AWS::EC2::Instance".parse().unwrap());
    assert_eq!(chosen(GraphFilter { resource_type: type_, ..GraphFilter::default() }), ["web-1", "web-2"]);
    let in_vpc = chosen(GraphFilter { vpc_id: Some("vpc".into()), ..GraphFilter::default() });
    assert_eq!(in_vpc.len(), 8);
    let nowhere = GraphFilter { region: Some("us-east-1".parse().unwrap()), ..GraphFilter::default() };
    assert!(chosen(nowhere).is_empty());
    let unknown = Around { focus: id("EC2::Instance", "nobody"), ..around };
    assert!(drawn.select(&GraphFilter { around: Some(unknown), ..GraphFilter::default() }).is_err());
}

#[test]
fn adds_edges_between_containers_up() {
    let drawn = graph(&shop());
    let layout = Layout::of(&drawn);
    let links = links(&drawn, &layout, &Subset::whole(&drawn));

    let total: u64 = links.iter().map(|link| link.edges).sum();
    let between = drawn.edges().filter(|edge| layout.container_of(edge.from) != layout.container_of(edge.to)).count();
    assert_eq!(total, between as u64);
    let guarded = links.iter().find(|link| link.kind == EdgeKind::GuardedBy).unwrap();
    assert_eq!(guarded.edges, 2, "both instances of the subnet, one link");
}

/// Every edge, by positions, without the graph library.
fn plain(drawn: &Graph) -> Vec<(usize, usize, EdgeKind)> {
    drawn.edges().map(|edge| (edge.from.index(), edge.to.index(), edge.kind)).collect()
}

/// The smallest distance to each node from seeds that have one, edge by edge until nothing moves.
fn naive(edges: &[(usize, usize)], seeds: BTreeMap<usize, u32>) -> BTreeMap<usize, u32> {
    let fixed = seeds.clone();
    let mut distances = seeds;
    loop {
        let mut moved = false;
        for (from, to) in edges {
            let Some(next) = distances.get(from).map(|distance| distance + 1) else { continue };
            if !fixed.contains_key(to) && distances.get(to).is_none_or(|known| next < *known) {
                distances.insert(*to, next);
                moved = true;
            }
        }
        if !moved {
            return distances;
        }
    }
}

fn distances(found: &[Reached]) -> BTreeMap<usize, u32> {
    found.iter().map(|reached| (reached.at.index(), reached.distance)).collect()
}

proptest! {
    #[test]
    fn holds_each_resource_once_and_each_need(resources in any_resources()) {
        let drawn = graph(&resources);
        let last: BTreeMap<&ResourceId, &Resource> = resources.iter().map(|one| (&one.id, one)).collect();
        let needed = last.values().flat_map(|one| &one.dependencies);
        let all: BTreeSet<&ResourceId> = last.keys().copied().chain(needed).collect();
        let needs: BTreeSet<(&ResourceId, &ResourceId)> =
            last.values().flat_map(|one| one.dependencies.iter().map(|to| (&one.id, to))).filter(|(a, b)| a != b).collect();

        prop_assert!(drawn.nodes().map(|(_, node)| &node.id).eq(all));
        prop_assert!(drawn.edges().map(|e| (&drawn.node(e.from).id, &drawn.node(e.to).id)).eq(needs));
        for (at, node) in drawn.nodes() {
            prop_assert_eq!(node.seen.is_some(), last.contains_key(&node.id));
            prop_assert_eq!(drawn.find(&node.id), Some(at));
        }
    }

    #[test]
    fn reaches_what_can_be_reached(resources in any_resources(), start in any_id(), depth in 0_u32..6) {
        let drawn = graph(&resources);
        let Some(start) = drawn.find(&start) else { return Ok(()) };
        for direction in [Direction::Needs, Direction::NeededBy] {
            let found = drawn.reach(start, direction, depth);
            let there = |(from, to, _)| if direction == Direction::Needs { (from, to) } else { (to, from) };
            let edges: Vec<_> = plain(&drawn).into_iter().map(there).collect();
            let mut expected = naive(&edges, BTreeMap::from([(start.index(), 0)]));
            expected.retain(|_, distance| (1..=depth).contains(distance));

            prop_assert_eq!(distances(&found), expected);
            prop_assert!(found.is_sorted_by_key(|reached| (reached.distance, reached.at)));
            for reached in found {
                prop_assert!(edges.contains(&(reached.via.index(), reached.at.index())));
            }
        }
    }

    #[test]
    fn affects_what_the_two_rules_say(resources in any_resources(), start in any_id()) {
        let drawn = graph(&resources);
        let Some(start) = drawn.find(&start) else { return Ok(()) };
        let radius = drawn.blast_radius(start);
        let edges = plain(&drawn);
        let made: Vec<_> = edges.iter().filter(|e| e.2 == EdgeKind::Made).map(|e| (e.0, e.1)).collect();
        let with_it = naive(&made, BTreeMap::from([(start.index(), 0)]));
        let mut expected = naive(&edges.iter().map(|e| (e.1, e.0)).collect::<Vec<_>>(), with_it);
        expected.remove(&start.index());

        prop_assert_eq!(distances(&radius.affected), expected);
        prop_assert_eq!(radius.by_type.values().sum::<u64>(), radius.affected.len() as u64);
        let ends: Vec<NodeIndex> = radius.affected.iter().map(|reached| reached.at).collect();
        for (reached, path) in radius.affected.iter().zip(radius.paths(&ends)) {
            prop_assert_eq!((path[0], path[path.len() - 1]), (start, reached.at));
            prop_assert_eq!(path.len(), reached.distance as usize + 1);
        }
    }

    #[test]
    fn orders_what_has_an_order(resources in any_resources(), account in any_id()) {
        let drawn = graph(&resources);
        let filter = GraphFilter { account_id: Some(account.account_id), ..GraphFilter::default() };
        for subset in [Subset::whole(&drawn), drawn.select(&filter).unwrap()] {
            let order = drawn.order(&subset);
            let steps: BTreeMap<NodeIndex, Step> = order.steps.iter().map(|step| (step.at, *step)).collect();

            prop_assert_eq!(steps.len(), subset.len());
            prop_assert_eq!(order.steps.len(), subset.len());
            let within = |edge: &Edge| subset.contains(edge.from) && subset.contains(edge.to);
            let edges: Vec<(usize, usize)> =
                drawn.edges().filter(within).map(|edge| (edge.from.index(), edge.to.index())).collect();
            for edge in drawn.edges().filter(within) {
                let (from, to) = (steps[&edge.from], steps[&edge.to]);
                prop_assert!(from.level > to.level || (from.cycle.is_some() && from.cycle == to.cycle));
            }
            // Two are in the same cycle exactly if each can be reached from the other.
            let reach: BTreeMap<NodeIndex, BTreeMap<usize, u32>> =
                steps.keys().map(|at| (*at, naive(&edges, BTreeMap::from([(at.index(), 0)])))).collect();
            for (one, step) in &steps {
                for (other, its) in steps.iter().filter(|(other, _)| *other > one) {
                    let circle = reach[one].contains_key(&other.index()) && reach[other].contains_key(&one.index());
                    prop_assert_eq!(step.cycle.is_some() && step.cycle == its.cycle, circle);
                }
            }
        }
    }

    #[test]
    fn a_snapshot_says_what_the_graph_said(resources in any_resources()) {
        let draft = draft(&resources);
        let scan = ScanId::generate(DateTime::UNIX_EPOCH);
        let drawn = Snapshot::draw(scan, true, DateTime::UNIX_EPOCH, draft);

        let read = Snapshot::from_json(&drawn.to_json().unwrap()).unwrap().unwrap();

        prop_assert_eq!(&read.scan_id, &drawn.scan_id);
        prop_assert_eq!(&read.layout, &drawn.layout);
        prop_assert!(read.graph.nodes().eq(drawn.graph.nodes()));
        prop_assert!(read.graph.edges().eq(drawn.graph.edges()));
    }

    #[test]
    fn changes_lead_where_a_new_drawing_leads(
        before in any_resources(),
        changes in prop::collection::vec((any_resources(), any::<bool>()), 0..3),
    ) {
        let draft = draft(&before);
        let drawn = Snapshot::draw(ScanId::generate(DateTime::UNIX_EPOCH), true, DateTime::UNIX_EPOCH, draft);
        let mut expected: BTreeMap<ResourceId, Resource> =
            before.into_iter().map(|resource| (resource.id.clone(), resource)).collect();
        let mut versions = Vec::new();
        for (resource, removed) in changes.into_iter().flat_map(|(list, removed)| list.into_iter().map(move |r| (r, removed))) {
            let kind = if removed { ChangeKind::Removed } else { ChangeKind::Updated };
            if removed { expected.remove(&resource.id); } else { expected.insert(resource.id.clone(), resource.clone()); }
            versions.push(ResourceVersion { kind, resource });
        }

        let changed = drawn.with(&versions);
        let anew = graph(expected.values());

        prop_assert!(changed.graph.nodes().eq(anew.nodes()));
        prop_assert!(changed.graph.edges().eq(anew.edges()));
        prop_assert_eq!(&changed.layout, &Layout::of(&anew));
    }
}

#[test]
fn a_change_of_content_moves_nothing_and_dates_the_graph() {
    let draft = draft(&shop());
    let drawn = Snapshot::draw(ScanId::generate(DateTime::UNIX_EPOCH), true, DateTime::UNIX_EPOCH, draft);
    let later = DateTime::UNIX_EPOCH + TimeDelta::hours(1);
    let mut stopped = Resource { updated_at: later, ..shop().remove(3) };
    stopped.state = ResourceState::Updating;

    let changed = drawn.with(&[ResourceVersion { kind: ChangeKind::Updated, resource: stopped.clone() }]);

    assert_eq!(changed.layout, drawn.layout);
    assert_eq!((changed.as_of, drawn.as_of), (later, DateTime::UNIX_EPOCH));
    let at = changed.graph.find(&stopped.id).unwrap();
    assert_eq!(changed.graph.node(at).seen.as_ref().unwrap().state, ResourceState::Updating);
}

#[test]
fn takes_another_version_for_none_and_a_broken_one_for_a_defect() {
    assert!(Snapshot::from_json(br#"{"version":2,"anything":[]}"#).unwrap().is_none());
    assert!(Snapshot::from_json(b"{").is_err());

    let draft = draft(&shop());
    let drawn = Snapshot::draw(ScanId::generate(DateTime::UNIX_EPOCH), true, DateTime::UNIX_EPOCH, draft);
    let mut json: serde_json::Value = serde_json::from_slice(&drawn.to_json().unwrap()).unwrap();
    json["edges"][0][1] = 999.into();
    assert!(Snapshot::from_json(json.to_string().as_bytes()).is_err());
}
