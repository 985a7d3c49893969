//! What questions about a graph of 10,000 resources take: the operations, and the handlers with a
//! snapshot of that size.

use crate::figures::{Figures, say};
use anyhow::{Context, Result, ensure};
use pantheon_core::{
    graph::{Draft, Graph, Graphs, Layout, Snapshot, Subset},
    history::{ChangeKind, ResourceVersion},
    id::ScanId,
    permission::Permission,
    resource::{Resource, ResourceId},
};
use pantheon_discovery::{
    get_architecture, get_blast_radius, get_graph, get_graph_order, get_resource_dependencies,
    newest_graph::NewestGraph,
};
use pantheon_testing::{
    discovery::{found, resource as made},
    graphs::MemoryGraphs,
    history::MemoryHistory,
    now, request,
    request::RequestBuilder,
    tenant,
};
use std::{collections::BTreeMap, time::Duration, time::Instant};

/// How many accounts the estate has, and how many resources each: 10,000 in all.
const ACCOUNTS: usize = 50;
const RESOURCES: usize = 200;
/// How often each thing is done for its figures.
const TIMES: usize = 20;
/// What a request may take: the figure that the platform promises.
const LIMIT_MS: f64 = 1_000.0;

/// Measures, prints, and fails if a request takes longer than it may.
pub(crate) async fn measure() -> Result<()> {
    let resources = estate()?;
    let draft = || {
        let mut draft = Draft::default();
        for resource in &resources {
            draft.put(resource);
        }
        draft
    };
    let drawn = Snapshot::draw(ScanId::generate(now()), true, now(), draft());
    let json = drawn.to_json()?;
    let (nodes, edges) = (drawn.graph.len(), drawn.graph.edge_count());
    let each = json.len() / nodes;
    say(&format!("{nodes} nodes, {edges} edges; the snapshot has {} kB, {each} bytes a node", json.len() / 1_000))?;
    say("                                     p50        p95")?;
    operations(&drawn, &json, draft)?;
    requests(&resources, json).await
}

fn operations(drawn: &Snapshot, json: &[u8], draft: impl Fn() -> Draft) -> Result<()> {
    let graph = &drawn.graph;
    let whole = Subset::whole(graph);
    let hub = hub(graph).context("something is needed")?;
    row("put the graph together", || draft().finish().len())?;
    row("place it", || Layout::of(graph).containers.len())?;
    row("write the snapshot", || drawn.to_json().map_or(0, |json| json.len()))?;
    row("read the snapshot", || Snapshot::from_json(json).ok().flatten().map_or(0, |read| read.graph.len()))?;
    row("order it and find cycles", || graph.order(&whole).steps.len())?;
    row("blast radius of the hub", || graph.blast_radius(hub).affected.len())
}

/// Finds what most others need.
fn hub(graph: &Graph) -> Option<pantheon_core::graph::NodeIndex> {
    let mut needed: BTreeMap<_, usize> = BTreeMap::new();
    for edge in graph.edges() {
        *needed.entry(edge.to).or_default() += 1;
    }
    needed.into_iter().max_by_key(|(_, times)| *times).map(|(at, _)| at)
}

async fn requests(resources: &[Resource], json: Vec<u8>) -> Result<()> {
    let (graphs, history) = (MemoryGraphs::default(), MemoryHistory::default());
    graphs.put_graph(&tenant(), json).await?;
    let vpc = resources.iter().find(|one| one.id.resource_type.as_str() == "AWS::EC2::VPC").context("there is one")?;
    let asked = || request().caller(&[Permission::ResourcesRead]).path("resource_id", &vpc.id);
    let zipped = || asked().header("accept-encoding", "gzip");

    let mut cold = Figures::default();
    for _ in 0..TIMES {
        let newest = NewestGraph::new(&graphs, &history);
        let began = Instant::now();
        get_graph::handle(&newest, asked().query("positions", true).build()).await?;
        cold.add(began.elapsed());
    }
    line("GET graph, first of a process", &cold)?;

    let newest = NewestGraph::new(&graphs, &history);
    let newest = &newest;
    let graph = |request: RequestBuilder| async move { get_graph::handle(newest, request.build()).await.map(drop) };
    let mut all = vec![cold];
    all.push(many("GET graph with positions", || graph(asked().query("positions", true))).await?);
    all.push(many("GET graph, compressed", || graph(zipped().query("positions", true))).await?);
    all.push(many("GET graph of an account", || graph(asked().query("account_id", &vpc.id.account_id))).await?);
    let order = || async { get_graph_order::handle(newest, asked().build()).await.map(drop) };
    all.push(many("GET graph/order", order).await?);
    let architecture = || async { get_architecture::handle(newest, asked().build()).await.map(drop) };
    all.push(many("GET architecture", architecture).await?);
    let deep = || asked().query("depth", 100).build();
    let dependencies = || async { get_resource_dependencies::handle(newest, deep()).await.map(drop) };
    all.push(many("GET dependencies, to any depth", dependencies).await?);
    let radius = || async { get_blast_radius::handle(newest, asked().build()).await.map(drop) };
    all.push(many("GET blast-radius of a VPC", radius).await?);

    let mut changed = Figures::default();
    for number in 0..TIMES {
        let mut resource = resources[number * RESOURCES + 7].clone();
        resource.id.native_id.push_str("-new");
        resource.updated_at = now() + Duration::from_secs(number as u64);
        history.remember(&tenant(), ResourceVersion { kind: ChangeKind::Created, resource });
        let began = Instant::now();
        graph(asked().query("positions", true)).await?;
        changed.add(began.elapsed());
    }
    line("GET graph after a new resource", &changed)?;
    all.push(changed);

    let slow = all.iter().find(|figures| figures.percentile(95) > LIMIT_MS);
    ensure!(slow.is_none(), "a request about 10,000 resources must take less than {LIMIT_MS} ms");
    Ok(())
}

