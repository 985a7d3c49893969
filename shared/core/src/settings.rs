//! What a tenant decides about discovery.

use crate::{
    Error, Result,
    aws::{ResourceType, TypeName},
    catalog::{CLOUD_CONTROL, CollectedService},
    command::{Commit, Version},
    error::Violation,
    event::Fact,
    id::TenantId,
};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Types that consist of a secret, so that reading one is reading the secret.
const SECRETS: &[TypeName] = &[
    TypeName::new("AWS::ApiGateway::ApiKey"),
    TypeName::new("AWS::AppSync::ApiKey"),
    TypeName::new("AWS::Glue::Connection"),
];

/// What a tenant decides about discovery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiscoverySettings {
    /// The types that no collector of their own reads and that the tenant wants to see all the same.
    pub cloud_control_types: BTreeSet<ResourceType>,
    /// Types that the tenant wanted before, the latest last: what was found of them has to go.
    pub retired_types: Vec<ResourceType>,
    /// How often the settings have changed; 0 where the tenant never touched them.
    pub version: Version,
}

impl DiscoverySettings {
    /// What the settings are called in errors.
    pub const KIND: &'static str = "discovery settings";

    /// How many types a tenant can ask for: each is listed in every region of every account.
    pub const MOST_TYPES: usize = 50;

    /// How many types that are not wanted any more are remembered.
    const MOST_RETIRED: usize = 100;

    /// Returns the settings of a tenant that never touched them.
    pub fn untouched() -> Self {
        Self { cloud_control_types: BTreeSet::new(), retired_types: Vec::new(), version: Version(0) }
    }

    /// Wants these types instead, after the `read` version of the settings.
    pub fn with_types(&self, types: &[ResourceType], read: Version) -> Result<Self> {
        if self.version != read {
            return Err(Error::PreconditionFailed { kind: Self::KIND });
        }
        let violations: Vec<Violation> = types.iter().enumerate().filter_map(objection).collect();
        if !violations.is_empty() {
            return Err(Error::Invalid { violations });
        }
        let wanted: BTreeSet<ResourceType> = types.iter().cloned().collect();
        if wanted.len() > Self::MOST_TYPES {
            let rule = format!("must be at most {} types", Self::MOST_TYPES);
            return Err(Error::invalid("/cloud_control_types", rule));
        }
        Ok(Self { retired_types: self.retired(&wanted), cloud_control_types: wanted, version: self.version.next() })
    }

    /// The types that are not wanted any more; the oldest are forgotten.
    fn retired(&self, wanted: &BTreeSet<ResourceType>) -> Vec<ResourceType> {
        let now = self.cloud_control_types.difference(wanted);
        let before = self.retired_types.iter().filter(|before| !self.cloud_control_types.contains(*before));
        let all: Vec<ResourceType> = before.filter(|before| !wanted.contains(*before)).chain(now).cloned().collect();
        all[all.len().saturating_sub(Self::MOST_RETIRED)..].to_vec()
    }
}

/// Says why a type cannot be asked for.
fn objection((index, wanted): (usize, &ResourceType)) -> Option<Violation> {
    let reader = CollectedService::of_type(wanted).name;
    let detail = if reader != CLOUD_CONTROL {
        format!("{wanted} is read already, by the collector of {reader}")
    } else if wanted.as_str().starts_with("Pantheon::") {
        format!("{wanted} is Pantheon's own type, which AWS does not know")
    } else if SECRETS.iter().any(|secret| secret.as_str() == wanted.as_str()) {
        format!("{wanted} consists of a secret, and secrets are never read")
    } else {
        return None;
    };
    Some(Violation { pointer: format!("/cloud_control_types/{index}"), detail })
}

/// A tenant decided otherwise about discovery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DiscoverySettingsChanged {
    /// The types that Cloud Control reads from now on.
    pub cloud_control_types: BTreeSet<ResourceType>,
}

impl DiscoverySettingsChanged {
    /// Tells it of the settings after the change.
    pub fn of(settings: &DiscoverySettings) -> Self {
        Self { cloud_control_types: settings.cloud_control_types.clone() }
    }
}

impl Fact for DiscoverySettingsChanged {
    const KIND: &'static str = "discovery_settings.changed";

