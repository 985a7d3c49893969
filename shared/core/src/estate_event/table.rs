//! Which call, and which change of state, changes which resources, and where the event names them.
//!
//! Names of operations may end in `*`: Lambda's carry a version, such as `CreateFunction20150331`.
//! The identifiers are those that the collectors give. What stands here with no path, or whose path
//! leads nowhere, is looked at as a whole type.

mod changes;
mod ec2;
mod services;

use crate::aws::TypeName;
use serde_json::Value;

/// One type that a call or a change touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The type.
    pub resource_type: TypeName,
    /// Where the event names the resources; nowhere for the whole type.
    pub paths: &'static [&'static str],
    /// How the identifiers of the type begin, where one list names resources of many types.
    pub prefix: &'static str,
}

/// The calls of a service that have the same effects.
#[derive(Clone, Copy, Debug)]
pub struct Calls {
    /// The service, as sources of events name it.
    pub source: &'static str,
    /// The operations.
    pub names: &'static [&'static str],
    /// What they change.
    pub effects: &'static [Effect],
}

/// Which collectors read what a source of events tells about.
pub const SERVICES: &[(&str, &str)] = &[
    ("access-analyzer", "accessanalyzer"),
    ("acm", "acm"),
    ("apigateway", "apigateway"),
    ("athena", "athena"),
    ("autoscaling", "autoscaling"),
    ("backup", "backup"),
    ("cloudformation", "cloudformation"),
    ("cloudfront", "cloudfront"),
    ("cloudtrail", "cloudtrail"),
    ("cognito-idp", "cognito"),
    ("config", "config"),
    ("dynamodb", "dynamodb"),
    ("ec2", "ec2"),
    ("ecr", "ecr"),
    ("ecs", "ecs"),
    ("eks", "eks"),
    ("elasticache", "elasticache"),
    ("elasticfilesystem", "efs"),
    ("elasticloadbalancing", "elb"),
    ("elasticloadbalancing", "elbv2"),
    ("es", "opensearch"),
    ("events", "eventbridge"),
    ("glue", "glue"),
    ("guardduty", "guardduty"),
    ("iam", "iam"),
    ("kinesis", "kinesis"),
    ("kms", "kms"),
    ("lambda", "lambda"),
    ("logs", "logs"),
    ("monitoring", "cloudwatch"),
    ("organizations", "organizations"),
    ("rds", "rds"),
    ("redshift", "redshift"),
    ("route53", "route53"),
    ("s3", "s3"),
    ("secretsmanager", "secretsmanager"),
    ("securityhub", "securityhub"),
    ("sns", "sns"),
    ("sqs", "sqs"),
    ("ssm", "ssm"),
    ("states", "stepfunctions"),
    ("wafv2", "wafv2"),
    ("xray", "xray"),
];

