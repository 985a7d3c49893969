//! Documents: what a collector says about one resource, in the words of CloudFormation.

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use pantheon_core::{
    aws::{Region, ResourceType, TypeName},
    collect::{Found, Gap, Scope},
    resource::{ResourceId, ResourceState},
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The property that lists which other properties could not be read.
const UNREAD: &str = "Unread";

/// A document in the making.
#[derive(Debug)]
pub(crate) struct Document {
    scope: Scope,
    found: Found,
    unread: BTreeSet<&'static str>,
    gaps: Vec<Gap>,
}

impl Document {
    /// Begins the document of a resource in the region of the scope.
    pub(crate) fn new(resource_type: impl Into<ResourceType>, scope: &Scope, native_id: &str) -> Self {
        let found = Found {
            resource_type: resource_type.into(),
            region: scope.region.clone(),
            native_id: native_id.to_owned(),
            arn: None,
            name: None,
            state: ResourceState::Active,
            native_state: None,
            dependencies: Vec::new(),
            tags: BTreeMap::new(),
            created_at: None,
            properties: Value::Null,
        };
        Self { scope: scope.clone(), found, unread: BTreeSet::new(), gaps: Vec::new() }
    }

    /// Returns the place of the resource.
    pub(crate) fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Puts the resource into another region than the scope's.
    pub(crate) fn located_in(mut self, region: Region) -> Self {
        self.scope.region = region.clone();
        self.found.region = region;
        self
    }

    /// Sets the Amazon Resource Name that AWS gave.
    pub(crate) fn arn(mut self, arn: Option<&str>) -> Self {
        self.found.arn = arn.map(ToOwned::to_owned);
        self
    }

    /// Builds the Amazon Resource Name, where AWS leaves that to us.
    pub(crate) fn arn_of(self, service: &str, resource: &str) -> Self {
        let arn = built_arn(&self.scope, service, resource);
        self.arn(Some(&arn))
    }

    /// Sets what people call the resource.
    pub(crate) fn name(mut self, name: Option<&str>) -> Self {
        self.found.name = name.filter(|name| !name.is_empty()).map(ToOwned::to_owned);
        self
    }

    /// Sets the state, in our words and in those of the service.
    pub(crate) fn state(mut self, state: ResourceState, native: Option<&str>) -> Self {
        self.found.state = state;
        self.found.native_state = native.map(ToOwned::to_owned);
        self
    }

    /// Sets the tags; a resource without a name takes that of the tag `Name`.
    pub(crate) fn tags(mut self, tags: BTreeMap<String, String>) -> Self {
        if self.found.name.is_none() {
            self.found.name = tags.get("Name").filter(|name| !name.is_empty()).cloned();
        }
        self.found.tags = tags;
        self
    }

    /// Sets when AWS says that the resource was made.
    pub(crate) fn created_at(mut self, at: Option<DateTime<Utc>>) -> Self {
        self.found.created_at = at;
        self
    }

    /// Sets the properties; those without a value are left out.
    pub(crate) fn properties(mut self, properties: Value) -> Self {
        self.found.properties = properties;
        self
    }

    /// Sets one more property.
    pub(crate) fn property(&mut self, name: &str, value: impl Serialize) {
        if let Value::Object(properties) = &mut self.found.properties {
            properties.insert(name.to_owned(), json!(value));
        }
    }

    /// Adds resources that this one needs.
    pub(crate) fn needs(mut self, others: impl IntoIterator<Item = ResourceId>) -> Self {
        self.need(others);
        self
    }

    /// Adds resources that a property read later shows to be needed.
    pub(crate) fn need(&mut self, others: impl IntoIterator<Item = ResourceId>) {
        self.found.dependencies.extend(others.into_iter().filter(|other| !other.native_id.is_empty()));
    }

    /// Adds needed resources of the same account and region.
    pub(crate) fn needs_here<'a>(self, resource_type: TypeName, ids: impl IntoIterator<Item = &'a str>) -> Self {
        let scope = self.scope.clone();
        self.needs(ids.into_iter().map(|id| neighbor(&scope, resource_type, id)))
    }

    /// Notes that a property could not be read, so that nobody takes it for absent.
    pub(crate) fn unread(&mut self, property: &'static str, gap: Gap) {
        self.unread.insert(property);
        self.gaps.push(gap);
    }

    /// Returns what was found, in an order of its own, and what could not be seen of it.
    pub(crate) fn finish(mut self) -> (Found, Vec<Gap>) {
        if !self.unread.is_empty() {
            let unread = std::mem::take(&mut self.unread);
            self.property(UNREAD, unread);
        }
        self.found.properties = pruned(self.found.properties).unwrap_or_else(|| json!({}));
        let itself = ResourceId {
            account_id: self.scope.account_id,
            region: self.scope.region,
            resource_type: self.found.resource_type.clone(),
            native_id: self.found.native_id.clone(),
        };
        self.found.dependencies.retain(|needed| *needed != itself);
        self.found.dependencies.sort();
        self.found.dependencies.dedup();
        (self.found, self.gaps)
    }
}

