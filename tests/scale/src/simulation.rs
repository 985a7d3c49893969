//! A whole scan, with functions that are killed, calls that fail, and messages that come twice or
//! are lost.

mod audit;

use crate::{
    estate::{Organization, WatchfulCollector},
    faulty::Faulty,
    queues::{Message, Queues},
    random::Random,
};
use chrono::{DateTime, TimeDelta, Utc};
use futures::future::BoxFuture;
use pantheon_collectors::collect_shard;
use pantheon_core::{
    Error, Result,
    aws::Service,
    clock::Clock as _,
    command::Commit,
    event::{Event, Origin},
    id::ScanId,
    page::{PageRequest, PageSize},
    scan::{ResourceFilter, Scan, ScanRequest, ScanRequested, ScanState, Scans, Shard, ShardState, Shards, Tally},
    upload::ObjectKey,
};
use pantheon_discovery::{
    assemble_world,
    dispatching::{Dispatch, PLAN_ACCOUNT},
    plan_account, plan_scan, resume_scans,
};
use pantheon_lambda::queue::Task;
use pantheon_testing::{FixedClock, discovery::MemoryDiscovery, tenant, uploads::MemoryUploads};
use std::task::{Context, Poll, Waker};

/// What is simulated.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The organization.
    pub organization: Organization,
    /// The services that are scanned.
    pub services: Vec<&'static str>,
    /// What happens follows from this number.
    pub seed: u64,
    /// How many calls in ten thousand fail, before or after they are carried out.
    pub faults: usize,
    /// In how many of ten thousand steps a function is killed.
    pub kills: usize,
    /// How many of ten thousand messages come twice, and how many are lost.
    pub disorder: usize,
    /// How many functions run at the same time.
    pub at_once: usize,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The scan when it had ended.
    pub scan: Scan,
    /// How many functions were killed.
    pub killed: u64,
    /// How many ended with a failure.
    pub failed: u64,
    /// How many came to their end.
    pub done: u64,
    /// How many messages were sent, and how many became dead letters.
    pub messages: (u64, u64),
    /// How often the reconciler ran.
    pub resumed: u64,
    /// What happened that must never happen.
    pub wrong: Vec<String>,
}

impl Outcome {
    fn of(scan: Scan) -> Self {
        Self { scan, killed: 0, failed: 0, done: 0, messages: (0, 0), resumed: 0, wrong: Vec::new() }
    }
}

/// Everything that outlives the functions.
struct World {
    plan: Plan,
    memory: MemoryDiscovery,
    uploads: MemoryUploads,
    queues: Queues,
    clock: FixedClock,
    collector: WatchfulCollector,
    random: Random,
}

const PLAN_SCAN: &str = "plan-scan";
const RESUME_SCANS: &str = "resume-scans";
/// How long a function may take, in the time of the simulation.
const TIMEOUT: TimeDelta = TimeDelta::minutes(5);
/// How long a function takes from one of its calls to the next.
const STEP: TimeDelta = TimeDelta::milliseconds(200);
/// How often the reconciler runs.
const SCHEDULE: TimeDelta = TimeDelta::minutes(5);
/// How often a scan may come to rest before the reconciler moves it on; after that it is stuck.
const MOST_WAITS: u64 = 280;

/// Every port, with faults.
struct Ports<'a> {
    memory: Faulty<'a, MemoryDiscovery>,
    uploads: Faulty<'a, MemoryUploads>,
    queues: Faulty<'a, Queues>,
    organization: Faulty<'a, Organization>,
    world: &'a World,
}

impl<'a> Ports<'a> {
    fn of(world: &'a World) -> Self {
        let (random, rate) = (&world.random, world.plan.faults);
        Self {
            memory: Faulty::of(&world.memory, random, rate),
            uploads: Faulty::of(&world.uploads, random, rate),
            queues: Faulty::of(&world.queues, random, rate),
            organization: Faulty::of(&world.plan.organization, random, rate),
            world,
        }
    }