/// Calls that write, often, and change nothing that is collected.
const IGNORED: &[(&str, &[&str])] = &[
    ("athena", &["StartQueryExecution", "StopQueryExecution"]),
    ("autoscaling", &["CompleteLifecycleAction", "RecordLifecycleActionHeartbeat"]),
    ("backup", &["StartBackupJob", "StartRestoreJob", "StartCopyJob"]),
    ("cloudfront", &["CreateInvalidation*"]),
    ("cognito-idp", &["InitiateAuth", "RespondToAuthChallenge", "Admin*", "SignUp", "ConfirmSignUp", "GlobalSignOut"]),
    ("config", &["PutEvaluations", "StartConfigRulesEvaluation", "DeliverConfigSnapshot"]),
    ("ec2", &["SendDiagnosticInterrupt", "CreateFleet", "RequestSpotInstances", "CancelSpotInstanceRequests"]),
    (
        "ecr",
        &[
            "BatchDeleteImage",
            "CompleteLayerUpload",
            "InitiateLayerUpload",
            "PutImage",
            "StartImageScan",
            "UploadLayerPart",
        ],
    ),
    ("ecs", &["RunTask", "StartTask", "StopTask", "Submit*", "RegisterContainerInstance", "Poll"]),
    (
        "glue",
        &[
            "BatchCreatePartition",
            "CreatePartition",
            "UpdatePartition",
            "StartJobRun",
            "StartCrawler",
            "BatchUpdatePartition",
        ],
    ),
    ("guardduty", &["ArchiveFindings", "UpdateFindingsFeedback"]),
    (
        "kms",
        &["CreateGrant", "RetireGrant", "RevokeGrant", "Decrypt", "Encrypt", "GenerateDataKey*", "ReEncrypt*", "Sign"],
    ),
    ("lambda", &["Invoke*", "PublishVersion*"]),
    ("logs", &["CreateLogStream", "DeleteLogStream", "PutLogEvents", "StartQuery", "StopQuery", "CreateExportTask"]),
    ("monitoring", &["PutMetricData", "SetAlarmState", "PutDashboard", "DeleteDashboards"]),
    ("redshift", &["GetClusterCredentials*"]),
    ("securityhub", &["BatchImportFindings", "BatchUpdateFindings", "UpdateFindings"]),
    ("sqs", &["PurgeQueue"]),
    (
        "ssm",
        &[
            "UpdateInstanceInformation",
            "PutInventory",
            "PutComplianceItems",
            "UpdateInstanceAssociationStatus",
            "SendCommand",
            "StartSession",
            "TerminateSession",
            "ResumeSession",
            "OpenDataChannel",
        ],
    ),
    ("states", &["StartExecution", "StopExecution", "StartSyncExecution", "SendTask*"]),
    ("wafv2", &["PutManagedRuleSetVersions"]),
    ("xray", &["PutTraceSegments", "PutTelemetryRecords"]),
];

/// Tells whether a call changes nothing that is collected.
pub fn is_ignored(source: &str, name: &str) -> bool {
    IGNORED.iter().any(|(of, names)| *of == source && names.iter().any(|pattern| fits(pattern, name)))
}

/// Returns what a call changes, or `None` if the table does not know the call.
pub fn effects_of_call(source: &str, name: &str) -> Option<&'static [Effect]> {
    let of_source = all().filter(|calls| calls.source == source);
    let mut fitting = of_source.filter(|calls| calls.names.iter().any(|pattern| fits(pattern, name)));
    fitting.next().map(|calls| calls.effects)
}

/// Returns what a change of state changes, or `None` if the table does not know the kind.
pub fn effects_of_change(source: &str, kind: &str, said: &Value) -> Option<&'static [Effect]> {
    changes::effects(source, kind, said)
}

/// Lists every kind of change of state that the table knows, with its source.
pub fn kinds_of_change() -> impl Iterator<Item = (&'static str, &'static str)> {
    changes::kinds()
}

/// Lists every effect in the table.
pub fn all_effects() -> impl Iterator<Item = &'static Effect> {
    all().flat_map(|calls| calls.effects).chain(changes::all())
}

/// Lists the calls of the table.
pub fn all() -> impl Iterator<Item = &'static Calls> {
    ec2::CALLS.iter().chain(services::CALLS)
}

fn fits(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => name == pattern,
    }
}

/// Makes an effect on the resources that some paths name.
const fn named(resource_type: &'static str, paths: &'static [&'static str]) -> Effect {
    Effect { resource_type: TypeName::new(resource_type), paths, prefix: "" }
}

/// Makes an effect on the resources of a type in a list that names many types.
const fn among(resource_type: &'static str, prefix: &'static str, paths: &'static [&'static str]) -> Effect {
    Effect { resource_type: TypeName::new(resource_type), paths, prefix }
}

/// Makes an effect on a whole type.
const fn whole(resource_type: &'static str) -> Effect {
    Effect { resource_type: TypeName::new(resource_type), paths: &[], prefix: "" }
}
