//! What things are called in the watched accounts.

use pantheon_core::{
    account::Account,
    aws::{AccountId, Region, RoleName},
    id::TenantId,
};

/// A separate AWS, with regions and accounts of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Partition {
    /// The commercial regions.
    Commercial,
    /// The regions in China.
    China,
    /// The regions of the government of the United States.
    UsGov,
}

impl Partition {
    /// Returns the partition that holds a region.
    pub fn of(region: &str) -> Self {
        match region.split('-').next() {
            Some("cn") => Self::China,
            Some("us") if region.starts_with("us-gov-") => Self::UsGov,
            _ => Self::Commercial,
        }
    }

    /// Returns the partition that our own account is in, by the region that we run in.
    pub fn of_sdk(sdk: &aws_config::SdkConfig) -> Self {
        Self::of(sdk.region().map(AsRef::as_ref).unwrap_or_default())
    }

    /// Returns the partition as ARNs spell it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Commercial => "aws",
            Self::China => "aws-cn",
            Self::UsGov => "aws-us-gov",
        }
    }

    /// Returns the region that answers for the partition's global services.
    pub fn global_region(self) -> &'static str {
        match self {
            Self::Commercial => "us-east-1",
            Self::China => "cn-north-1",
            Self::UsGov => "us-gov-west-1",
        }
    }

    /// Returns the region that a call about `region` goes to.
    pub fn endpoint_region(self, region: &Region) -> String {
        if region.is_global() { self.global_region().to_owned() } else { region.to_string() }
    }

    /// Names the role of an account.
    pub fn role_arn(self, account: &Account) -> String {
        self.arn_of_role(&account.id, &account.role_name)
    }

    fn arn_of_role(self, account: &AccountId, role: &RoleName) -> String {
        format!("arn:{}:iam::{account}:role/{role}", self.as_str())
    }
}

/// The longest session name that AWS takes.
const LONGEST_SESSION_NAME: usize = 64;

/// Names a session by function and tenant, so that the owner of an account sees in its trail who
/// looked and for whom.
///
/// The tenant's 32 digits always fit; of the function's name what is left, 22 characters.
pub fn session_name(function: &str, tenant: &TenantId) -> String {
    let tenant: String = tenant.as_str().chars().filter(char::is_ascii_hexdigit).collect();
    // The prefix `tnt_` holds no hexadecimal digit.
    let left = LONGEST_SESSION_NAME.saturating_sub("pantheon--".len() + tenant.len());
    let function: String =
        function.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '-').take(left).collect();
    format!("pantheon-{function}-{tenant}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn knows_the_partition_of_a_region() {
        let cases = [("us-east-1", "aws"), ("us-gov-west-1", "aws-us-gov"), ("cn-north-1", "aws-cn"), ("", "aws")];
        for (region, partition) in cases {
            assert_eq!(Partition::of(region).as_str(), partition, "{region}");
        }
    }

    #[test]
    fn names_the_function_and_the_tenant_in_the_trail() {
        let tenant = "tnt_01890a5d-ac96-774b-bcce-b302099a8057".parse().unwrap();

        assert_eq!(session_name("collect-ec2", &tenant), "pantheon-collect-ec2-01890a5dac96774bbcceb302099a8057");
        assert_eq!(session_name("collect-cloudformation", &tenant).len(), 64);
    }

    proptest! {
        #[test]
        fn names_sessions_as_aws_demands(function in ".{0,80}", second in 0..4_000_000_000i64) {
            let tenant = TenantId::generate(chrono::DateTime::from_timestamp(second, 0).unwrap());

            let name = session_name(&function, &tenant);

            prop_assert!((2..=64).contains(&name.len()));
            prop_assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte)));
        }
    }
}