    fn subject(&self) -> String {
        "discovery-settings".to_owned()
    }
}

/// What tenants decide.
#[async_trait]
pub trait Settings: Send + Sync {
    /// Returns what a tenant decides about discovery.
    async fn discovery_settings(&self, tenant: &TenantId) -> Result<DiscoverySettings>;
    /// Replaces settings whose version is one less than the given one; else `precondition_failed`.
    async fn save_discovery_settings(
        &self,
        tenant: &TenantId,
        settings: &DiscoverySettings,
        commit: Commit,
    ) -> Result<()>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::COLLECTED_SERVICES;
    use proptest::{collection::vec, prelude::*};

    fn types(names: &[&str]) -> Vec<ResourceType> {
        names.iter().map(|name| name.parse().unwrap()).collect()
    }

    fn some(count: usize) -> Vec<ResourceType> {
        (0..count).map(|number| format!("AWS::Test::Type{number}").parse().unwrap()).collect()
    }

    fn refused(wanted: &[ResourceType]) -> Vec<Violation> {
        match DiscoverySettings::untouched().with_types(wanted, Version(0)) {
            Err(Error::Invalid { violations }) => violations,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn changes_only_the_version_that_was_read() {
        let first = DiscoverySettings::untouched().with_types(&some(2), Version(0)).unwrap();

        assert_eq!((first.version, first.cloud_control_types.len()), (Version::FIRST, 2));
        let stale = first.with_types(&some(1), Version(0));
        assert!(matches!(stale, Err(Error::PreconditionFailed { .. })));
    }

    #[test]
    fn takes_fifty_types_and_no_more() {
        let mut twice = some(DiscoverySettings::MOST_TYPES);
        twice.extend(some(1));

        assert!(DiscoverySettings::untouched().with_types(&twice, Version(0)).is_ok());
        assert_eq!(refused(&some(DiscoverySettings::MOST_TYPES + 1))[0].pointer, "/cloud_control_types");
    }

    #[test]
    fn leaves_every_type_to_the_collector_that_reads_it() {
        for service in COLLECTED_SERVICES {
            for name in service.types {
                let violations = refused(&[(*name).into()]);
                assert_eq!(violations[0].pointer, "/cloud_control_types/0", "{}", name.as_str());
            }
        }
    }

    #[test]
    fn points_at_each_type_that_it_does_not_take() {
        let wanted =
            types(&["AWS::Batch::JobQueue", "AWS::EC2::VPC", "Pantheon::IAM::Password", "AWS::ApiGateway::ApiKey"]);

        let pointers: Vec<_> = refused(&wanted).into_iter().map(|violation| violation.pointer).collect();
        assert_eq!(pointers, ["/cloud_control_types/1", "/cloud_control_types/2", "/cloud_control_types/3"]);
    }

    proptest! {
        #[test]
        fn remembers_what_has_to_go_until_it_is_wanted_again(steps in vec(vec(0_usize..6, 0..4), 1..8)) {
            let all = some(6);
            let mut settings = DiscoverySettings::untouched();
            let mut ever = BTreeSet::new();
            for step in steps {
                let wanted: Vec<_> = step.into_iter().map(|index| all[index].clone()).collect();
                ever.extend(wanted.iter().cloned());
                settings = settings.with_types(&wanted, settings.version).unwrap();

                let retired: BTreeSet<_> = settings.retired_types.iter().cloned().collect();
                prop_assert_eq!(retired.len(), settings.retired_types.len());
                prop_assert!(retired.is_disjoint(&settings.cloud_control_types));
                prop_assert_eq!(retired.union(&settings.cloud_control_types).cloned().collect::<BTreeSet<_>>(), ever.clone());
            }
        }
    }

    #[test]
    fn forgets_the_oldest_of_many_types() {
        let many = some(50 * 4);
        let settings = many.chunks(50).fold(DiscoverySettings::untouched(), |settings, chunk| {
            settings.with_types(chunk, settings.version).unwrap()
        });

        assert_eq!(settings.retired_types.len(), DiscoverySettings::MOST_RETIRED);
        assert!(settings.retired_types.contains(&many[149]) && !settings.retired_types.contains(&many[0]));
    }
}
