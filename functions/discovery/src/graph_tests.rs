//! The graph from the inventory to the answers of its routes, on fakes.

mod estate;

use crate::{
    get_architecture::{self, ContainerKind},
    get_blast_radius, get_graph, get_graph_order, get_resource_dependencies,
};
use chrono::TimeDelta;
use estate::{Estate, asked, crowd, id, made, of, shop};
use pantheon_core::{event::Event, graph::EdgeKind, history::ChangeKind, id::TenantId, permission::Permission};
use pantheon_lambda::http::Request;
use pantheon_testing::{code, load_event, load_request, now, request, stranger, tenant, violations};

#[tokio::test]
async fn draws_what_the_inventory_holds() {
    let estate = Estate::drawn().await;

    let shown = get_graph::handle(&estate.newest(), asked().query("positions", true).build()).await.unwrap().body;

    assert_eq!((shown.counts.nodes, shown.counts.edges, shown.counts.unseen, shown.counts.cycles), (5, 5, 1, 0));
    assert!(shown.date.complete && shown.whole.is_none());
    let volume = shown.nodes.iter().find(|node| node.id.native_id == "vol-1").unwrap();
    assert_eq!((volume.state, &volume.vpc_id), (None, &None));
    assert!(shown.nodes.iter().all(|node| node.circle.is_some()));
    let mut edges: Vec<_> = shown
        .edges
        .iter()
        .map(|[from, to, kind]| {
            let name = |at: &usize| shown.nodes[*at].id.native_id.split('-').next().unwrap();
            (name(from), name(to), shown.edge_kinds[*kind])
        })
        .collect();
    edges.sort_unstable();
    let expected = [
        ("i", "sg", EdgeKind::GuardedBy),
        ("i", "subnet", EdgeKind::RunsIn),
        ("i", "vol", EdgeKind::AttachedTo),
        ("sg", "vpc", EdgeKind::RunsIn),
        ("subnet", "vpc", EdgeKind::RunsIn),
    ];
    assert_eq!(edges, expected);
}

#[tokio::test]
async fn a_repeated_event_changes_nothing() {
    let estate = Estate::drawn().await;
    let newest = estate.newest();
    let sample: serde_json::Value = serde_json::from_str(&load_event("discovery/build-graph")).unwrap();
    let message: serde_json::Value = serde_json::from_str(sample["Records"][0]["body"].as_str().unwrap()).unwrap();
    let event: Event = serde_json::from_value(message["detail"].clone()).unwrap();
    estate.deliver(event.clone()).await;
    let first = get_graph::handle(&newest, asked().build()).await.unwrap();

    estate.deliver(event).await;

    assert_eq!(get_graph::handle(&newest, asked().build()).await.unwrap(), first);
    assert_eq!(estate.graphs.reads(), 1, "the same graph is read once");
}

#[tokio::test]
async fn says_what_to_do_before_the_first_graph() {
    let estate = Estate::default();

    let refused = get_graph::handle(&estate.newest(), asked().build()).await;

    assert!(refused.as_ref().unwrap_err().to_string().contains("POST /v1/aws/scans"), "{refused:?}");
    assert_eq!(code(refused), "not_found");
    let odd = br#"{"version":999}"#.to_vec();
    pantheon_core::graph::Graphs::put_graph(&estate.graphs, &tenant(), odd).await.unwrap();
    assert_eq!(code(get_graph::handle(&estate.newest(), asked().build()).await), "not_found");
}

#[tokio::test]
async fn a_stranger_finds_nothing() {
    let estate = Estate::drawn().await;
    let newest = estate.newest();
    let web = id("EC2.Instance", "i-0abcdef1234567890");
    let caller = pantheon_core::Caller { tenant: stranger(), ..pantheon_testing::caller(&[Permission::ResourcesRead]) };
    let theirs = || request().called_by(&caller).path("resource_id", &web);
    assert_eq!(code(get_graph::handle(&newest, theirs().build()).await), "not_found");

    estate.build(&stranger(), true).await;

    assert_eq!(get_graph::handle(&newest, theirs().build()).await.unwrap().body.counts.nodes, 0);
    assert_eq!(code(get_graph::handle(&newest, theirs().query("focus", &web).build()).await), "not_found");
    assert_eq!(code(get_resource_dependencies::handle(&newest, theirs().build()).await), "not_found");
    assert_eq!(code(get_blast_radius::handle(&newest, theirs().build()).await), "not_found");
    assert!(get_graph_order::handle(&newest, theirs().build()).await.unwrap().body.steps.is_empty());
    assert!(get_architecture::handle(&newest, theirs().build()).await.unwrap().body.containers.is_empty());
}

