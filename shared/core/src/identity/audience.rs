//! Audiences: which part of the platform a session is for.

use crate::{Error, Result, permission::Permission};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt, str::FromStr};

/// The part of the platform that a session is for; one sign-in can be exchanged for the others.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The API itself.
    #[default]
    Api,
    /// The command line.
    Cli,
    /// The dashboard in a browser.
    Dashboard,
    /// The application for governors on the way.
    Mobile,
}

impl Audience {
    /// Every audience.
    pub const ALL: &[Self] = &[Self::Api, Self::Cli, Self::Dashboard, Self::Mobile];

    /// Returns the name of the audience.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Cli => "cli",
            Self::Dashboard => "dashboard",
            Self::Mobile => "mobile",
        }
    }

    /// Returns what tokens say in `aud`, where `platform` is what those of the API say.
    pub fn claim(self, platform: &str) -> String {
        match self {
            Self::Api => platform.to_owned(),
            Self::Cli | Self::Dashboard | Self::Mobile => format!("{platform}-{self}"),
        }
    }

    /// Returns what a session for this audience may do at most.
    ///
    /// A telephone is lost more easily than a laptop: it reads and governs, and changes nothing else.
    pub fn cap(self) -> BTreeSet<Permission> {
        let all = Permission::ALL.iter().copied();
        match self {
            Self::Api | Self::Cli | Self::Dashboard => all.collect(),
            Self::Mobile => all.filter(|permission| is_for_governors(*permission)).collect(),
        }
    }
}

fn is_for_governors(permission: Permission) -> bool {
    let governing = [Permission::GovernanceWrite, Permission::VetoExecute, Permission::PlansApprove];
    permission.as_str().ends_with(":read") || governing.contains(&permission)
}

impl FromStr for Audience {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let known = Self::ALL.iter().copied().find(|audience| audience.as_str() == text);
        known.ok_or_else(|| Error::invalid("/audience", "must be api, cli, dashboard or mobile"))
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lets_a_telephone_read_and_govern_and_change_nothing_else() {
        let cap = Audience::Mobile.cap();

        assert!(cap.contains(&Permission::VetoExecute) && cap.contains(&Permission::ResourcesRead));
        for permission in [Permission::UsersWrite, Permission::AccountsWrite, Permission::ScansStart] {
            assert!(!cap.contains(&permission), "{permission}");
        }
    }

    #[test]
    fn tells_audiences_apart() {
        let claims: BTreeSet<String> = Audience::ALL.iter().map(|audience| audience.claim("pantheon")).collect();

        assert_eq!(claims.len(), Audience::ALL.len());
        for audience in Audience::ALL {
            assert_eq!(audience.as_str().parse::<Audience>().unwrap(), *audience);
            assert_eq!(serde_json::to_value(audience).unwrap(), audience.as_str());
        }
    }
}
