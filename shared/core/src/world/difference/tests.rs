use super::*;
use crate::{
    Error,
    id::{ScanId, TenantId},
    upload::ObjectKey,
    world::index::{Block, Hole, LineObjects, Lines, Source},
};
use async_trait::async_trait;
use chrono::DateTime;
use proptest::{collection::btree_map, prelude::*};
use std::{
    collections::BTreeSet,
    task::{Context, Poll, Waker},
};

/// Lines without compression: an offset counts lines.
struct Plain(std::vec::IntoIter<String>);

#[async_trait]
impl Lines for Plain {
    async fn next_line(&mut self) -> Result<Option<String>> {
        Ok(self.0.next())
    }
}

#[derive(Default)]
struct Objects(BTreeMap<String, Vec<String>>);

#[async_trait]
impl LineObjects for Objects {
    async fn open_lines(&self, key: &ObjectKey, offset: u64) -> Result<Option<Box<dyn Lines>>> {
        let lines = self.0.get(key.as_str()).cloned();
        let skipped = usize::try_from(offset).map_err(Error::internal)?;
        let left = lines.map(|mut lines| lines.split_off(skipped).into_iter());
        Ok(left.map(|left| Box::new(Plain(left)) as Box<dyn Lines>))
    }
}

/// A world of a few resources: what each is called, and its content.
type Estate = BTreeMap<(u8, u8), u8>;

fn id(account: u8, native: u8) -> ResourceId {
    ResourceId {
        account_id: format!("{account:012}").parse().unwrap(),
        region: "eu-west-1".parse().unwrap(),
        resource_type: if native.is_multiple_of(2) { "AWS::EC2::VPC" } else { "AWS::RDS::DBInstance" }.parse().unwrap(),
        native_id: format!("{native:03}"),
    }
}

fn hole(account: u8, service: &str) -> Hole {
    let account_id = format!("{account:012}").parse().unwrap();
    Hole { account_id, region: "eu-west-1".parse().unwrap(), service: service.parse().unwrap(), types: Vec::new() }
}

/// Keeps a world in pieces of `piece` resources and blocks of `block`.
fn keep(
    objects: &mut Objects,
    tenant: &TenantId,
    estate: &Estate,
    holes: &[Hole],
    piece: usize,
    block: usize,
) -> (ScanId, u32) {
    let scan = ScanId::generate(DateTime::UNIX_EPOCH);
    let mut entries: Vec<Entry> = estate
        .iter()
        .map(|((account, native), content)| Entry { id: id(*account, *native), hash: content.to_string() })
        .collect();
    entries.sort_by(|one, other| one.id.cmp(&other.id));
    let mut pieces = 0;
    for (number, entries) in (0..).zip(entries.chunks(piece)) {
        let blocks = (0..).step_by(block).zip(entries.chunks(block));
        let blocks = blocks.map(|(offset, entries)| Block { piece: number, offset, first: entries[0].id.clone() });
        let blocks = blocks.map(|block| block.to_string()).collect();
        objects.0.insert(ObjectKey::world_blocks(tenant, &scan, number).to_string(), blocks);
        let lines = entries.iter().map(ToString::to_string).collect();
        objects.0.insert(ObjectKey::world_index(tenant, &scan, number).to_string(), lines);
        pieces = number + 1;
    }
    let lines = holes.iter().map(|hole| serde_json::to_string(hole).unwrap()).collect();
    objects.0.insert(ObjectKey::world_holes(tenant, &scan, 0).to_string(), lines);
    (scan, pieces)
}

async fn side<'a>(source: Source<'a>, pieces: u32, after: Option<&ResourceId>) -> Side<'a> {
    Side::of(Entries::open(source, pieces, after).await.unwrap(), Holes::open(source, 1))
}

/// Compares page by page, each page of so many steps.
async fn pages(
    objects: &Objects,
    tenant: &TenantId,
    from: &(ScanId, u32),
    to: &(ScanId, u32),
    steps: usize,
) -> Vec<Step> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let from_source = Source { objects, tenant, scan: &from.0 };
        let to_source = Source { objects, tenant, scan: &to.0 };
        let (left, right) =
            (side(from_source, from.1, after.as_ref()).await, side(to_source, to.1, after.as_ref()).await);
        let mut comparison = Comparison::of(left, right, after.clone());
        for _ in 0..steps {
            match comparison.next().await.unwrap() {
                Some(step) => all.push(step),
                None => return all,
            }
        }
        after = all.last().map(|step: &Step| step.id.clone());
    }
}

fn at_once<T>(work: impl Future<Output = T>) -> T {
    match Box::pin(work).as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => panic!("nothing here waits"),
    }
}

fn estate() -> impl Strategy<Value = Estate> {
    btree_map((0_u8..4, 0_u8..12), 0_u8..3, 0..30)
}

fn holes() -> impl Strategy<Value = Vec<Hole>> {
    prop::collection::btree_set((0_u8..4, prop::bool::ANY), 0..4).prop_map(|places| {
        places.into_iter().map(|(account, ec2)| hole(account, if ec2 { "ec2" } else { "rds" })).collect()
    })
}

proptest! {
    #[test]
    fn finds_what_a_comparison_of_whole_worlds_finds(
        before in estate(), after in estate(), hidden_before in holes(), hidden_after in holes(),
        piece in 1_usize..9, block in 1_usize..5, steps in 1_usize..7,
    ) {
        let (mut objects, tenant) = (Objects::default(), TenantId::generate(DateTime::UNIX_EPOCH));
        let from = keep(&mut objects, &tenant, &before, &hidden_before, piece, block);
        let to = keep(&mut objects, &tenant, &after, &hidden_after, piece + 1, block);

        let found = at_once(pages(&objects, &tenant, &from, &to, steps));

        let ids: BTreeSet<(u8, u8)> = before.keys().chain(after.keys()).copied().collect();
        let mut expected: Vec<Step> = ids.iter().map(|key| {
            let id = id(key.0, key.1);
            let hidden = hidden_before.iter().chain(&hidden_after).any(|hole| hole.hides(&id));
            let entry = |estate: &Estate| estate.get(key).map(|content| Entry { id: id.clone(), hash: content.to_string() });
            let difference = differ(entry(&before).as_ref(), entry(&after).as_ref(), hidden);
            Step { id, difference }
        }).collect();
        expected.sort_by(|one, other| one.id.cmp(&other.id));
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn never_tells_of_what_was_hidden_that_it_is_gone(before in any::<Option<u8>>(), after in any::<Option<u8>>()) {
        let entry = |content: Option<u8>| content.map(|content| Entry { id: id(1, 1), hash: content.to_string() });
        let hidden = differ(entry(before).as_ref(), entry(after).as_ref(), true);
        let seen = differ(entry(before).as_ref(), entry(after).as_ref(), false);

        prop_assert_eq!(hidden.is_some(), seen.is_some());
        prop_assert!(hidden.is_none_or(|difference| difference == Difference::Unknown));
        prop_assert_eq!(seen.is_none(), before == after);
    }
}

#[test]
fn counts_by_type_and_account() {
    let mut counts = Counts::default();
    counts.count(&id(1, 1), Difference::Created);
    counts.count(&id(1, 2), Difference::Removed);
    counts.count(&id(2, 2), Difference::Removed);

    assert_eq!(counts.all, Differences { created: 1, removed: 2, ..Differences::default() });
    assert_eq!(counts.by_account[&id(2, 2).account_id].removed, 1);
    assert_eq!(counts.by_type[&id(1, 2).resource_type].removed, 2);
}