#[tokio::test]
async fn asks_every_caller_for_the_permission() {
    let estate = Estate::drawn().await;
    let newest = estate.newest();
    let nothing = || request().caller(&[Permission::ScansRead]).path("resource_id", "x").build();

    assert_eq!(code(get_graph::handle(&newest, nothing()).await), "forbidden");
    assert_eq!(code(get_graph_order::handle(&newest, nothing()).await), "forbidden");
    assert_eq!(code(get_resource_dependencies::handle(&newest, nothing()).await), "forbidden");
    assert_eq!(code(get_blast_radius::handle(&newest, nothing()).await), "forbidden");
    assert_eq!(code(get_architecture::handle(&newest, nothing()).await), "forbidden");
}

#[tokio::test]
async fn knows_what_has_changed_since() {
    let estate = Estate::drawn().await;
    let newest = estate.newest();
    let before = newest.of(&tenant(), now()).await.unwrap();
    estate.change(ChangeKind::Created, made("EC2.Instance", "i-2", &[id("EC2.Subnet", "subnet-1")], 5));
    estate.change(ChangeKind::Removed, made("EC2.Instance", "i-0abcdef1234567890", &[], 6));

    let shown = get_graph::handle(&newest, asked().build()).await.unwrap().body;

    let ids: Vec<_> = shown.nodes.iter().map(|node| node.id.native_id.as_str()).collect();
    assert_eq!(ids, ["i-2", "sg-0a1b2c3d4e5f60718", "subnet-1", "vpc-1"]);
    assert_eq!(shown.date.as_of, now() + TimeDelta::minutes(6));
    assert_eq!(before.graph.len(), 5, "those who hold the graph of before keep it");
    let again = newest.of(&tenant(), now()).await.unwrap();
    assert!(
        std::sync::Arc::ptr_eq(&again, &newest.of(&tenant(), now()).await.unwrap()),
        "nothing is put together twice"
    );
    assert_eq!(estate.graphs.reads(), 1);
}

#[tokio::test]
async fn a_change_that_was_drawn_already_does_no_harm() {
    let estate = Estate::drawn().await;
    let newest = estate.newest();
    let drawn = get_graph::handle(&newest, asked().build()).await.unwrap();

    for resource in shop() {
        estate.change(ChangeKind::Created, resource);
    }

    assert_eq!(get_graph::handle(&newest, asked().build()).await.unwrap(), drawn);
}

#[tokio::test]
async fn reads_on_where_it_stopped() {
    let estate = Estate::drawn().await;
    let newest = estate.newest();
    let at = |minutes: i64| now() + TimeDelta::minutes(minutes);
    estate.change(ChangeKind::Created, made("EC2.Instance", "i-2", &[], 5));
    assert_eq!(newest.of(&tenant(), at(10)).await.unwrap().graph.len(), 6);

    // A change that took its time is met; one that took longer than any does waits for the next scan.
    estate.change(ChangeKind::Created, made("EC2.Instance", "i-3", &[], 10));
    estate.change(ChangeKind::Created, made("EC2.Instance", "i-4", &[], 8));
    assert_eq!(newest.of(&tenant(), at(10)).await.unwrap().graph.len(), 7);

    estate.build(&tenant(), true).await;
    assert_eq!(estate.newest().of(&tenant(), at(11)).await.unwrap().graph.len(), 8);
}

#[tokio::test]
async fn takes_many_changes_in_portions() {
    let estate = Estate::drawn().await;
    let newest = estate.newest();
    for number in 0..12_000 {
        estate.change(ChangeKind::Created, made("EC2.Volume", &format!("new-{number}"), &[], number + 1));
    }

    let first = newest.of(&tenant(), now()).await.unwrap();
    let second = newest.of(&tenant(), now()).await.unwrap();

    assert_eq!((first.graph.len(), first.as_of), (10_005, now() + TimeDelta::minutes(10_000)));
    assert_eq!((second.graph.len(), second.as_of), (12_005, now() + TimeDelta::minutes(12_000)));
}

