//! What a member role has to know about the platform that will use it.

use pantheon_core::{
    account::{Account, ExternalId},
    aws::{AccountId, RoleName},
};
use serde::Serialize;
use utoipa::ToSchema;

/// The platform, as member roles see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    /// The account that it runs in.
    pub account_id: AccountId,
    /// The AWS that its account belongs to, as ARNs spell it.
    pub partition: &'static str,
    /// What the names of its function roles begin with.
    pub role_prefix: String,
    /// The bus that accounts forward their events to, if it takes any.
    pub estate_bus: Option<String>,
    /// The region in which accounts make the role: the platform's own.
    pub home_region: String,
}

/// What to deploy in an account so that it can be verified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Setup {
    /// Whom the role's trust policy names.
    #[schema(example = "arn:aws:iam::000000000000:root")]
    pub trusted_principal: String,
    /// The template that makes the role, and the rules that forward events: a stack in the account
    /// itself, and for an organization a `StackSet` in its members; in the home region first, then in
    /// every other region.
    #[schema(example = "infra/member-role.yaml")]
    pub template: &'static str,
    /// The parameters of the template, as CloudFormation takes them.
    pub parameters: Vec<Parameter>,
}

/// A parameter of a template, spelled as CloudFormation spells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "PascalCase")]
pub struct Parameter {
    /// The name.
    pub parameter_key: &'static str,
    /// The value.
    pub parameter_value: String,
}

impl Platform {
    /// Says what to deploy in an account.
    pub fn setup(&self, account: &Account) -> Setup {
        let Self { account_id, partition, role_prefix, estate_bus, home_region } = self;
        let parameter = |name, value: &str| Parameter { parameter_key: name, parameter_value: value.to_owned() };
        Setup {
            trusted_principal: format!("arn:{partition}:iam::{account_id}:root"),
            template: "infra/member-role.yaml",
            parameters: vec![
                parameter("EstateBusArn", estate_bus.as_deref().unwrap_or_default()),
                parameter("EventRoleName", &event_role(&account.role_name)),
                parameter("ExternalId", ExternalId::as_str(&account.external_id)),
                parameter("HomeRegion", home_region),
                parameter("PlatformAccountId", account_id.as_str()),
                parameter("PlatformRolePrefix", role_prefix),
                parameter("RoleName", RoleName::as_str(&account.role_name)),
            ],
        }
    }
}

/// Names the role that forwards events after the role that is assumed, so that two platforms that
/// watch one account do not make the same; IAM permits 64 characters.
fn event_role(role: &RoleName) -> String {
    const SUFFIX: &str = "Events";
    const LONGEST: usize = 64 - SUFFIX.len();
    let name = role.as_str();
    format!("{}{SUFFIX}", name.get(..LONGEST).unwrap_or(name))
}
