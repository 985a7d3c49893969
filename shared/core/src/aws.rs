//! Names of things in AWS, each checked once, at the door.

use crate::{Error, Result, catalog::CollectedService};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt, str::FromStr};

macro_rules! aws_names {
    ($($(#[$doc:meta])* $name:ident as $schema:literal, $pointer:literal, $rule:literal, $pattern:literal, $check:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Returns the name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self> {
                let check: fn(&str) -> bool = $check;
                if check(text) { Ok(Self(text.to_owned())) } else { Err(Error::invalid($pointer, $rule)) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = Error;

            fn try_from(text: String) -> Result<Self> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .description(Some(concat!("Text that ", $rule, ".")))
                    .pattern(Some($pattern))
                    .max_length(Some($name::LONGEST))
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed($schema)
            }
        }
    )*};
}

aws_names! {
    /// The 12 digits of an AWS account.
    AccountId as "AccountId", "account_id", "must be the 12 digits of an AWS account", "^[0-9]{12}$", |text| {
        text.len() == AccountId::LONGEST && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    /// An AWS region such as `eu-west-1`, or `global` for what belongs to no region.
    Region as "Region", "region", "must be the name of an AWS region, such as eu-west-1", "^(global|[a-z0-9]+(-[a-z0-9]+){2,})$", |text| {
        text == Region::GLOBAL
            || (text.len() <= Region::LONGEST
                && text.split('-').count() >= 3
                && text.split('-').all(|part| {
                    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
                }))
    };
    /// The name of an IAM role, without a path.
    RoleName as "AwsRoleName", "role_name", "must be 1 to 64 letters, digits or _+=,.@-", "^[A-Za-z0-9_+=,.@-]+$", |text| {
        (1..=RoleName::LONGEST).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte))
    };
    /// The CloudFormation name of a type of resource, such as `AWS::EC2::Instance`.
    ResourceType as "ResourceType", "resource_type", "must be a CloudFormation type, such as AWS::EC2::Instance", "^[A-Za-z0-9]+(::[A-Za-z0-9]+){2}$", |text| {
        text.len() <= ResourceType::LONGEST
            && text.split("::").count() == 3
            && text.split("::").all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    };
    /// The short name of an AWS service as Pantheon groups collectors, such as `ec2`.
    Service as "Service", "service", "must be the short name of an AWS service, such as ec2", "^[a-z0-9]+$", |text| {
        (1..=Service::LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
}

impl AccountId {
    /// The length of every number of an account.
    const LONGEST: usize = 12;
}

impl RoleName {
    const LONGEST: usize = 64;
}

impl ResourceType {
    const LONGEST: usize = 128;
}

impl Service {
    const LONGEST: usize = 32;

    /// Names a service of the catalog, all of whose names are known to be right.
    pub(crate) fn of_catalog(service: &CollectedService) -> Self {
        Self(service.name.to_owned())
    }
}

impl From<&CollectedService> for Service {
    fn from(collected: &CollectedService) -> Self {
        Self(collected.name.to_owned())
    }
}

impl Region {
    const LONGEST: usize = 32;

    /// The name of the place where global services live.
    pub const GLOBAL: &'static str = "global";

    /// Returns the place where global services live.
    pub fn global() -> Self {
        Self(Self::GLOBAL.to_owned())
    }

    /// Returns the oldest region, where regional services keep what belongs to none.
    pub fn oldest() -> Self {
        Self("us-east-1".to_owned())
    }

    /// Tells whether this is the place where global services live.
    pub fn is_global(&self) -> bool {
        self.0 == Self::GLOBAL
    }
}

/// The name of a type of resource that the code itself names, checked when the code is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeName(&'static str);

impl TypeName {
    /// Takes a name in a constant.
    ///
    /// # Panics
    ///
    /// When it is not the name of a type, which in a constant is an error of the compiler.
    pub const fn new(name: &'static str) -> Self {
        assert!(is_type_name(name.as_bytes()), "must be a CloudFormation type, such as AWS::EC2::Instance");
        Self(name)
    }

    /// Returns the name as text.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl From<TypeName> for ResourceType {
    fn from(name: TypeName) -> Self {
        Self(name.0.to_owned())
    }
}

/// The rule of [`ResourceType`], in the few words that a constant may use.
const fn is_type_name(name: &[u8]) -> bool {
    let (mut index, mut part, mut parts) = (0, 0, 1);
    while index < name.len() {
        if name[index].is_ascii_alphanumeric() {
            part += 1;
        } else {
            let is_separator = index + 1 < name.len() && name[index] == b':' && name[index + 1] == b':';
            if part == 0 || !is_separator {
                return false;
            }
            (part, parts, index) = (0, parts + 1, index + 1);
        }
        index += 1;
    }
    part > 0 && parts == 3 && name.len() <= 128
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Returns what a schema says of valid texts.
    fn promised<T: utoipa::PartialSchema>() -> impl Strategy<Value = String> {
        let schema = serde_json::to_value(T::schema()).unwrap();
        let pattern = schema["pattern"].as_str().unwrap().trim_start_matches('^').trim_end_matches('$');
        let longest = usize::try_from(schema["maxLength"].as_u64().unwrap()).unwrap();
        proptest::string::string_regex(pattern).unwrap().prop_filter("too long", move |text| text.len() <= longest)
    }

    proptest! {
        #[test]
        fn takes_all_that_the_description_of_the_api_promises(
            account in promised::<AccountId>(),
            region in promised::<Region>(),
            role in promised::<RoleName>(),
            resource_type in promised::<ResourceType>(),
            service in promised::<Service>(),
        ) {
            prop_assert!(account.parse::<AccountId>().is_ok());
            prop_assert!(region.parse::<Region>().is_ok());
            prop_assert!(role.parse::<RoleName>().is_ok());
            prop_assert!(resource_type.parse::<ResourceType>().is_ok());
            prop_assert!(service.parse::<Service>().is_ok());
        }
    }

    #[test]
    fn takes_what_aws_takes() {
        for region in ["us-east-1", "ap-southeast-2", "us-gov-west-1", "global"] {
            assert!(region.parse::<Region>().is_ok(), "{region}");
        }
        assert!("000000000000".parse::<AccountId>().is_ok());
        assert!("AWS::ApiGatewayV2::Api".parse::<ResourceType>().is_ok());
        assert!("PantheonMember".parse::<RoleName>().is_ok());
    }

    #[test]
    fn refuses_what_could_steer_a_call_elsewhere() {
        for region in ["", "us-east", "us-east-1.evil.example", "US-EAST-1", "us--1", "us-east-1/"] {
            assert!(region.parse::<Region>().is_err(), "{region}");
        }
        for account in ["", "12345678901", "1234567890123", "12345678901a", "１２３４５６７８９０１２"] {
            assert!(account.parse::<AccountId>().is_err(), "{account}");
        }
        for role in ["", "a/b", "role:x", "rôle"] {
            assert!(role.parse::<RoleName>().is_err(), "{role}");
        }
    }

    #[test]
    fn knows_the_same_types_when_compiling_as_when_running() {
        const INSTANCE: TypeName = TypeName::new("AWS::EC2::Instance");
        assert_eq!(ResourceType::from(INSTANCE), "AWS::EC2::Instance".parse().unwrap());

        let odd = [
            "",
            "AWS",
            "AWS::EC2",
            "AWS::EC2::",
            "::EC2::VPC",
            "AWS::EC2::VPC::X",
            "AWS:EC2::VPC",
            "A::B::C:",
            "A::B:::C",
        ];
        for name in ["AWS::EC2::VPC", "A::B::C", "Pantheon::IAM::AccountSummary"].into_iter().chain(odd) {
            assert_eq!(is_type_name(name.as_bytes()), name.parse::<ResourceType>().is_ok(), "{name}");
        }
    }
}