#[tokio::test]
async fn remembers_a_few_tenants_and_no_more() {
    let estate = Estate::drawn().await;
    let newest = estate.newest();
    let others: Vec<TenantId> = (0..5).map(|_| TenantId::generate(now())).collect();
    for other in &others {
        estate.build(other, false).await;
        assert!(!newest.of(other, now()).await.unwrap().complete);
    }
    assert_eq!(estate.graphs.reads(), 5);

    newest.of(&others[4], now()).await.unwrap();
    assert_eq!(estate.graphs.reads(), 5, "the last ones are remembered");
    newest.of(&others[0], now()).await.unwrap();
    assert_eq!(estate.graphs.reads(), 6, "the first one was forgotten");
}

#[tokio::test]
async fn shows_a_part() {
    let estate = Estate::drawn().await;
    let newest = estate.newest();
    let counts = async |name: &str, value: &str| {
        let counts = get_graph::handle(&newest, asked().query(name, value).build()).await.unwrap().body.counts;
        (counts.nodes, counts.edges, counts.edges_left_out)
    };

    assert_eq!(counts("account_id", "111111111111").await, (5, 5, 0));
    assert_eq!(counts("region", "us-east-1").await, (0, 0, 0));
    assert_eq!(counts("vpc_id", "vpc-1").await, (4, 4, 1));
    assert_eq!(counts("resource_type", "AWS::EC2::Subnet").await, (1, 0, 2));
    assert_eq!(counts("focus", "111111111111:eu-west-1:AWS.EC2.Volume:vol-1").await, (2, 1, 2));
    let sample = get_graph::handle(&newest, load_request("discovery/get-graph")).await.unwrap().body;
    assert_eq!(sample.counts.nodes, 5, "two edges around the instance are all");
}

#[tokio::test]
async fn refuses_what_it_does_not_understand() {
    let estate = Estate::drawn().await;
    let newest = estate.newest();
    let cases = [
        ("depth", "0"),
        ("depth", "101"),
        ("depth", "far"),
        ("vpc_id", "subnet-1"),
        ("vpc_id", "vpc-"),
        ("focus", "vpc-1"),
        ("region", "mars"),
        ("account_id", "1"),
        ("positions", "maybe"),
        ("color", "red"),
    ];
    for (name, value) in cases {
        let refused = get_graph::handle(&newest, asked().query(name, value).build()).await;
        assert_eq!(violations(refused), [name], "{value}");
    }
    let web = id("EC2.Instance", "i-0abcdef1234567890");
    let sideways = of(&web).query("direction", "sideways").build();
    assert_eq!(violations(get_resource_dependencies::handle(&newest, sideways).await), ["direction"]);
    let deep = of(&web).query("depth", 2).build();
    assert_eq!(violations(get_blast_radius::handle(&newest, deep).await), ["depth"]);
}

#[tokio::test]
async fn tells_what_a_resource_needs_and_what_needs_it() {
    let estate = Estate::drawn().await;
    let newest = estate.newest();
    let names = |list: &[crate::graph_view::ReachedView]| {
        list.iter().map(|reached| (reached.resource.id.native_id.clone(), reached.distance)).collect::<Vec<_>>()
    };
    let ask = async |request: Request| get_resource_dependencies::handle(&newest, request).await.unwrap().body;

    let both = ask(of(&id("EC2.Subnet", "subnet-1")).build()).await;
    assert_eq!(names(&both.needs), [("vpc-1".to_owned(), 1)]);
    assert_eq!(names(&both.needed_by), [("i-0abcdef1234567890".to_owned(), 1)]);
    let unseen = ask(of(&id("EC2.Volume", "vol-1")).build()).await;
    assert!(!unseen.resource.seen && unseen.needed_by.len() == 1);
    let sample = ask(load_request("discovery/get-resource-dependencies")).await;
    assert_eq!(names(&sample.needs).last().unwrap(), &("vpc-1".to_owned(), 2));
    assert!(sample.needed_by.is_empty());
    assert_eq!(sample.needs.last().unwrap().via, sample.needs[0].resource.id);
}

