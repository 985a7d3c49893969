//! Amazon Resource Names: which resource of the inventory a name stands for.

mod applications;

use pantheon_core::{
    aws::{AccountId, Region, TypeName},
    collect::Scope,
    resource::ResourceId,
};

/// An Amazon Resource Name in its parts.
struct Arn<'a> {
    service: &'a str,
    region: &'a str,
    account: &'a str,
    resource: &'a str,
}

impl<'a> Arn<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        (parts.next() == Some("arn")).then_some(())?;
        let _partition = parts.next()?;
        let (service, region, account) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self { service, region, account, resource: parts.next()? })
    }
}

const ROLE: TypeName = TypeName::new("AWS::IAM::Role");
const USER: TypeName = TypeName::new("AWS::IAM::User");
const GROUP: TypeName = TypeName::new("AWS::IAM::Group");
const MANAGED_POLICY: TypeName = TypeName::new("AWS::IAM::ManagedPolicy");
const INSTANCE_PROFILE: TypeName = TypeName::new("AWS::IAM::InstanceProfile");
const FUNCTION: TypeName = TypeName::new("AWS::Lambda::Function");
const LAYER_VERSION: TypeName = TypeName::new("AWS::Lambda::LayerVersion");
const SERVER_CERTIFICATE: TypeName = TypeName::new("AWS::IAM::ServerCertificate");
const KEY: TypeName = TypeName::new("AWS::KMS::Key");
const ALIAS: TypeName = TypeName::new("AWS::KMS::Alias");
const CERTIFICATE: TypeName = TypeName::new("AWS::CertificateManager::Certificate");
const CERTIFICATE_AUTHORITY: TypeName = TypeName::new("AWS::ACMPCA::CertificateAuthority");
const CLASSIC_LOAD_BALANCER: TypeName = TypeName::new("AWS::ElasticLoadBalancing::LoadBalancer");
const LOAD_BALANCER: TypeName = TypeName::new("AWS::ElasticLoadBalancingV2::LoadBalancer");
const LISTENER: TypeName = TypeName::new("AWS::ElasticLoadBalancingV2::Listener");
const TARGET_GROUP: TypeName = TypeName::new("AWS::ElasticLoadBalancingV2::TargetGroup");
const TRUST_STORE: TypeName = TypeName::new("AWS::ElasticLoadBalancingV2::TrustStore");
const SCALING_POLICY: TypeName = TypeName::new("AWS::AutoScaling::ScalingPolicy");
const FILE_SYSTEM: TypeName = TypeName::new("AWS::EFS::FileSystem");
const ACCESS_POINT: TypeName = TypeName::new("AWS::EFS::AccessPoint");
const DISTRIBUTION: TypeName = TypeName::new("AWS::CloudFront::Distribution");
const EDGE_FUNCTION: TypeName = TypeName::new("AWS::CloudFront::Function");
const DELIVERY_STREAM: TypeName = TypeName::new("AWS::KinesisFirehose::DeliveryStream");
const WEB_ACL: TypeName = TypeName::new("AWS::WAFv2::WebACL");
const IP_SET: TypeName = TypeName::new("AWS::WAFv2::IPSet");
const RULE_GROUP: TypeName = TypeName::new("AWS::WAFv2::RuleGroup");
const REGEX_PATTERN_SET: TypeName = TypeName::new("AWS::WAFv2::RegexPatternSet");
const USER_POOL: TypeName = TypeName::new("AWS::Cognito::UserPool");
const TABLE: TypeName = TypeName::new("AWS::DynamoDB::Table");
const STREAM: TypeName = TypeName::new("AWS::Kinesis::Stream");
const QUEUE: TypeName = TypeName::new("AWS::SQS::Queue");
const TOPIC: TypeName = TypeName::new("AWS::SNS::Topic");
const STACK: TypeName = TypeName::new("AWS::CloudFormation::Stack");
const LOG_GROUP: TypeName = TypeName::new("AWS::Logs::LogGroup");
const SECRET: TypeName = TypeName::new("AWS::SecretsManager::Secret");
const BACKUP_VAULT: TypeName = TypeName::new("AWS::Backup::BackupVault");

/// Returns the resource that a name stands for, or `None` if the name does not say enough.
///
/// What belongs to AWS itself, such as a managed policy, is no resource of any account.
pub(crate) fn resource(arn: &str) -> Option<ResourceId> {
    let parsed = Arn::parse(arn)?;
    if parsed.service == "wafv2" {
        return of_firewall(&parsed);
    }
    let (resource_type, native_id) = kind(&parsed, arn)?;
    let region = if parsed.region.is_empty() { Region::global() } else { parsed.region.parse().ok()? };
    let account_id: AccountId = parsed.account.parse().ok()?;
    let known = !native_id.is_empty();
    known.then(|| ResourceId {
        account_id,
        region,
        resource_type: resource_type.into(),
        native_id: native_id.to_owned(),
    })
}