    fn dispatch(&self) -> Dispatch<'_> {
        Dispatch { scans: &self.memory, plans: &self.memory, shards: &self.memory, tasks: &self.queues }
    }

    /// Invokes the function of a queue.
    fn invoke(&self, message: &Message) -> BoxFuture<'_, Result<()>> {
        let clock = &self.world.clock;
        match message.queue.as_str() {
            PLAN_SCAN => {
                let ports = plan_scan::Ports { accounts: &self.organization, dispatch: self.dispatch(), clock };
                with(event(&message.body), move |event| Box::pin(plan_scan::handle(ports, event)))
            }
            PLAN_ACCOUNT => {
                let (accounts, regions, later) = (&self.organization, &self.organization, &self.queues);
                let ports = plan_account::Ports { accounts, regions, dispatch: self.dispatch(), later, clock };
                with(self.task(message), move |task| Box::pin(plan_account::handle(ports, task)))
            }
            assemble_world::ASSEMBLE_WORLD => {
                let ports = self.assembling();
                with(event(&message.body), move |event| Box::pin(assemble_world::handle(ports, event)))
            }
            RESUME_SCANS => {
                let (bookmarks, backlogs) = (&self.memory, &self.queues);
                let ports = resume_scans::Ports { dispatch: self.dispatch(), bookmarks, backlogs, clock };
                Box::pin(resume_scans::handle(ports, clock.now()))
            }
            _ => {
                let ports = self.collecting();
                with(self.task(message), move |task| Box::pin(collect_shard::handle(ports, task)))
            }
        }
    }

    fn assembling(&self) -> assemble_world::Ports<'_> {
        assemble_world::Ports {
            scans: &self.memory,
            shards: &self.memory,
            inventory: &self.memory,
            uploads: &self.uploads,
            assemblies: &self.memory,
            index: &self.memory,
            later: &self.queues,
            clock: &self.world.clock,
        }
    }

    fn collecting(&self) -> collect_shard::Ports<'_> {
        collect_shard::Ports {
            collector: &self.world.collector,
            scans: &self.memory,
            shards: &self.memory,
            inventory: &self.memory,
            slots: &self.memory,
            later: &self.queues,
            meter: &self.world.collector,
            clock: &self.world.clock,
        }
    }

    fn task<T: serde::de::DeserializeOwned>(&self, message: &Message) -> Result<Task<T>> {
        let now = self.world.clock.now();
        Ok(Task {
            body: serde_json::from_str(&message.body).map_err(Error::internal)?,
            message_id: format!("{}", self.world.random.below(1_000_000)),
            attempt: message.received,
            now,
            deadline: now + TIMEOUT,
            function: message.queue.clone(),
        })
    }
}

fn with<'a, T: 'a>(read: Result<T>, handle: impl FnOnce(T) -> BoxFuture<'a, Result<()>>) -> BoxFuture<'a, Result<()>> {
    match read {
        Ok(read) => handle(read),
        Err(error) => Box::pin(std::future::ready(Err(error))),
    }
}

/// Reads an event as the bus delivers it.
fn event(body: &str) -> Result<Event> {
    let delivery: serde_json::Value = serde_json::from_str(body).map_err(Error::internal)?;
    serde_json::from_value(delivery["detail"].clone()).map_err(Error::internal)
}

/// A function that runs.
struct Flight<'a> {
    message: Message,
    deadline: DateTime<Utc>,
    work: BoxFuture<'a, Result<()>>,
}

/// Runs the scan to its end, or until it is stuck.
pub async fn run(plan: Plan) -> Result<Outcome> {
    let collector = WatchfulCollector::of(plan.organization);
    let world = World {
        random: Random::of(plan.seed),
        memory: MemoryDiscovery::forgetting(if plan.organization.accounts > 500 { MANY } else { &[] }),
        uploads: MemoryUploads::default(),
        queues: Queues::default(),
        clock: FixedClock::default(),
        collector,
        plan,
    };
    let scan_id = ask(&world).await?;
    let mut outcome = drive(&world, &scan_id).await?;
    outcome.wrong.extend(world.collector.faults());
    outcome.wrong.extend(audit::audit(&world, &outcome.scan).await?);
    Ok(outcome)
}

/// The events that a large scan tells by the hundred thousand.
const MANY: &[&str] = &["scan.shard_finished"];

/// Asks for the scan.
async fn ask(world: &World) -> Result<ScanId> {
    let services: Result<Vec<Service>> = world.plan.services.iter().map(|service| service.parse()).collect();
    let request = ScanRequest { services: services?, ..ScanRequest::default() };
    let scan = Scan::requested(request.clone(), world.clock.now());
    let origin = Origin::of_system(tenant(), "simulation", world.clock.now());
    let fact = ScanRequested { scan_id: scan.id.clone(), request };
    let commit = Commit::unasked().telling(&origin, &fact, scan.version);
    world.memory.insert_scan(&tenant(), &scan, commit).await?;
    Ok(scan.id)
}

