//! What a shard writes to the inventory.

use super::*;

#[tokio::test]
async fn a_rescan_of_an_unchanged_estate_writes_nothing() {
    let mut world = World::new(&[EC2], vec![listing(&["vpc-1", "vpc-2"], Vec::new())]).await;
    world.deliver(EC2).await;
    let writes = world.memory.inventory_writes();
    world.clock.advance(TimeDelta::hours(1));

    world.start_scan(&[EC2]).await;
    world.deliver(EC2).await;

    assert_eq!((world.collector.calls(), world.memory.inventory_writes()), (2, writes));
    assert_eq!(world.seen(VPC).await.whole_at, Some(world.clock.now()), "when it was last seen moves all the same");
    let tally = world.memory.tally(&tenant(), &world.scan).await.unwrap();
    assert_eq!((tally.resources_seen, tally.resources_written, tally.resources_removed), (2, 0, 0));
}

#[tokio::test]
async fn removes_what_is_gone_but_never_for_a_shard_with_gaps() {
    let mut world = World::new(&[EC2], vec![listing(&["vpc-1", "vpc-2"], Vec::new())]).await;
    world.deliver(EC2).await;

    *world.collector.listings.lock().unwrap() = vec![listing(&[], vec![denied()])];
    world.start_scan(&[EC2]).await;
    world.deliver(EC2).await;
    let shard = world.shard(EC2).await;
    assert_eq!((shard.state, shard.gaps, world.resources().await.len()), (ShardState::Denied, vec![denied()], 2));
    assert_eq!(shard.seen_whole, [(VPC.parse().unwrap(), false)].into());
    let tally = world.memory.tally(&tenant(), &world.scan).await.unwrap();
    assert_eq!((tally.shards_with_gaps, tally.reasons.denied), (1, 1));

    *world.collector.listings.lock().unwrap() = vec![listing(&["vpc-1"], Vec::new())];
    world.start_scan(&[EC2]).await;
    world.deliver(EC2).await;
    let tally = world.memory.tally(&tenant(), &world.scan).await.unwrap();
    assert_eq!((world.shard(EC2).await.state, tally.resources_removed), (ShardState::Read, 1));
}

#[tokio::test]
async fn writes_a_large_shard_while_it_is_found() {
    let ids: Vec<String> = (0..WRITTEN_AT_ONCE * 2 + 10).map(|number| format!("vpc-{number:05}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut world = World::new(&[EC2], vec![listing(&ids, Vec::new())]).await;
    world.deliver(EC2).await;
    let tally = world.memory.tally(&tenant(), &world.scan).await.unwrap();
    assert_eq!((tally.resources_seen, tally.resources_written), (2_010, 2_010));
    let writes = world.memory.inventory_writes();
    assert_eq!(writes, 2_010 + 1, "each once, and one manifest");

    world.start_scan(&[EC2]).await;
    world.deliver(EC2).await;
    assert_eq!(world.memory.inventory_writes(), writes, "nothing has changed");
}