fn kind<'a>(parsed: &Arn<'a>, arn: &'a str) -> Option<(TypeName, &'a str)> {
    let (kind, rest) = parsed.resource.split_once(['/', ':']).unwrap_or(("", parsed.resource));
    // A path, a qualifier or a stream stands behind or before the name.
    let last = rest.rsplit('/').next().unwrap_or(rest);
    let first = rest.split([':', '/']).next().unwrap_or(rest);
    Some(match (parsed.service, kind) {
        ("iam", "role") => (ROLE, last),
        ("iam", "user") => (USER, last),
        ("iam", "group") => (GROUP, last),
        ("iam", "instance-profile") => (INSTANCE_PROFILE, last),
        ("iam", "policy") => (MANAGED_POLICY, arn),
        ("lambda", "function") => (FUNCTION, first),
        ("lambda", "layer") => (LAYER_VERSION, arn),
        ("iam", "server-certificate") => (SERVER_CERTIFICATE, last),
        ("kms", "key") => (KEY, first),
        ("kms", "alias") if !rest.starts_with("aws/") => (ALIAS, parsed.resource),
        ("acm", "certificate") => (CERTIFICATE, arn),
        ("acm-pca", "certificate-authority") => (CERTIFICATE_AUTHORITY, arn),
        // The old load balancers have a name, the others a kind, a name and a number.
        ("elasticloadbalancing", "loadbalancer") if !rest.contains('/') => (CLASSIC_LOAD_BALANCER, rest),
        ("elasticloadbalancing", "loadbalancer") => (LOAD_BALANCER, arn),
        ("elasticloadbalancing", "listener") => (LISTENER, arn),
        ("elasticloadbalancing", "targetgroup") => (TARGET_GROUP, arn),
        ("elasticloadbalancing", "truststore") => (TRUST_STORE, arn),
        ("autoscaling", "scalingPolicy") => (SCALING_POLICY, arn),
        ("elasticfilesystem", "file-system") => (FILE_SYSTEM, first),
        ("elasticfilesystem", "access-point") => (ACCESS_POINT, first),
        ("cloudfront", "distribution") => (DISTRIBUTION, first),
        ("cloudfront", "function") => (EDGE_FUNCTION, arn),
        ("firehose", "deliverystream") => (DELIVERY_STREAM, first),
        ("cognito-idp", "userpool") => (USER_POOL, first),
        ("dynamodb", "table") => (TABLE, first),
        ("kinesis", "stream") => (STREAM, first),
        ("logs", "log-group") => (LOG_GROUP, rest.trim_end_matches(":*")),
        ("cloudformation", "stack") => (STACK, arn),
        ("secretsmanager", "secret") => (SECRET, without_qualifier(arn)),
        ("backup", "backup-vault") => (BACKUP_VAULT, first),
        ("sqs", "") => (QUEUE, rest),
        ("sns", "") => (TOPIC, arn),
        _ => return applications::kind(parsed, arn),
    })
}

/// Cuts off what stands behind the name of a secret: which field of it, in which version.
fn without_qualifier(arn: &str) -> &str {
    arn.match_indices(':').nth(6).map_or(arn, |(end, _)| &arn[..end])
}

/// Names a part of the web application firewall as CloudFormation does: `name|id|SCOPE`.
///
/// What protects CloudFront is kept in us-east-1, and belongs to no region.
fn of_firewall(parsed: &Arn<'_>) -> Option<ResourceId> {
    let parts: Vec<&str> = parsed.resource.split('/').collect();
    let [place, kind, name, id] = parts[..] else { return None };
    let (scope, region) = match place {
        "global" => ("CLOUDFRONT", Region::global()),
        "regional" => ("REGIONAL", parsed.region.parse().ok()?),
        _ => return None,
    };
    let resource_type = match kind {
        "webacl" => WEB_ACL,
        "ipset" => IP_SET,
        "rulegroup" => RULE_GROUP,
        "regexpatternset" => REGEX_PATTERN_SET,
        _ => return None,
    };
    let native_id = format!("{name}|{id}|{scope}");
    Some(ResourceId {
        account_id: parsed.account.parse().ok()?,
        region,
        resource_type: resource_type.into(),
        native_id,
    })
}

/// Returns the instance profile that a service names by its ARN or by its name.
pub(crate) fn instance_profile(scope: &Scope, profile: Option<&str>) -> Option<ResourceId> {
    let profile = profile.filter(|profile| !profile.is_empty())?;
    if profile.starts_with("arn:") {
        return resource(profile);
    }
    let region = Region::global();
    Some(ResourceId { region, ..crate::document::neighbor(scope, INSTANCE_PROFILE, profile) })
}

/// Returns the key, or the alias of one, that a service names by its ARN or by its identifier.
///
/// The aliases of AWS itself name keys that no account holds.
pub(crate) fn key(scope: &Scope, key: Option<&str>) -> Option<ResourceId> {
    let key = key.filter(|key| !key.is_empty() && !key.starts_with("alias/aws/"))?;
    if key.starts_with("arn:") {
        return resource(key);
    }
    let resource_type = if key.starts_with("alias/") { ALIAS } else { KEY };
    Some(crate::document::neighbor(scope, resource_type, key))
}