/// Names a resource of the same account and region.
pub(crate) fn neighbor(scope: &Scope, resource_type: TypeName, native_id: &str) -> ResourceId {
    ResourceId {
        account_id: scope.account_id.clone(),
        region: scope.region.clone(),
        resource_type: resource_type.into(),
        native_id: native_id.to_owned(),
    }
}

/// Builds the Amazon Resource Name of a resource in the account and region of the scope.
pub(crate) fn built_arn(scope: &Scope, service: &str, resource: &str) -> String {
    let partition = partition(&scope.region);
    format!("arn:{partition}:{service}:{}:{}:{resource}", scope.region, scope.account_id)
}

/// Returns the partition of AWS that a region belongs to.
pub(crate) fn partition(region: &Region) -> &'static str {
    match region.as_str() {
        region if region.starts_with("cn-") => "aws-cn",
        region if region.starts_with("us-gov-") => "aws-us-gov",
        _ => "aws",
    }
}

/// Collects tags from whatever pairs a service gives; a tag without a value has an empty one.
pub(crate) fn tags<'a, K, V>(pairs: impl IntoIterator<Item = (K, V)>) -> BTreeMap<String, String>
where
    K: Into<Option<&'a str>>,
    V: Into<Option<&'a str>>,
{
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    pairs.into_iter().filter_map(|(key, value)| Some((key.into()?.to_owned(), text(value.into())))).collect()
}

/// Converts a time; `None` if AWS gave none, or one beyond the calendar.
pub(crate) fn when(at: Option<&aws_smithy_types::DateTime>) -> Option<DateTime<Utc>> {
    at.and_then(|at| DateTime::from_timestamp(at.secs(), at.subsec_nanos()))
}

/// Reads a time that a service writes as text.
pub(crate) fn when_written(text: Option<&str>) -> Option<DateTime<Utc>> {
    text.and_then(|text| DateTime::parse_from_rfc3339(text).ok()).map(|at| at.to_utc())
}

/// Rounds the time of a last use, or of another thing that happens by itself, down to its Monday.
///
/// What is in use is used all the time: the exact moment would make every scan write it anew.
pub(crate) fn week_of(at: Option<DateTime<Utc>>) -> Option<String> {
    let day = at?.date_naive();
    let monday = day - TimeDelta::days(i64::from(day.weekday().num_days_from_monday()));
    Some(monday.to_string())
}

/// Makes a list whose order means nothing, in an order that does not depend on the answer.
pub(crate) fn sorted<T: Serialize>(items: impl IntoIterator<Item = T>) -> Value {
    let mut items: Vec<Value> = items.into_iter().map(|item| pruned(json!(item)).unwrap_or_default()).collect();
    items.sort_by_cached_key(Value::to_string);
    items.dedup();
    Value::Array(items)
}

