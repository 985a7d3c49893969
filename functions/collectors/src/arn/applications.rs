//! The names of what applications are made of: containers, messages, workflows and data services.

use super::Arn;
use pantheon_core::aws::TypeName;

const ACCESS_POINT: TypeName = TypeName::new("AWS::EFS::AccessPoint");
const ACTIVITY: TypeName = TypeName::new("AWS::StepFunctions::Activity");
const API_DESTINATION: TypeName = TypeName::new("AWS::Events::ApiDestination");
const CACHE_CLUSTER: TypeName = TypeName::new("AWS::ElastiCache::CacheCluster");
const CAPACITY_PROVIDER: TypeName = TypeName::new("AWS::ECS::CapacityProvider");
const CERTIFICATE: TypeName = TypeName::new("AWS::CertificateManager::Certificate");
const CRAWLER: TypeName = TypeName::new("AWS::Glue::Crawler");
const DB_CLUSTER: TypeName = TypeName::new("AWS::RDS::DBCluster");
const DB_INSTANCE: TypeName = TypeName::new("AWS::RDS::DBInstance");
const DELIVERY_STREAM: TypeName = TypeName::new("AWS::KinesisFirehose::DeliveryStream");
const ECS_CLUSTER: TypeName = TypeName::new("AWS::ECS::Cluster");
const EKS_CLUSTER: TypeName = TypeName::new("AWS::EKS::Cluster");
const EVENT_BUS: TypeName = TypeName::new("AWS::Events::EventBus");
const FILE_SYSTEM: TypeName = TypeName::new("AWS::EFS::FileSystem");
const GLUE_DATABASE: TypeName = TypeName::new("AWS::Glue::Database");
const GLUE_JOB: TypeName = TypeName::new("AWS::Glue::Job");
const JOB_DEFINITION: TypeName = TypeName::new("AWS::Batch::JobDefinition");
const JOB_QUEUE: TypeName = TypeName::new("AWS::Batch::JobQueue");
const KAFKA_CLUSTER: TypeName = TypeName::new("AWS::MSK::Cluster");
const PARAMETER: TypeName = TypeName::new("AWS::SSM::Parameter");
const PIPELINE: TypeName = TypeName::new("AWS::CodePipeline::Pipeline");
const PROJECT: TypeName = TypeName::new("AWS::CodeBuild::Project");
const REDSHIFT_CLUSTER: TypeName = TypeName::new("AWS::Redshift::Cluster");
const REPLICATION_GROUP: TypeName = TypeName::new("AWS::ElastiCache::ReplicationGroup");
const REPOSITORY: TypeName = TypeName::new("AWS::ECR::Repository");
const SEARCH_DOMAIN: TypeName = TypeName::new("AWS::OpenSearchService::Domain");
const SECRET: TypeName = TypeName::new("AWS::SecretsManager::Secret");
const SERVICE: TypeName = TypeName::new("AWS::ECS::Service");
const STATE_MACHINE: TypeName = TypeName::new("AWS::StepFunctions::StateMachine");
const TARGET_GROUP: TypeName = TypeName::new("AWS::ElasticLoadBalancingV2::TargetGroup");
const TASK_DEFINITION: TypeName = TypeName::new("AWS::ECS::TaskDefinition");
const USER_POOL: TypeName = TypeName::new("AWS::Cognito::UserPool");
const WORK_GROUP: TypeName = TypeName::new("AWS::Athena::WorkGroup");