/// Returns the function in the address of an integration, whether bare or wrapped by API Gateway.
pub(crate) fn function_in(uri: &str) -> Option<ResourceId> {
    let wrapped = uri.split_once("/functions/").map(|(_, rest)| rest.split('/').next().unwrap_or(rest));
    resource(wrapped.unwrap_or(uri)).filter(|id| id.resource_type.as_str() == FUNCTION.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::scope;
    use proptest::prelude::*;

    #[test]
    fn knows_what_a_name_stands_for() {
        let cases = [
            ("arn:aws:iam::111111111111:role/service-role/app", "111111111111:global:AWS.IAM.Role:app"),
            ("arn:aws:iam::111111111111:instance-profile/web", "111111111111:global:AWS.IAM.InstanceProfile:web"),
            (
                "arn:aws:iam::111111111111:policy/p",
                "111111111111:global:AWS.IAM.ManagedPolicy:arn~3Aaws~3Aiam~3A~3A111111111111~3Apolicy~2Fp",
            ),
            ("arn:aws:lambda:eu-west-1:222222222222:function:f:live", "222222222222:eu-west-1:AWS.Lambda.Function:f"),
            ("arn:aws:kms:eu-west-1:111111111111:key/1234-ab", "111111111111:eu-west-1:AWS.KMS.Key:1234-ab"),
            (
                "arn:aws:dynamodb:eu-west-1:111111111111:table/orders/stream/2026-01-01T00:00:00.000",
                "111111111111:eu-west-1:AWS.DynamoDB.Table:orders",
            ),
            ("arn:aws:kms:eu-west-1:111111111111:alias/app", "111111111111:eu-west-1:AWS.KMS.Alias:alias~2Fapp"),
            ("arn:aws:sqs:eu-west-1:111111111111:jobs", "111111111111:eu-west-1:AWS.SQS.Queue:jobs"),
            (
                "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf:password::",
                "111111111111:eu-west-1:AWS.SecretsManager.Secret:\
                 arn~3Aaws~3Asecretsmanager~3Aeu-west-1~3A111111111111~3Asecret~3Adb-AbCdEf",
            ),
            (
                "arn:aws:backup:eu-west-1:111111111111:backup-vault:main",
                "111111111111:eu-west-1:AWS.Backup.BackupVault:main",
            ),
            (
                "arn:aws:logs:eu-west-1:111111111111:log-group:/aws/x:*",
                "111111111111:eu-west-1:AWS.Logs.LogGroup:~2Faws~2Fx",
            ),
            (
                "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/old",
                "111111111111:eu-west-1:AWS.ElasticLoadBalancing.LoadBalancer:old",
            ),
            (
                "arn:aws:wafv2:eu-west-1:111111111111:regional/webacl/shop/1a2b",
                "111111111111:eu-west-1:AWS.WAFv2.WebACL:shop~7C1a2b~7CREGIONAL",
            ),
            (
                "arn:aws:wafv2:us-east-1:111111111111:global/ipset/offices/1a2b",
                "111111111111:global:AWS.WAFv2.IPSet:offices~7C1a2b~7CCLOUDFRONT",
            ),
        ];
        for (arn, id) in cases {
            assert_eq!(resource(arn).map(|id| id.to_string()).as_deref(), Some(id), "{arn}");
        }
    }

    #[test]
    fn leaves_alone_what_no_account_holds() {
        for arn in [
            "",
            "arn:aws:iam::aws:policy/ReadOnlyAccess",
            "arn:aws:s3:::bucket",
            "sg-1",
            "arn:aws:kms:x:y:alias/z",
            "arn:aws:kms:eu-west-1:111111111111:alias/aws/sqs",
        ] {
            assert_eq!(resource(arn), None, "{arn}");
        }
        assert_eq!(key(&scope("s3"), Some("alias/aws/s3")), None);
        assert_eq!(key(&scope("s3"), Some("")), None);
    }

    #[test]
    fn knows_a_key_by_its_identifier_and_by_its_alias() {
        let named = |text| key(&scope("sqs"), Some(text)).map(|id| id.to_string());

        assert_eq!(named("1234-ab").as_deref(), Some("111111111111:eu-west-1:AWS.KMS.Key:1234-ab"));
        assert_eq!(named("alias/app").as_deref(), Some("111111111111:eu-west-1:AWS.KMS.Alias:alias~2Fapp"));
    }

    #[test]
    fn finds_the_function_behind_an_integration() {
        let function = "arn:aws:lambda:eu-west-1:111111111111:function:f";
        let wrapped = format!("arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{function}/invocations");

        assert_eq!(function_in(&wrapped), resource(function));
        assert_eq!(function_in(function), resource(function));
        assert_eq!(function_in("https://example.com/functions/x"), None);
    }

    proptest! {
        #[test]
        fn takes_whatever_comes(text in "(arn:aws:(iam|lambda|kms|sqs|logs|ssm|states|ecs|wafv2):[a-z0-9:/*-]{0,40}|.{0,40})") {
            if let Some(id) = resource(&text) {
                prop_assert_eq!(id.to_string().parse::<ResourceId>().unwrap(), id);
            }
        }
    }
}