/// Reads a policy or another JSON document; text that is none stays text.
pub(crate) fn json_text(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}

/// Drops what has no value and sorts the keys, so that equal resources have equal bytes.
fn pruned(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::String(text) => (!text.is_empty()).then_some(Value::String(text)),
        Value::Array(items) => {
            let items: Vec<Value> = items.into_iter().filter_map(pruned).collect();
            (!items.is_empty()).then_some(Value::Array(items))
        }
        Value::Object(entries) => {
            let entries: BTreeMap<_, _> =
                entries.into_iter().filter_map(|(key, value)| Some((key, pruned(value)?))).collect();
            (!entries.is_empty()).then(|| Value::Object(Map::from_iter(entries)))
        }
        number_or_flag => Some(number_or_flag),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::scope;
    use pantheon_core::{collect::GapReason, resource::content_hash};
    use proptest::prelude::*;

    const THING: TypeName = TypeName::new("AWS::EC2::Instance");

    fn gap() -> Gap {
        Gap { operation: "ec2:Read".into(), reason: GapReason::Denied, detail: String::new() }
    }

    #[test]
    fn leaves_out_what_has_no_value() {
        let properties = json!({"A": null, "B": "", "C": [], "D": {"E": null}, "F": false, "G": 0, "H": [null, {}]});
        let (found, _) = Document::new(THING, &scope("ec2"), "x").properties(properties).finish();

        assert_eq!(found.properties, json!({"F": false, "G": 0}));
    }

    #[test]
    fn tells_what_could_not_be_read() {
        let mut document = Document::new(THING, &scope("ec2"), "x").properties(json!({}));
        document.unread("Policy", gap());
        document.unread("Grants", gap());
        let (found, gaps) = document.finish();

        assert_eq!(found.properties, json!({"Unread": ["Grants", "Policy"]}));
        assert_eq!(gaps.len(), 2);
    }

    #[test]
    fn does_not_need_itself() {
        let document = Document::new(THING, &scope("ec2"), "x").needs_here(THING, ["x", "y"]);

        let needed: Vec<_> = document.finish().0.dependencies.into_iter().map(|id| id.native_id).collect();
        assert_eq!(needed, ["y"]);
    }

    #[test]
    fn takes_its_name_from_its_tags_unless_it_has_one() {
        let named = |name| {
            let tags = tags([("Name", "from the tag")]);
            Document::new(THING, &scope("ec2"), "x").name(name).tags(tags).finish().0.name
        };

        assert_eq!(named(None).as_deref(), Some("from the tag"));
        assert_eq!(named(Some("its own")).as_deref(), Some("its own"));
    }

    proptest! {
        #[test]
        fn a_use_within_the_same_week_changes_nothing(seconds in 0_i64..4_000_000_000) {
            let at = DateTime::from_timestamp(seconds, 0).unwrap();
            let monday: chrono::NaiveDate = week_of(Some(at)).unwrap().parse().unwrap();

            prop_assert_eq!(monday.weekday(), chrono::Weekday::Mon);
            prop_assert!((0..7).contains(&(at.date_naive() - monday).num_days()));
        }

        #[test]
        fn has_the_same_hash_in_whatever_order_aws_answers(
            groups in prop::collection::vec("sg-[a-f0-9]{4}", 0..6).prop_shuffle(),
            seed in any::<prop::sample::Index>(),
        ) {
            let mut turned = groups.clone();
            turned.rotate_left(if groups.is_empty() { 0 } else { seed.index(groups.len()) });
            let hash = |groups: &[String]| {
                let document = Document::new(THING, &scope("ec2"), "x")
                    .needs_here(TypeName::new("AWS::EC2::SecurityGroup"), groups.iter().map(String::as_str))
                    .properties(json!({"SecurityGroupIds": sorted(groups)}));
                content_hash(&scope("ec2").account_id, &document.finish().0)
            };

            prop_assert_eq!(hash(&groups), hash(&turned));
        }
    }
}
