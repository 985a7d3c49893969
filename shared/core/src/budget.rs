//! Budgets of calls: how fast a watched account's APIs may be asked, so that we never starve their
//! owner.
//!
//! AWS counts most calls by account, region and operation. A scope is read by one process at a time
//! ([`crate::slot`]), so a budget that the process keeps for its own calls is the whole budget.

use crate::collect::Scope;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The calls to a watched account that were made for one shard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct Calls {
    /// Calls, repeated ones included.
    pub made: u64,
    /// Calls that AWS answered by asking to slow down.
    pub throttled: u64,
    /// Calls that repeated one that had failed.
    pub repeated: u64,
}

impl Calls {
    /// Adds two counts.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            made: self.made + other.made,
            throttled: self.throttled + other.throttled,
            repeated: self.repeated + other.repeated,
        }
    }
}

/// Counts the calls to watched accounts.
pub trait CallMeter: Send + Sync {
    /// Returns the calls that were made for a scope since the last time, and begins anew.
    fn take_calls(&self, scope: &Scope) -> Calls;
}

/// A quota of AWS as far as we know it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quota {
    /// The service, by the name with which its requests are signed.
    pub service: &'static str,
    /// The operations that it counts; all that no quota before it counts, if there are none. An
    /// operation of a REST API is known by its method and path, of which the end is enough.
    pub operations: &'static [&'static str],
    /// Whether each operation is counted by itself, or all of them together; paths differ by what
    /// they name, and are counted together in any case.
    pub each: bool,
    /// How many calls a second AWS takes for long.
    pub per_second: f64,
    /// How many calls AWS takes at once after a pause.
    pub burst: f64,
}

const fn quota(service: &'static str, each: bool, per_second: f64, burst: f64) -> Quota {
    Quota { service, operations: &[], each, per_second, burst }
}

