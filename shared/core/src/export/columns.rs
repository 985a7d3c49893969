//! What a line of an export tells of its resource.

use crate::{resource::Resource, tagging::TagMeanings};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// One thing that a line tells of its resource.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Column {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
        }

        impl Column {
            /// Every column, in the order in which they stand unless somebody wants another.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// Returns the head of the column.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }

        // The derive does not see a spelling that comes from a macro.
        impl utoipa::PartialSchema for Column {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .description(Some("One thing that a line tells of its resource."))
                    .enum_values(Some([$($text,)*]))
                    .into()
            }
        }

        impl utoipa::ToSchema for Column {
            fn name() -> std::borrow::Cow<'static, str> {
                std::borrow::Cow::Borrowed("ExportColumn")
            }
        }
    };
}

columns! {
    /// What identifies it here.
    Id = "id";
    /// The account that holds it.
    AccountId = "account_id";
    /// The region that holds it, or `global`.
    Region = "region";
    /// Its CloudFormation type.
    ResourceType = "resource_type";
    /// What AWS calls it.
    NativeId = "native_id";
    /// Its Amazon Resource Name.
    Arn = "arn";
    /// What people call it.
    Name = "name";
    /// Its life, in five states.
    State = "state";
    /// Its state as the service spells it.
    NativeState = "native_state";
    /// The historical agent that answers for it.
    OwnerAgent = "owner_agent";
    /// Its owner, by the tag that the policy says names the owner.
    Owner = "owner";
    /// Its environment, by the tag that the policy says names the environment.
    Environment = "environment";
    /// Its cost center, by the tag that the policy says names the cost center.
    CostCenter = "cost_center";
    /// Its tags.
    Tags = "tags";
    /// The resources that it needs.
    Dependencies = "dependencies";
    /// When AWS says that it was made.
    CreatedAt = "created_at";
    /// When its content last changed.
    UpdatedAt = "updated_at";
    /// When a scan first saw it.
    FirstSeen = "first_seen";
    /// Its properties, by their CloudFormation names.
    Properties = "properties";
}

impl Column {
    /// Returns what the column says of a resource.
    pub fn of(self, resource: &Resource, meanings: &TagMeanings) -> Value {
        match self {
            Self::Id => json!(resource.id),
            Self::AccountId => json!(resource.id.account_id),
            Self::Region => json!(resource.id.region),
            Self::ResourceType => json!(resource.id.resource_type),
            Self::NativeId => json!(resource.id.native_id),
            Self::Arn => json!(resource.arn),
            Self::Name => json!(resource.name),
            Self::State => json!(resource.state),
            Self::NativeState => json!(resource.native_state),
            Self::OwnerAgent => json!(resource.owner_agent),
            Self::Owner => json!(meanings.owner_of(resource)),
            Self::Environment => json!(meanings.environment_of(resource)),
            Self::CostCenter => json!(meanings.cost_center_of(resource)),
            Self::Tags => json!(resource.tags),
            Self::Dependencies => json!(resource.dependencies),
            Self::CreatedAt => json!(resource.created_at),
            Self::UpdatedAt => json!(resource.updated_at),
            Self::FirstSeen => json!(resource.first_seen),
            Self::Properties => resource.properties.clone(),
        }
    }
}