#[tokio::test]
async fn tells_what_a_change_may_break() {
    let estate = Estate::drawn().await;
    let newest = estate.newest();

    let guard = get_blast_radius::handle(&newest, load_request("discovery/get-blast-radius")).await.unwrap().body;
    let network = get_blast_radius::handle(&newest, of(&id("EC2.VPC", "vpc-1")).build()).await.unwrap().body;

    assert_eq!((guard.size.resources, guard.size.accounts, guard.size.reaches_internet), (1, 1, true));
    assert_eq!(guard.entrances[0].path.len(), 2);
    assert_eq!(network.size.by_distance, [(1, 2), (2, 1)].into());
    assert_eq!(network.size.by_type[&"AWS::EC2::Instance".parse().unwrap()], 1);
    assert_eq!(network.entrances[0].path.len(), 3);
}

#[tokio::test]
async fn orders_what_is_needed_first() {
    let estate = Estate::drawn().await;

    let order = get_graph_order::handle(&estate.newest(), asked().build()).await.unwrap().body;

    let steps: Vec<_> = order.steps.iter().map(|step| (step.id.native_id.as_str(), step.level)).collect();
    assert_eq!(steps[..2], [("vpc-1", 0), ("vol-1", 0)]);
    assert_eq!(steps.last().unwrap(), &("i-0abcdef1234567890", 2));
    assert_eq!((order.levels, order.cycles.len()), (3, 0));
}

#[tokio::test]
async fn shows_what_lies_where() {
    let estate = Estate::drawn().await;
    let newest = estate.newest();

    let shown = get_architecture::handle(&newest, asked().build()).await.unwrap().body;

    let kinds: Vec<_> = shown.containers.iter().map(|container| (container.kind, container.parent)).collect();
    let expected = [
        (ContainerKind::Account, None),
        (ContainerKind::Region, Some(0)),
        (ContainerKind::Vpc, Some(1)),
        (ContainerKind::Subnet, Some(2)),
    ];
    assert_eq!(kinds, expected);
    assert_eq!((shown.containers[0].resources, shown.containers[0].unseen), (5, 1));
    assert_eq!(shown.containers[3].resources, 2, "the subnet and the instance");
    let web = shown.nodes.iter().find(|node| node.id.native_id == "i-0abcdef1234567890").unwrap();
    assert_eq!(web.container, 3);
    let links: Vec<_> = shown.links.iter().map(|link| (link.from, link.to, link.kind, link.edges)).collect();
    let expected = [(3, 1, EdgeKind::AttachedTo, 1), (3, 2, EdgeKind::RunsIn, 1), (3, 2, EdgeKind::GuardedBy, 1)];
    assert_eq!(links, expected);

    let part = asked().query("resource_type", "AWS::EC2::Volume").build();
    let part = get_architecture::handle(&newest, part).await.unwrap().body;
    assert_eq!(part.containers.len(), 2, "containers of nothing are left out");
    let volume = shown.nodes.iter().find(|node| node.id == part.nodes[0].id).unwrap();
    assert_eq!(part.nodes[0].circle.map(f64::to_bits), volume.circle.map(f64::to_bits), "filters move nothing");
}

#[tokio::test]
async fn stands_in_for_an_answer_that_is_too_large() {
    let estate = crowd().await;
    let newest = estate.newest();

    let graph = get_graph::handle(&newest, asked().build()).await.unwrap();
    assert!(graph.fits() && graph.body.nodes.is_empty());
    assert_eq!(graph.body.counts.nodes, 1_700);
    assert!(graph.body.whole.unwrap().url.contains(tenant().as_str()));
    let zipped = get_graph::handle(&newest, asked().header("accept-encoding", "gzip").build()).await.unwrap().body;
    assert_eq!((zipped.nodes.len(), zipped.whole), (1_700, None));

    let diagram = get_architecture::handle(&newest, asked().build()).await.unwrap().body;
    assert!(diagram.nodes_left_out && diagram.nodes.is_empty());
    assert_eq!(diagram.containers[0].resources, 1_700);
    assert_eq!(violations(get_graph_order::handle(&newest, asked().build()).await), ["accept-encoding"]);
}