const fn quota_of(service: &'static str, operations: &'static [&'static str], per_second: f64, burst: f64) -> Quota {
    Quota { service, operations, each: true, per_second, burst }
}

/// The quotas, the first that fits a call counting it.
///
/// Documented by AWS are those of API Gateway (all operations together), Certificate Manager,
/// CloudWatch (`DescribeAlarms`), CloudWatch Logs (`DescribeLogGroups` and `DescribeMetricFilters`),
/// Cognito (reads of pools together, and of clients), EC2 (non-mutating actions), ECS (reads of
/// clusters), Elastic Load Balancing (`Describe*`), Kinesis, Lambda, Organizations (the operations
/// that are named), Route 53, Secrets Manager (`GetResourcePolicy`), Step Functions and WAF. IAM has
/// one for all regions that nobody publishes, as has the configuration of S3 buckets; those and the
/// rest are cautious guesses, below what other scanners were throttled at. That of
/// `DetectStackDrift` is a guess as well, and low because each call has CloudFormation read every
/// resource of a stack in the owner's name.
pub const QUOTAS: &[Quota] = &[
    quota_of("lambda", &["/policy"], 15.0, 15.0),
    quota("lambda", false, 15.0, 15.0),
    quota("ec2", true, 20.0, 100.0),
    quota("iam", false, 20.0, 40.0),
    quota_of("organizations", &["DescribeOrganization", "ListRoots"], 1.0, 2.0),
    quota_of("organizations", &["DescribePolicy"], 2.0, 2.0),
    quota_of("organizations", &["ListOrganizationalUnitsForParent", "ListPolicies", "ListTargetsForPolicy"], 5.0, 8.0),
    quota_of("organizations", &["ListTagsForResource"], 10.0, 15.0),
    quota("organizations", true, 4.0, 10.0),
    quota("route53", false, 5.0, 5.0),
    quota("apigateway", false, 10.0, 40.0),
    quota("elasticloadbalancing", false, 10.0, 40.0),
    quota("ecs", true, 20.0, 50.0),
    quota("monitoring", true, 9.0, 9.0),
    quota_of("logs", &["DescribeMetricFilters"], 5.0, 5.0),
    quota("logs", true, 10.0, 10.0),
    quota_of("acm", &["ListCertificates"], 8.0, 8.0),
    quota("acm", true, 10.0, 10.0),
    quota("athena", false, 10.0, 10.0),
    quota("cloudcontrolapi", false, 20.0, 20.0),
    quota_of("cloudformation", &["DetectStackDrift"], 2.0, 2.0),
    quota_of("cognito-idp", &["ListUserPoolClients"], 15.0, 15.0),
    quota("cognito-idp", false, 15.0, 15.0),
    quota_of("kinesis", &["DescribeStreamSummary"], 20.0, 20.0),
    quota("kinesis", true, 5.0, 5.0),
    quota_of("secretsmanager", &["GetResourcePolicy"], 50.0, 50.0),
    quota_of("sns", &["ListTagsForResource"], 10.0, 10.0),
    quota_of("states", &["DescribeStateMachine"], 20.0, 200.0),
    quota_of("states", &["ListStateMachines"], 5.0, 100.0),
    quota_of("states", &["ListTagsForResource"], 1.0, 100.0),
    quota_of("wafv2", &["ListResourcesForWebACL"], 1.0, 1.0),
    quota("wafv2", true, 5.0, 5.0),
    quota("s3", true, 100.0, 200.0),
    quota("sqs", true, 100.0, 200.0),
    quota("kms", true, 100.0, 200.0),
    quota_of("dynamodb", &["DescribeTable"], 100.0, 200.0),
    quota("", true, 20.0, 40.0),
];

/// The share of a quota that we take unless told otherwise, in percent.
pub const USUAL_SHARE: u8 = 50;

/// How fast calls may be made, and what they are counted together with.
#[derive(Clone, Debug, PartialEq)]
pub struct Allowance {
    /// The name of the bucket that counts the call.
    pub bucket: String,
    /// How many calls a second we make for long.
    pub per_second: f64,
    /// How many calls we make at once after a pause.
    pub burst: f64,
}

impl Allowance {
    /// Returns what is allowed for a call, with this share of its quota in percent.
    pub fn of(service: &str, operation: &str, share: u8) -> Self {
        let fits = |quota: &&Quota| {
            (quota.service.is_empty() || quota.service == service)
                && (quota.operations.is_empty() || quota.operations.iter().any(|known| operation.ends_with(known)))
        };
        let quota = QUOTAS.iter().find(fits).copied().unwrap_or(quota("", true, 20.0, 40.0));
        let of_quota = quota.operations.iter().find(|known| operation.ends_with(*known)).copied();
        let bucket = match (of_quota, quota.each) {
            (Some(known), _) => format!("{service}:{known}"),
            (None, true) if !operation.contains('/') => format!("{service}:{operation}"),
            (None, _) => service.to_owned(),
        };
        let share = f64::from(share.clamp(1, 100)) / 100.0;
        Self { bucket, per_second: quota.per_second * share, burst: (quota.burst * share).max(1.0) }
    }
}

/// The least share of its allowance to which throttling slows a bucket.
const SLOWEST: f64 = 0.25;
/// What a call that was not throttled adds to the speed, as a share of the allowance.
const RECOVERY: f64 = 0.02;

/// A bucket of calls that fills with time; times are counted from when its owner began.
///
/// It is the generic cell rate algorithm (ITU-T I.371, virtual scheduling): every call moves the time
/// at which the next is due, so that turns which were handed out stay apart when the speed changes.
/// Where AWS throttles all the same, because others ask too, the speed is halved, and it grows back
/// with every call that is not throttled.
#[derive(Clone, Debug, PartialEq)]
pub struct Bucket {
    allowance: Allowance,
    per_second: f64,
    /// When the next call is due if no call may be made ahead of its time.
    due: Duration,
}

impl Bucket {
    /// Begins with a full bucket.
    pub fn full(allowance: Allowance, now: Duration) -> Self {
        Self { per_second: allowance.per_second, due: now, allowance }
    }

    /// Takes a turn, and returns how long to wait for it.
    pub fn turn(&mut self, now: Duration) -> Duration {
        let due = self.due.max(now);
        self.due = due + Duration::from_secs_f64(1.0 / self.per_second);
        due.saturating_sub(self.ahead()).saturating_sub(now)
    }

    /// Slows down because AWS asked for it; what was saved up is lost.
    pub fn slow_down(&mut self, now: Duration) {
        self.per_second = (self.per_second / 2.0).max(self.allowance.per_second * SLOWEST);
        self.due = self.due.max(now + self.ahead());
    }

    /// Speeds up again, up to the allowance.
    pub fn speed_up(&mut self) {
        let faster = self.per_second + self.allowance.per_second * RECOVERY;
        self.per_second = faster.min(self.allowance.per_second);
    }

    /// Returns how many calls a second are made for long, as things are.
    pub fn per_second(&self) -> f64 {
        self.per_second
    }

    /// How long before its time a call may be made, which is what lets a burst through.
    fn ahead(&self) -> Duration {
        Duration::from_secs_f64((self.allowance.burst - 1.0).max(0.0) / self.allowance.per_second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn allowance(per_second: f64, burst: f64) -> Allowance {
        Allowance { bucket: "x".to_owned(), per_second, burst }
    }

    #[test]
    fn takes_half_of_what_is_documented() {
        let cases = [
            ("lambda", "GET /2015-03-31/functions/", "lambda", 7.5),
            ("lambda", "GET /2017-03-31/tags/arn", "lambda", 7.5),
            ("lambda", "GET /2015-03-31/functions/a/policy", "lambda:/policy", 7.5),
            ("ec2", "DescribeInstances", "ec2:DescribeInstances", 10.0),
            ("ec2", "DescribeVpcs", "ec2:DescribeVpcs", 10.0),
            ("route53", "GET /2013-04-01/hostedzone", "route53", 2.5),
            ("dynamodb", "DescribeTable", "dynamodb:DescribeTable", 50.0),
            ("dynamodb", "ListTagsOfResource", "dynamodb:ListTagsOfResource", 10.0),
            ("s3", "GET ?policy", "s3:GET ?policy", 50.0),
            ("eks", "GET /clusters/olympus", "eks", 10.0),
            ("unheard", "Of", "unheard:Of", 10.0),
        ];
        for (service, operation, bucket, per_second) in cases {
            let allowance = Allowance::of(service, operation, USUAL_SHARE);
            assert_eq!(
                (allowance.bucket.as_str(), allowance.per_second),
                (bucket, per_second),
                "{service} {operation}"
            );
        }
    }

    #[test]
    fn knows_the_quotas_of_what_is_asked_about_one_resource_at_a_time() {
        let alarms = "POST /service/GraniteServiceVersion20100801/operation/DescribeAlarms";
        let cases = [
            ("acm", "DescribeCertificate", "acm:DescribeCertificate", 10.0, 10.0),
            ("acm", "ListCertificates", "acm:ListCertificates", 8.0, 8.0),
            ("acm", "ListTagsForCertificate", "acm:ListTagsForCertificate", 10.0, 10.0),
            ("athena", "GetDataCatalog", "athena", 10.0, 10.0),
            ("athena", "GetWorkGroup", "athena", 10.0, 10.0),
            ("athena", "ListTagsForResource", "athena", 10.0, 10.0),
            ("cloudcontrolapi", "GetResource", "cloudcontrolapi", 20.0, 20.0),
            ("cloudcontrolapi", "ListResources", "cloudcontrolapi", 20.0, 20.0),
            ("cloudformation", "DetectStackDrift", "cloudformation:DetectStackDrift", 2.0, 2.0),
            ("cloudformation", "DescribeStacks", "cloudformation:DescribeStacks", 20.0, 40.0),
            ("cognito-idp", "DescribeUserPool", "cognito-idp", 15.0, 15.0),
            ("cognito-idp", "GetUserPoolMfaConfig", "cognito-idp", 15.0, 15.0),
            ("cognito-idp", "ListUserPools", "cognito-idp", 15.0, 15.0),
            ("cognito-idp", "ListUserPoolClients", "cognito-idp:ListUserPoolClients", 15.0, 15.0),
            ("ecs", "DescribeTaskDefinition", "ecs:DescribeTaskDefinition", 20.0, 50.0),
            ("kinesis", "DescribeStreamSummary", "kinesis:DescribeStreamSummary", 20.0, 20.0),
            ("kinesis", "ListStreams", "kinesis:ListStreams", 5.0, 5.0),
            ("kinesis", "ListTagsForStream", "kinesis:ListTagsForStream", 5.0, 5.0),
            ("lambda", "GET /2015-03-31/functions/a/policy", "lambda:/policy", 15.0, 15.0),
            ("lambda", "GET /2017-03-31/tags/arn", "lambda", 15.0, 15.0),
            ("logs", "DescribeLogGroups", "logs:DescribeLogGroups", 10.0, 10.0),
            ("logs", "DescribeMetricFilters", "logs:DescribeMetricFilters", 5.0, 5.0),
            ("monitoring", alarms, "monitoring", 9.0, 9.0),
            ("organizations", "DescribeOrganization", "organizations:DescribeOrganization", 1.0, 2.0),
            ("organizations", "DescribePolicy", "organizations:DescribePolicy", 2.0, 2.0),
            ("organizations", "ListAccounts", "organizations:ListAccounts", 4.0, 10.0),
            ("organizations", "ListPolicies", "organizations:ListPolicies", 5.0, 8.0),
            ("organizations", "ListRoots", "organizations:ListRoots", 1.0, 2.0),
            ("organizations", "ListTagsForResource", "organizations:ListTagsForResource", 10.0, 15.0),
            ("organizations", "ListTargetsForPolicy", "organizations:ListTargetsForPolicy", 5.0, 8.0),
            ("route53", "GET /2013-04-01/hostedzone/Z1/rrset", "route53", 5.0, 5.0),
            ("route53", "POST /2013-04-01/tags/hostedzone", "route53", 5.0, 5.0),
            ("secretsmanager", "GetResourcePolicy", "secretsmanager:GetResourcePolicy", 50.0, 50.0),
            ("sns", "ListTagsForResource", "sns:ListTagsForResource", 10.0, 10.0),
            ("states", "DescribeStateMachine", "states:DescribeStateMachine", 20.0, 200.0),
            ("states", "ListStateMachines", "states:ListStateMachines", 5.0, 100.0),
            ("states", "ListTagsForResource", "states:ListTagsForResource", 1.0, 100.0),
            ("wafv2", "GetWebACL", "wafv2:GetWebACL", 5.0, 5.0),
            ("wafv2", "ListResourcesForWebACL", "wafv2:ListResourcesForWebACL", 1.0, 1.0),
            ("wafv2", "ListTagsForResource", "wafv2:ListTagsForResource", 5.0, 5.0),
        ];
        for (service, operation, bucket, per_second, burst) in cases {
            let expected = Allowance { bucket: bucket.to_owned(), per_second, burst };
            assert_eq!(Allowance::of(service, operation, 100), expected, "{service} {operation}");
        }
        let units = Allowance::of("organizations", "ListOrganizationalUnitsForParent", 100);
        assert_eq!((units.per_second, units.burst), (5.0, 8.0));
        let slowest = Allowance::of("cloudformation", "DetectStackDrift", USUAL_SHARE);
        assert_eq!((slowest.per_second, slowest.burst), (1.0, 1.0));
    }

    proptest! {
        #[test]
        fn never_exceeds_its_allowance_in_any_stretch_of_time(
            per_second in 1.0..50.0_f64,
            burst in 1.0..100.0_f64,
            asked in prop::collection::vec((0..400_u64, prop::bool::weighted(0.1)), 1..200),
        ) {
            let mut bucket = Bucket::full(allowance(per_second, burst), Duration::ZERO);
            let (mut now, mut made) = (Duration::ZERO, Vec::new());
            for (pause, throttled) in asked {
                now += Duration::from_millis(pause);
                made.push(now + bucket.turn(now));
                if throttled { bucket.slow_down(now) } else { bucket.speed_up() }
            }
            for (first, from) in made.iter().enumerate() {
                for (last, until) in made.iter().enumerate().skip(first) {
                    let Some(stretch) = until.checked_sub(*from) else { continue };
                    let most = burst + per_second * stretch.as_secs_f64() + 1.0 + 1e-6;
                    #[expect(clippy::cast_precision_loss, reason = "a few hundred calls")]
                    let calls = (last - first + 1) as f64;
                    prop_assert!(calls <= most, "{calls} calls in {stretch:?}");
                }
            }
        }

        #[test]
        fn always_comes_to_its_turn(throttles in 0..50_usize, waiting in 1..64_u32) {
            let mut bucket = Bucket::full(allowance(7.5, 7.5), Duration::ZERO);
            (0..throttles).for_each(|_| bucket.slow_down(Duration::ZERO));
            let longest = (0..waiting).map(|_| bucket.turn(Duration::ZERO)).max().unwrap();

            prop_assert!(longest <= Duration::from_secs_f64(f64::from(waiting) / (7.5 * SLOWEST)));
        }
    }

    #[test]
    fn slows_down_when_throttled_and_recovers() {
        let mut bucket = Bucket::full(allowance(10.0, 20.0), Duration::ZERO);

        bucket.slow_down(Duration::ZERO);
        assert!((bucket.per_second() - 5.0).abs() < 1e-9);
        (0..10).for_each(|_| bucket.slow_down(Duration::ZERO));
        assert!((bucket.per_second() - 2.5).abs() < 1e-9);
        (0..100).for_each(|_| bucket.speed_up());
        assert!((bucket.per_second() - 10.0).abs() < 1e-9);
    }
}
