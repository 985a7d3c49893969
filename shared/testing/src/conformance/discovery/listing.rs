use super::{later, new_tenant, walk};
use crate::{
    clock::now,
    discovery::{first_change, found, manifest},
};
use pantheon_core::{
    agent::HistoricalAgent,
    aws::AccountId,
    collect::{Found, Scope},
    id::TenantId,
    resource::{Resource, ResourceState},
    scan::{Inventory, InventoryChange, ResourceFilter, ResourceSort},
};
use std::collections::BTreeMap;

const ACCOUNTS: [&str; 3] = ["111111111111", "222222222222", "333333333333"];
const REGIONS: [&str; 3] = ["eu-west-1", "us-east-1", "global"];
/// One of the types begins with another's name, to tell a prefix from a whole name.
const TYPES: [&str; 5] =
    ["AWS::EC2::Instance", "AWS::EC2::VPC", "AWS::EC2::VPCEndpoint", "AWS::IAM::Role", "AWS::S3::Bucket"];
const STATES: [ResourceState; 4] =
    [ResourceState::Active, ResourceState::Creating, ResourceState::Deleting, ResourceState::Failed];
const TAGS: [(&str, &str); 4] = [("env", "prod"), ("env", "dev"), ("Name", "a b#c"), ("aws:x.y", "")];
/// How many filters are tried.
const FILTERS: usize = 80;

/// Runs the suite of [`Inventory::resources`]: any filter gives what filtering in memory gives.
pub async fn resources(port: &dyn Inventory) {
    let tenant = new_tenant();
    let mut random = Random(0x5EED);
    let estate = settle(port, &tenant, &mut random).await;
    settle(port, &new_tenant(), &mut random).await;

    for _ in 0..FILTERS {
        let (filter, page_size) = (any_filter(&mut random), [2, 7, 50, 1_000][random.below(4)]);
        let all = walk(page_size, |page| {
            let (tenant, filter) = (&tenant, &filter);
            async move { port.resources(tenant, filter, &page).await }
        });
        let listed: Vec<Resource> = all.await;
        assert_eq!(names(&listed), names(&expected(&estate, &filter)), "{page_size} a page of {filter:?}");
    }
}

/// What is in the inventory, and whether it is gone.
type Estate = Vec<(Resource, bool)>;

/// A small generator, so that every run tries the same filters.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        // Knuth's MMIX constants; the high bits are the random ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound
    }

    fn one_of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    fn sometimes<T: Copy>(&mut self, choices: &[T]) -> Option<T> {
        (self.below(3) == 0).then(|| self.one_of(choices))
    }
}

fn any_found(random: &mut Random, number: u64) -> Found {
    let name = format!("{}{number}", random.one_of(&["", "#", "%", "a#b", "\"", "ü", " ", "~", "/x/"]));
    let tags: Vec<_> = TAGS.into_iter().filter(|_| random.below(2) == 0).collect();
    Found {
        state: random.one_of(&STATES),
        tags: tags.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
        ..found(random.one_of(&REGIONS), random.one_of(&TYPES), &name, number)
    }
}

/// Fills an inventory with 150 resources, about a tenth of which are gone again.
async fn settle(port: &dyn Inventory, tenant: &TenantId, random: &mut Random) -> Estate {
    let mut estate = Estate::new();
    for account_id in ACCOUNTS {
        let account_id: AccountId = account_id.parse().expect("an account");
        let here: Vec<Resource> =
            (0..50).map(|number| Resource::of(&account_id, any_found(random, number), now())).collect();
        let (gone, left): (Vec<_>, Vec<_>) = here.iter().cloned().partition(|_| random.below(10) == 0);
        let place = Scope {
            account_id,
            region: "global".parse().expect("a region"),
            service: "everything".parse().expect("a service"),
        };
        let remove = InventoryChange {
            write: Vec::new(),
            remove: gone.iter().map(|resource| resource.id.clone()).collect(),
            manifest: Some(manifest(&left)),
        };
        port.apply(tenant, &place, first_change(here), now()).await.expect("applies");
        port.apply(tenant, &place, remove, later(1)).await.expect("applies");
        estate.extend(left.into_iter().map(|resource| (resource, false)));
        let deleted = |resource| Resource { state: ResourceState::Deleting, updated_at: later(1), ..resource };
        estate.extend(gone.into_iter().map(|resource| (deleted(resource), true)));
    }
    estate
}

fn any_filter(random: &mut Random) -> ResourceFilter {
    let tag = random.sometimes(&TAGS);
    let with_value = random.below(2) == 0;
    ResourceFilter {
        account_id: random.sometimes(&ACCOUNTS).map(|account| account.parse().expect("an account")),
        region: random.sometimes(&REGIONS).map(|region| region.parse().expect("a region")),
        resource_type: random.sometimes(&TYPES).map(|name| name.parse().expect("a type")),
        state: random.sometimes(&STATES),
        owner_agent: random.sometimes(HistoricalAgent::ALL),
        tag: tag.map(|(key, value)| (key.to_owned(), with_value.then(|| value.to_owned()))),
        sort: random.one_of(&[ResourceSort::Account, ResourceSort::ResourceType]),
        descending: random.below(2) == 0,
    }
}

fn expected(estate: &Estate, filter: &ResourceFilter) -> Vec<Resource> {
    let mut sorted: BTreeMap<_, Resource> = BTreeMap::new();
    for (resource, gone) in estate {
        let id = &resource.id;
        let wanted = filter.account_id.as_ref().is_none_or(|wanted| *wanted == id.account_id)
            && filter.region.as_ref().is_none_or(|wanted| *wanted == id.region)
            && filter.resource_type.as_ref().is_none_or(|wanted| *wanted == id.resource_type)
            && filter.state.is_none_or(|wanted| wanted == resource.state)
            && (filter.state.is_some() || !gone)
            && filter.owner_agent.is_none_or(|wanted| wanted == resource.owner_agent)
            && filter.tag.as_ref().is_none_or(|(key, value)| {
                resource.tags.get(key).is_some_and(|kept| value.as_ref().is_none_or(|value| value == kept))
            });
        let type_first = (filter.sort == ResourceSort::ResourceType).then(|| id.resource_type.clone());
        if wanted {
            sorted.insert((type_first, id.clone()), resource.clone());
        }
    }
    let sorted = sorted.into_values();
    if filter.descending { sorted.rev().collect() } else { sorted.collect() }
}

fn names(resources: &[Resource]) -> Vec<String> {
    resources.iter().map(|resource| format!("{} {:?}", resource.id, resource.state)).collect()
}
