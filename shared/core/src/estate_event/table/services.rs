//! The calls of all services but EC2, from the events of `CloudTrail` that their guides show.

use super::{Calls, Effect, named, whole};

const fn calls(source: &'static str, names: &'static [&'static str], effects: &'static [Effect]) -> Calls {
    Calls { source, names, effects }
}

const BUCKET: &[Effect] = &[named("AWS::S3::Bucket", &["request.bucketName"])];
const FUNCTION: &[Effect] = &[named("AWS::Lambda::Function", &["request.functionName|name", "response.functionName"])];
const TAGGED_FUNCTION: &[Effect] = &[named("AWS::Lambda::Function", &["request.resource|name"])];
const MAPPING: &[Effect] = &[whole("AWS::Lambda::EventSourceMapping")];
const DATABASE: &[Effect] = &[named("AWS::RDS::DBInstance", &["request.dBInstanceIdentifier"])];
const CLUSTER: &[Effect] = &[named("AWS::RDS::DBCluster", &["request.dBClusterIdentifier"])];
/// Which of its instances leads is a property of them.
const FAILED_OVER: &[Effect] =
    &[named("AWS::RDS::DBCluster", &["request.dBClusterIdentifier"]), whole("AWS::RDS::DBInstance")];
const SNAPSHOT: &[Effect] = &[named("AWS::RDS::DBSnapshot", &["request.dBSnapshotIdentifier"])];
const CLUSTER_SNAPSHOT: &[Effect] = &[named("AWS::RDS::DBClusterSnapshot", &["request.dBClusterSnapshotIdentifier"])];
const SUBNET_GROUP: &[Effect] = &[named("AWS::RDS::DBSubnetGroup", &["request.dBSubnetGroupName"])];
const TABLE: &[Effect] = &[named("AWS::DynamoDB::Table", &["request.tableName|last"])];
const RESTORED_TABLE: &[Effect] = &[named("AWS::DynamoDB::Table", &["request.targetTableName"])];
const TAGGED_TABLE: &[Effect] = &[named("AWS::DynamoDB::Table", &["request.resourceArn|last"])];
const STACK: &[Effect] = &[named("AWS::CloudFormation::Stack", &["response.stackId", "request.stackId"])];
const STACKS: &[Effect] = &[whole("AWS::CloudFormation::Stack")];
const QUEUE: &[Effect] = &[named("AWS::SQS::Queue", &["request.queueName", "request.queueUrl|last"])];
const TOPIC: &[Effect] = &[named("AWS::SNS::Topic", &["response.topicArn", "request.topicArn", "request.resourceArn"])];
const KEY: &[Effect] = &[named("AWS::KMS::Key", &["response.keyMetadata.keyId", "request.keyId|last"])];
const REST_API: &[Effect] = &[whole("AWS::ApiGateway::RestApi")];
const HTTP_API: &[Effect] = &[whole("AWS::ApiGatewayV2::Api")];
const API_STAGES: &[Effect] = &[whole("AWS::ApiGateway::Stage"), whole("AWS::ApiGatewayV2::Stage")];
const ECS_CLUSTER: &[Effect] = &[named("AWS::ECS::Cluster", &["response.cluster.clusterName", "request.cluster|last"])];
const ECS_SERVICE: &[Effect] = &[named("AWS::ECS::Service", &["response.service.serviceArn"])];
const LISTENER: &[Effect] = &[whole("AWS::ElasticLoadBalancingV2::Listener")];
const TARGETS: &[Effect] = &[named(
    "AWS::ElasticLoadBalancingV2::TargetGroup",
    &["response.targetGroups[].targetGroupArn", "request.targetGroupArn"],
)];
const SCALED: &[Effect] = &[named("AWS::AutoScaling::AutoScalingGroup", &["request.autoScalingGroupName"])];
const ALARM: &[Effect] = &[named("AWS::CloudWatch::Alarm", &["request.alarmName", "request.alarmNames[]"])];
const ALARMS: &[Effect] = &[whole("AWS::CloudWatch::Alarm"), whole("AWS::CloudWatch::CompositeAlarm")];
const SECRET: &[Effect] = &[named("AWS::SecretsManager::Secret", &["response.arn", "response.aRN"])];
const PARAMETER: &[Effect] = &[named("AWS::SSM::Parameter", &["request.name", "request.names[]"])];

const ROLE: Effect = named("AWS::IAM::Role", &["request.roleName", "response.role.roleName"]);
const USER: Effect = named("AWS::IAM::User", &["request.userName"]);
const GROUP: Effect = named("AWS::IAM::Group", &["request.groupName"]);
const POLICY: Effect = named("AWS::IAM::ManagedPolicy", &["response.policy.arn", "request.policyArn"]);
const PROFILE: Effect = named("AWS::IAM::InstanceProfile", &["request.instanceProfileName"]);
const ACCESS_KEY: Effect = named("AWS::IAM::AccessKey", &["response.accessKey.accessKeyId", "request.accessKeyId"]);
/// It counts everybody and everything in the account.
const SUMMARY: Effect = whole("Pantheon::IAM::AccountSummary");

/// What each call changes.
pub(super) const CALLS: &[Calls] = &[
    calls("s3", &["CreateBucket", "DeleteBucket*", "PutBucket*"], BUCKET),
    calls("s3", &["PutEncryptionConfiguration", "PutLifecycleConfiguration", "PutReplicationConfiguration"], BUCKET),
    calls("s3", &["PutAccelerateConfiguration", "PutObjectLockConfiguration"], BUCKET),
    calls("s3", &["PutPublicAccessBlock", "DeletePublicAccessBlock"], BUCKET),
    calls("lambda", &["CreateFunction2*", "DeleteFunction2*", "UpdateFunctionCode*"], FUNCTION),
    calls("lambda", &["UpdateFunctionConfiguration*", "AddPermission*", "RemovePermission*"], FUNCTION),
    calls("lambda", &["PutFunctionConcurrency*", "DeleteFunctionConcurrency*"], FUNCTION),
    calls("lambda", &["TagResource*", "UntagResource*"], TAGGED_FUNCTION),
    calls("lambda", &["CreateEventSourceMapping*", "UpdateEventSourceMapping*", "DeleteEventSourceMapping*"], MAPPING),
    calls("rds", &["CreateDBInstance*", "ModifyDBInstance", "DeleteDBInstance", "StartDBInstance"], DATABASE),
    calls("rds", &["StopDBInstance", "RebootDBInstance", "PromoteReadReplica", "RestoreDBInstance*"], DATABASE),
    calls("rds", &["CreateDBCluster", "ModifyDBCluster", "StartDBCluster", "StopDBCluster"], CLUSTER),
    calls("rds", &["RestoreDBCluster*", "DeleteDBCluster"], CLUSTER),
    calls("rds", &["FailoverDBCluster"], FAILED_OVER),
    calls("rds", &["CreateDBSnapshot", "DeleteDBSnapshot", "ModifyDBSnapshot*"], SNAPSHOT),
    calls("rds", &["CreateDBClusterSnapshot", "DeleteDBClusterSnapshot", "ModifyDBClusterSnapshot*"], CLUSTER_SNAPSHOT),
    calls("rds", &["CreateDBSubnetGroup", "ModifyDBSubnetGroup", "DeleteDBSubnetGroup"], SUBNET_GROUP),
    calls("dynamodb", &["CreateTable", "DeleteTable", "UpdateTable", "UpdateTimeToLive"], TABLE),
    calls("dynamodb", &["UpdateContinuousBackups"], TABLE),
    calls("dynamodb", &["RestoreTable*"], RESTORED_TABLE),
    calls("dynamodb", &["TagResource", "UntagResource"], TAGGED_TABLE),
    calls("iam", &["CreateRole", "DeleteRole", "CreateServiceLinkedRole", "DeleteServiceLinkedRole"], &[ROLE, SUMMARY]),
    calls("iam", &["UpdateRole*", "UpdateAssumeRolePolicy", "PutRole*", "DeleteRolePolicy"], &[ROLE]),
    calls("iam", &["DeleteRolePermissionsBoundary", "TagRole", "UntagRole"], &[ROLE]),
    calls("iam", &["AttachRolePolicy", "DetachRolePolicy"], &[ROLE, POLICY]),
    calls("iam", &["CreateUser", "DeleteUser"], &[USER, SUMMARY]),
    // A user who is called otherwise takes keys and groups along.
    calls("iam", &["UpdateUser"], &[whole("AWS::IAM::User"), whole("AWS::IAM::AccessKey")]),
    calls("iam", &["PutUser*", "DeleteUserPolicy", "DeleteUserPermissionsBoundary", "TagUser", "UntagUser"], &[USER]),
    calls("iam", &["CreateLoginProfile", "UpdateLoginProfile", "DeleteLoginProfile"], &[USER]),
    calls("iam", &["EnableMFADevice", "DeactivateMFADevice"], &[USER, SUMMARY]),
    calls("iam", &["AttachUserPolicy", "DetachUserPolicy"], &[USER, POLICY]),
    calls("iam", &["AddUserToGroup", "RemoveUserFromGroup"], &[USER, GROUP]),
    calls("iam", &["CreateAccessKey", "DeleteAccessKey", "UpdateAccessKey"], &[ACCESS_KEY, SUMMARY]),
    calls("iam", &["CreateGroup", "DeleteGroup"], &[GROUP, SUMMARY]),
    calls("iam", &["PutGroupPolicy", "DeleteGroupPolicy"], &[GROUP]),
    calls("iam", &["UpdateGroup"], &[whole("AWS::IAM::Group"), whole("AWS::IAM::User")]),
    calls("iam", &["AttachGroupPolicy", "DetachGroupPolicy"], &[GROUP, POLICY]),
    calls("iam", &["CreatePolicy", "DeletePolicy"], &[POLICY, SUMMARY]),
    calls("iam", &["CreatePolicyVersion", "DeletePolicyVersion", "SetDefaultPolicyVersion"], &[POLICY]),
    calls("iam", &["TagPolicy", "UntagPolicy"], &[POLICY]),
    calls("iam", &["CreateInstanceProfile", "DeleteInstanceProfile"], &[PROFILE, SUMMARY]),
    calls("iam", &["AddRoleToInstanceProfile", "RemoveRoleFromInstanceProfile"], &[PROFILE]),
    calls("iam", &["TagInstanceProfile", "UntagInstanceProfile"], &[PROFILE]),
    calls("iam", &["UpdateAccountPasswordPolicy", "DeleteAccountPasswordPolicy"], &[SUMMARY]),
    calls("iam", &["CreateAccountAlias", "DeleteAccountAlias"], &[SUMMARY]),
    calls("cloudformation", &["CreateStack", "UpdateStack", "ContinueUpdateRollback"], STACK),
    calls("cloudformation", &["UpdateTerminationProtection", "SetStackPolicy"], STACK),
    // These may name the stack as people do; its changes of state name it as we do.
    calls("cloudformation", &["DeleteStack", "ExecuteChangeSet", "CancelUpdateStack"], STACKS),
    calls(
        "cloudformation",
        &["CreateChangeSet", "DeleteChangeSet", "Detect*", "SignalResource", "ValidateTemplate"],
        &[],
    ),
    calls("apigateway", &["CreateRestApi", "DeleteRestApi", "UpdateRestApi", "ImportRestApi", "PutRestApi"], REST_API),
    calls("apigateway", &["CreateApi", "DeleteApi", "UpdateApi", "ImportApi", "ReimportApi"], HTTP_API),
    calls("apigateway", &["CreateStage", "UpdateStage", "DeleteStage", "CreateDeployment"], API_STAGES),
    calls("sqs", &["CreateQueue", "DeleteQueue", "SetQueueAttributes", "TagQueue", "UntagQueue"], QUEUE),
    calls("sqs", &["AddPermission", "RemovePermission"], QUEUE),
    calls("sns", &["CreateTopic", "DeleteTopic", "SetTopicAttributes", "TagResource", "UntagResource"], TOPIC),
    calls("sns", &["AddPermission", "RemovePermission"], TOPIC),
    calls("sns", &["Subscribe", "Unsubscribe", "ConfirmSubscription"], &[whole("AWS::SNS::Subscription")]),
    calls("kms", &["CreateKey", "ScheduleKeyDeletion", "CancelKeyDeletion", "EnableKey*", "DisableKey*"], KEY),
    calls("kms", &["PutKeyPolicy", "UpdateKeyDescription", "RotateKeyOnDemand", "TagResource", "UntagResource"], KEY),
    calls("kms", &["CreateAlias", "DeleteAlias", "UpdateAlias"], &[named("AWS::KMS::Alias", &["request.aliasName"])]),
    calls("ecs", &["CreateCluster", "DeleteCluster", "UpdateCluster*", "PutClusterCapacityProviders"], ECS_CLUSTER),
    calls("ecs", &["CreateService", "UpdateService*", "DeleteService"], ECS_SERVICE),
    calls("elasticloadbalancing", &["CreateListener", "ModifyListener*", "DeleteListener", "CreateRule"], LISTENER),
    calls("elasticloadbalancing", &["ModifyRule", "DeleteRule", "SetRulePriorities"], LISTENER),
    calls("elasticloadbalancing", &["CreateTargetGroup", "ModifyTargetGroup*", "DeleteTargetGroup"], TARGETS),
    calls("elasticloadbalancing", &["RegisterTargets", "DeregisterTargets"], TARGETS),
    calls("autoscaling", &["CreateAutoScalingGroup", "UpdateAutoScalingGroup", "DeleteAutoScalingGroup"], SCALED),
    calls("autoscaling", &["SetDesiredCapacity", "AttachInstances", "DetachInstances", "SuspendProcesses"], SCALED),
    calls("autoscaling", &["ResumeProcesses", "EnterStandby", "ExitStandby", "AttachLoadBalancer*"], SCALED),
    calls("monitoring", &["PutMetricAlarm", "EnableAlarmActions", "DisableAlarmActions"], ALARM),
    calls("monitoring", &["PutCompositeAlarm"], &[named("AWS::CloudWatch::CompositeAlarm", &["request.alarmName"])]),
    calls("monitoring", &["DeleteAlarms", "TagResource", "UntagResource"], ALARMS),
    calls("events", &["PutRule", "DeleteRule", "EnableRule", "DisableRule"], &[whole("AWS::Events::Rule")]),
    calls("events", &["PutTargets", "RemoveTargets"], &[whole("AWS::Events::Rule")]),
    calls("events", &["PutPermission", "RemovePermission"], &[whole("AWS::Events::EventBus")]),
    calls(
        "secretsmanager",
        &["CreateSecret", "UpdateSecret*", "DeleteSecret", "RestoreSecret", "RotateSecret"],
        SECRET,
    ),
    calls("secretsmanager", &["PutResourcePolicy", "DeleteResourcePolicy", "TagResource", "UntagResource"], SECRET),
    calls("ssm", &["PutParameter", "DeleteParameter", "DeleteParameters", "LabelParameterVersion"], PARAMETER),
];
