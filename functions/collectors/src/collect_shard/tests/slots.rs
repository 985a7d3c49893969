//! What a shard costs the account, and how it waits for others.

use super::*;

#[tokio::test]
async fn keeps_how_often_it_asked_and_was_throttled() {
    let world = World::new(&[EC2], vec![listing(&["vpc-1"], Vec::new())]).await;

    world.deliver(EC2).await;

    assert_eq!(world.shard(EC2).await.calls, Calls { made: 2, throttled: 1, repeated: 0 });
}

#[tokio::test]
async fn waits_with_a_delay_while_somebody_else_reads_the_scope() {
    let world = World::new(&[EC2], vec![listing(&["vpc-1"], Vec::new())]).await;
    let lease =
        Lease { holder: LeaseId::generate(world.clock.now()), until: world.clock.now() + TimeDelta::minutes(2) };
    world.memory.take_slot(&tenant(), &scope(EC2), &lease, world.clock.now()).await.unwrap().unwrap();

    world.deliver(EC2).await;

    assert_eq!((world.collector.calls(), world.shard(EC2).await.attempts), (0, 0), "waiting is no attempt");
    let (queue, later, delay) = world.queue.0.lock().unwrap().pop().unwrap();
    assert_eq!((queue.as_str(), later.waits, later.shard_id.to_string().as_str()), ("collect-ec2", 1, EC2));
    assert!(delay > Duration::ZERO);

    world.memory.give_slot_back(&tenant(), &scope(EC2), &lease.holder).await.unwrap();
    handle(world.ports(), Task { body: CollectTask::Shard(later), ..world.task(EC2) }).await.unwrap();
    assert_eq!(world.shard(EC2).await.state, ShardState::Read);
}

#[tokio::test]
async fn lets_a_few_shards_of_an_account_and_service_in_and_all_of_them_end() {
    let names: Vec<String> = (0..12).map(|number| format!("111111111111:eu-west-{number}:ec2")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let world = World::new(&names, Vec::new()).await;
    let holders: Vec<Lease> = names[..SLOTS]
        .iter()
        .map(|_| Lease { holder: LeaseId::generate(now()), until: now() + TimeDelta::minutes(2) })
        .collect();
    for (name, lease) in names.iter().zip(&holders) {
        world.memory.take_slot(&tenant(), &scope(name), lease, now()).await.unwrap().unwrap();
    }

    for name in &names {
        world.deliver(name).await;
    }
    assert_eq!((world.collector.calls(), world.queue.0.lock().unwrap().len()), (0, 12));

    for (name, lease) in names.iter().zip(&holders) {
        world.memory.give_slot_back(&tenant(), &scope(name), &lease.holder).await.unwrap();
    }
    let later: Vec<ShardTask> = world.queue.0.lock().unwrap().drain(..).map(|(_, task, _)| task).collect();
    for task in later {
        handle(world.ports(), Task { body: CollectTask::Shard(task), ..world.task(EC2) }).await.unwrap();
    }
    assert_eq!((world.collector.calls(), world.state().await), (12, ScanState::Assembling));
}

#[tokio::test]
async fn gives_its_slot_back_whatever_happens() {
    let world = World::new(&[EC2], vec![listing(&["vpc-1"], Vec::new())]).await;
    *world.collector.takes.lock().unwrap() = Some((TimeDelta::minutes(6), world.clock));
    world.deliver(EC2).await;
    assert_eq!(world.shard(EC2).await.state, ShardState::Running, "it was too slow");

    let lease = Lease { holder: LeaseId::generate(now()), until: now() + TimeDelta::hours(1) };
    let turn = world.memory.take_slot(&tenant(), &scope(EC2), &lease, now()).await.unwrap();
    assert_eq!(turn, Ok(()));
}