/// Returns the type and the identifier that a name stands for.
pub(super) fn kind<'a>(parsed: &Arn<'a>, arn: &'a str) -> Option<(TypeName, &'a str)> {
    let (kind, rest) = parsed.resource.split_once(['/', ':']).unwrap_or(("", parsed.resource));
    let first = rest.split([':', '/']).next().unwrap_or(rest);
    Some(match (parsed.service, kind) {
        ("acm", "certificate") => (CERTIFICATE, arn),
        ("athena", "workgroup") => (WORK_GROUP, rest),
        ("batch", "job-definition") => (JOB_DEFINITION, arn),
        ("batch", "job-queue") => (JOB_QUEUE, arn),
        ("codebuild", "project") => (PROJECT, rest),
        ("codepipeline", "") => (PIPELINE, rest),
        ("cognito-idp", "userpool") => (USER_POOL, rest),
        ("ecr", "repository") => (REPOSITORY, rest),
        ("ecs", "capacity-provider") => (CAPACITY_PROVIDER, rest),
        ("ecs", "cluster") => (ECS_CLUSTER, rest),
        ("ecs", "service") => (SERVICE, arn),
        ("ecs", "task-definition") => (TASK_DEFINITION, arn),
        ("eks", "cluster") => (EKS_CLUSTER, rest),
        ("elasticache", "cluster") => (CACHE_CLUSTER, rest),
        ("elasticache", "replicationgroup") => (REPLICATION_GROUP, rest),
        ("elasticfilesystem", "access-point") => (ACCESS_POINT, rest),
        ("elasticfilesystem", "file-system") => (FILE_SYSTEM, rest),
        ("elasticloadbalancing", "targetgroup") => (TARGET_GROUP, arn),
        ("es", "domain") => (SEARCH_DOMAIN, first),
        ("events", "api-destination") => (API_DESTINATION, first),
        ("events", "event-bus") => (EVENT_BUS, rest),
        ("firehose", "deliverystream") => (DELIVERY_STREAM, rest),
        ("glue", "crawler") => (CRAWLER, rest),
        ("glue", "database") => (GLUE_DATABASE, rest),
        ("glue", "job") => (GLUE_JOB, rest),
        ("kafka", "cluster") => (KAFKA_CLUSTER, arn),
        ("rds", "cluster") => (DB_CLUSTER, rest),
        ("rds", "db") => (DB_INSTANCE, rest),
        ("redshift", "cluster") => (REDSHIFT_CLUSTER, rest),
        // A field of a secret, or a version of it, may stand behind the name.
        ("secretsmanager", "secret") => (SECRET, until(arn, rest, first_part(rest))),
        // Only a path keeps the slash that its ARN shares with the name of the kind.
        ("ssm", "parameter") if rest.contains('/') => (PARAMETER, &parsed.resource["parameter".len()..]),
        ("ssm", "parameter") => (PARAMETER, rest),
        ("states", "activity") => (ACTIVITY, arn),
        // A version or an alias of a state machine stands behind its name.
        ("states", "stateMachine") => (STATE_MACHINE, until(arn, rest, first_part(rest))),
        _ => return None,
    })
}

/// Returns what stands before the first colon.
fn first_part(rest: &str) -> &str {
    rest.split(':').next().unwrap_or(rest)
}

/// Cuts from a name what stands behind the beginning of its rest.
fn until<'a>(arn: &'a str, rest: &str, beginning: &str) -> &'a str {
    &arn[..arn.len() - rest.len() + beginning.len()]
}

#[cfg(test)]
mod tests {
    use crate::arn::resource;

    #[test]
    fn knows_what_applications_are_made_of() {
        let cases = [
            ("ecs", "cluster/web", "AWS.ECS.Cluster:web"),
            ("ecr", "repository/team/web", "AWS.ECR.Repository:team~2Fweb"),
            ("es", "domain/logs/_search", "AWS.OpenSearchService.Domain:logs"),
            ("events", "api-destination/pager/1234", "AWS.Events.ApiDestination:pager"),
            ("events", "event-bus/orders", "AWS.Events.EventBus:orders"),
            ("rds", "cluster:main", "AWS.RDS.DBCluster:main"),
            ("ssm", "parameter/app/mode", "AWS.SSM.Parameter:~2Fapp~2Fmode"),
            ("ssm", "parameter/mode", "AWS.SSM.Parameter:mode"),
        ];
        for (service, rest, id) in cases {
            let arn = format!("arn:aws:{service}:eu-west-1:111111111111:{rest}");
            let expected = format!("111111111111:eu-west-1:{id}");
            assert_eq!(resource(&arn).map(|id| id.to_string()), Some(expected), "{arn}");
        }
    }

    #[test]
    fn takes_a_part_or_a_version_for_the_whole() {
        let cases = [
            ("arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-AbCdEf", ":password::"),
            ("arn:aws:secretsmanager:eu-west-1:111111111111:secret:app/db-AbCdEf", ""),
            ("arn:aws:states:eu-west-1:111111111111:stateMachine:orders", ":7"),
        ];
        for (whole, part) in cases {
            let id = resource(&format!("{whole}{part}")).map(|id| id.native_id);
            assert_eq!(id.as_deref(), Some(whole));
        }
    }
}