fn row(name: &str, what: impl Fn() -> usize) -> Result<()> {
    let mut figures = Figures::default();
    for _ in 0..TIMES {
        let began = Instant::now();
        let done = what();
        figures.add(began.elapsed());
        ensure!(done > 0, "{name} did nothing");
    }
    line(name, &figures)
}

async fn many<F>(name: &str, what: impl Fn() -> F) -> Result<Figures>
where
    F: Future<Output = pantheon_core::Result<()>>,
{
    let mut figures = Figures::default();
    for _ in 0..TIMES {
        let began = Instant::now();
        what().await?;
        figures.add(began.elapsed());
    }
    line(name, &figures)?;
    Ok(figures)
}

fn line(name: &str, figures: &Figures) -> Result<()> {
    Ok(say(&format!("{name:32} {:7.1} ms {:7.1} ms", figures.percentile(50), figures.percentile(95)))?)
}

/// Makes accounts that are alike: two networks of four subnets, what runs in them and what that uses.
fn estate() -> Result<Vec<Resource>> {
    let mut resources = Vec::new();
    for account in 0..ACCOUNTS {
        for number in 0..RESOURCES {
            resources.push(resource(&format!("{:012}:eu-west-1", 200_000_000_000 + account), number)?);
        }
    }
    Ok(resources)
}

fn resource(place: &str, number: usize) -> Result<Resource> {
    let name = |resource_type: &str, name: String| format!("{place}:AWS.{resource_type}:{name}");
    let vpc = |number: usize| name("EC2.VPC", format!("vpc-0a1b2c3d4e5f6071{}", number % 2));
    let subnet = |number: usize| name("EC2.Subnet", format!("subnet-0a1b2c3d4e5f607{:02}", number % 8));
    let group = |number: usize| name("EC2.SecurityGroup", format!("sg-0a1b2c3d4e5f607{:02}", number % 10));
    let role =
        |number: usize| name("IAM.Role", format!("application-role-{}", number % 20)).replace("eu-west-1", "global");
    let (id, needs) = match number {
        0..2 => (vpc(number), vec![]),
        2..10 => (subnet(number - 2), vec![vpc(number)]),
        10..20 => (group(number - 10), vec![vpc(number)]),
        20..40 => (role(number - 20), vec![]),
        40..100 => {
            let volume = name("EC2.Volume", format!("vol-0a1b2c3d4e5f6{:04}", number + 60));
            (
                name("EC2.Instance", format!("i-0a1b2c3d4e5f6{number:04}")),
                vec![vpc(number), subnet(number), group(number), volume],
            )
        }
        100..160 => (name("EC2.Volume", format!("vol-0a1b2c3d4e5f6{number:04}")), vec![]),
        160..190 => {
            let queue = name("SQS.Queue", format!("jobs-{}", number % 10));
            (
                name("Lambda.Function", format!("function-{number}")),
                vec![role(number), subnet(number), group(number), queue],
            )
        }
        _ => (name("SQS.Queue", format!("jobs-{}", number % 10)), vec![]),
    };
    let id: ResourceId = id.parse()?;
    let mut found = found(id.region.as_str(), id.resource_type.as_str(), &id.native_id, 1);
    found.name = Some(format!("application-{number}"));
    found.dependencies = needs.iter().map(|needed| needed.parse()).collect::<pantheon_core::Result<_>>()?;
    Ok(made(&id.account_id, found))
}
