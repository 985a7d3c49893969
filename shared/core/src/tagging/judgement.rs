//! How one resource is judged by a policy. Pure rules.

use super::{TagKey, TagPattern, TagPolicy, TagRule, untaggable::can_be_tagged};
use crate::resource::Resource;
use serde::{Deserialize, Serialize};

/// In which way a resource breaks a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BreachKind {
    /// It does not have the tag.
    Missing,
    /// It has a tag whose key differs in capital letters alone.
    Misspelled,
    /// It has the tag with a value that the rule does not allow.
    WrongValue,
}

/// One rule that a resource breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// The key that the rule asks for.
    pub key: TagKey,
    /// What is wrong.
    pub kind: BreachKind,
    /// The key that was found instead, if it is misspelled.
    pub found_key: Option<String>,
    /// The value that was found, if there is one.
    pub found_value: Option<String>,
    /// The values that the rule allows; if there are none, any value.
    pub allowed: Vec<TagPattern>,
}

/// What a policy says of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// Nobody can tag it.
    Untaggable,
    /// No rule asks anything of it.
    Unbound,
    /// It breaks these rules; if there are none, it complies.
    Judged(Vec<Breach>),
}

impl Judgement {
    /// Returns the rules that are broken.
    pub fn breaches(self) -> Vec<Breach> {
        match self {
            Self::Untaggable | Self::Unbound => Vec::new(),
            Self::Judged(breaches) => breaches,
        }
    }
}

impl TagPolicy {
    /// Judges a resource.
    pub fn judge(&self, resource: &Resource) -> Judgement {
        if !can_be_tagged(&resource.id.resource_type) {
            return Judgement::Untaggable;
        }
        let binding: Vec<&TagRule> = self.rules.iter().filter(|rule| rule.binds(resource)).collect();
        if binding.is_empty() {
            return Judgement::Unbound;
        }
        Judgement::Judged(binding.into_iter().filter_map(|rule| rule.breach(resource)).collect())
    }
}

impl TagRule {
    fn breach(&self, resource: &Resource) -> Option<Breach> {
        let breach = |kind, found_key: Option<&String>, found_value: Option<&String>| {
            let allowed = self.values.iter().cloned().collect();
            let (found_key, found_value) = (found_key.cloned(), found_value.cloned());
            Some(Breach { key: self.key.clone(), kind, found_key, found_value, allowed })
        };
        if let Some(value) = resource.tags.get(self.key.as_str()) {
            let allowed = self.values.is_empty() || self.values.iter().any(|pattern| pattern.takes(value));
            return if allowed { None } else { breach(BreachKind::WrongValue, None, Some(value)) };
        }
        let wanted = self.key.as_str().to_lowercase();
        match resource.tags.iter().find(|(key, _)| key.to_lowercase() == wanted) {
            Some((key, value)) => breach(BreachKind::Misspelled, Some(key), Some(value)),
            None => breach(BreachKind::Missing, None, None),
        }
    }
}
