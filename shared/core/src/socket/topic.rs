//! Topics: the subjects of events, or the beginnings of them.

use crate::{Error, Result, permission::Permission};
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What a socket can listen to: `*`, or a path such as `scans` or `scans/scn_…`.
///
/// A path stands for everything whose subject is the path or begins with it and a slash.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Topic(String);

impl Topic {
    const EVERYTHING: &str = "*";
    const LONGEST: usize = 256;
    const DEEPEST: usize = 8;

    /// Returns the topic that stands for every subject.
    pub fn everything() -> Self {
        Self(Self::EVERYTHING.to_owned())
    }

    /// Returns the topic as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Tells whether what happens to `subject` belongs to the topic.
    pub fn covers(&self, subject: &str) -> bool {
        self.0 == Self::EVERYTHING
            || subject.strip_prefix(&self.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Lists every topic that covers `subject`, the widest first.
    pub fn covering(subject: &str) -> Vec<Self> {
        let ends = subject.match_indices('/').map(|(end, _)| end).chain([subject.len()]);
        let paths = ends.filter_map(|end| subject[..end].parse().ok());
        [Self::everything()].into_iter().chain(paths).collect()
    }

    /// Returns the permission that listening needs: `None` for everything, which is filtered later.
    ///
    /// Fails where the topic is under no known subject.
    pub fn permission(&self) -> Result<Option<Permission>> {
        if self.0 == Self::EVERYTHING {
            return Ok(None);
        }
        match permission_to_see(&self.0) {
            Some(permission) => Ok(Some(permission)),
            None => Err(Error::invalid("/topic", format!("nothing ever happens under {self}"))),
        }
    }
}

/// Returns the permission to see what happens to `subject`; `None` where nobody may.
pub fn permission_to_see(subject: &str) -> Option<Permission> {
    let kind = subject.split('/').next().unwrap_or_default();
    match kind {
        "accounts" | "connections" | "organizations" => Some(Permission::AccountsRead),
        "findings" | "security" => Some(Permission::FindingsRead),
        "scans" => Some(Permission::ScansRead),
        "discovery-settings" | "exports" | "resources" | "service-agents" | "tag-policy" | "worlds" => {
            Some(Permission::ResourcesRead)
        }
        "api-keys" | "sessions" | "tenants" | "users" => Some(Permission::UsersRead),
        "identity-providers" => Some(Permission::ProvidersRead),
        "roles" => Some(Permission::RolesRead),
        _ => None,
    }
}

impl FromStr for Topic {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let fits = text == Self::EVERYTHING
            || (text.len() <= Self::LONGEST
                && text.split('/').count() <= Self::DEEPEST
                && text.split('/').all(is_segment));
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::invalid("/topic", "must be * or a path such as scans or accounts/111111111111"))
        }
    }
}

fn is_segment(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:~".contains(&byte))
}

impl TryFrom<String> for Topic {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<Topic> for String {
    fn from(topic: Topic) -> Self {
        topic.0
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn covers_what_is_under_it() {
        let scans: Topic = "scans".parse().unwrap();

        assert!(scans.covers("scans"));
        assert!(scans.covers("scans/scn_x"));
        assert!(!scans.covers("scansion/scn_x"));
        assert!(Topic::everything().covers("anything/at/all"));
    }

    #[test]
    fn refuses_what_is_no_path() {
        for text in
            ["", "/", "scans/", "/scans", "a//b", "*/x", "scans/*", "a b", "a#b", &"a/".repeat(9), &"a".repeat(257)]
        {
            assert!(text.parse::<Topic>().is_err(), "{text}");
        }
    }

    #[test]
    fn needs_a_known_subject() {
        assert!("unheard-of".parse::<Topic>().unwrap().permission().is_err());
    }

    proptest! {
        #[test]
        fn is_found_by_every_subject_that_it_covers(
            topic in "[a-c]{1,2}(/[a-c]{1,2}){0,3}",
            subject in "[a-c]{1,2}(/[a-c]{1,2}){0,3}",
        ) {
            let topic: Topic = topic.parse().unwrap();

            prop_assert_eq!(Topic::covering(&subject).contains(&topic), topic.covers(&subject));
        }

        #[test]
        fn lists_only_topics_that_cover(subject in ".{0,80}") {
            for topic in Topic::covering(&subject) {
                prop_assert!(topic.covers(&subject));
            }
        }
    }
}