/// The functions that run, and what became of those before them.
struct Run<'a> {
    world: &'a World,
    ports: &'a Ports<'a>,
    flights: Vec<Flight<'a>>,
    relayed: usize,
    next_activation: DateTime<Utc>,
    outcome: Outcome,
}

async fn drive(world: &World, scan_id: &ScanId) -> Result<Outcome> {
    let ports = Ports::of(world);
    let mut run = Run {
        world,
        ports: &ports,
        flights: Vec::new(),
        relayed: 0,
        next_activation: world.clock.now() + SCHEDULE,
        outcome: Outcome::of(scan(world, scan_id).await?),
    };
    let mut waits = 0;
    loop {
        // The runtime grants a task that never rests no more channels and timers.
        tokio::task::yield_now().await;
        run.start()?;
        if !run.flights.is_empty() {
            run.step();
            continue;
        }
        let scan = scan(world, scan_id).await?;
        if scan.state.has_ended() || waits >= MOST_WAITS {
            return Ok(Outcome { scan, messages: world.queues.counts(), ..run.outcome });
        }
        // Nothing moves any more until the schedule comes round.
        world.clock.advance(run.next_activation - world.clock.now());
        waits += 1;
    }
}

async fn scan(world: &World, id: &ScanId) -> Result<Scan> {
    world.memory.scan(&tenant(), id).await?.ok_or_else(|| Error::internal("the scan is gone"))
}

impl Run<'_> {
    /// Starts functions for what has arrived, as many as may run at once.
    fn start(&mut self) -> Result<()> {
        self.relayed += relay(self.world, self.relayed)?;
        if self.world.clock.now() >= self.next_activation {
            self.next_activation = self.world.clock.now() + SCHEDULE;
            self.world.queues.put(RESUME_SCANS, "{}".to_owned());
            self.outcome.resumed += 1;
        }
        disturb(self.world);
        while self.flights.len() < self.world.plan.at_once {
            let Some(message) = self.world.queues.receive(&self.world.random) else { break };
            let deadline = self.world.clock.now() + TIMEOUT;
            self.flights.push(Flight { work: self.ports.invoke(&message), message, deadline });
        }
        Ok(())
    }

    /// Lets one function go on to its next call, or kills it.
    fn step(&mut self) {
        let world = self.world;
        let at_once = i32::try_from(self.flights.len()).unwrap_or(i32::MAX);
        world.clock.advance(STEP / at_once);
        let index = world.random.below(self.flights.len());
        let flight = &mut self.flights[index];
        if world.random.happens(world.plan.kills) || world.clock.now() >= flight.deadline {
            self.outcome.killed += 1;
            world.queues.failed(self.flights.swap_remove(index).message);
            return;
        }
        let Poll::Ready(result) = flight.work.as_mut().poll(&mut Context::from_waker(Waker::noop())) else { return };
        let message = self.flights.swap_remove(index).message;
        if result.is_ok() {
            self.outcome.done += 1;
            world.queues.done(&message);
        } else {
            self.outcome.failed += 1;
            world.queues.failed(message);
        }
    }
}

/// Brings events from the outbox to the queues of their consumers, as the bus does: at least once.
fn relay(world: &World, relayed: usize) -> Result<usize> {
    let events = world.memory.events_after(relayed);
    for event in &events {
        let queue = match event.kind.as_str() {
            "scan.requested" => PLAN_SCAN,
            "scan.collected" => assemble_world::ASSEMBLE_WORLD,
            _ => continue,
        };
        let body = serde_json::to_string(&serde_json::json!({ "detail": event })).map_err(Error::internal)?;
        world.queues.put(queue, body.clone());
        if world.random.happens(world.plan.disorder) {
            world.queues.put(queue, body);
        }
    }
    Ok(events.len())
}

/// Doubles and loses messages.
fn disturb(world: &World) {
    if world.random.happens(world.plan.disorder)
        && let Some(message) = world.queues.receive(&world.random)
    {
        world.queues.put(&message.queue, message.body.clone());
        world.queues.failed(message);
    }
    if world.random.happens(world.plan.disorder) {
        world.queues.lose(&world.random);
    }
}
