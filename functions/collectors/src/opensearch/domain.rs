//! Domains, from `ListDomainNames`, `DescribeDomains`, which tells of five at once, and `ListTags`.

use crate::{
    arn,
    document::{Document, json_text, sorted, tags},
    listing::{list_each, read_or_note},
};
use aws_sdk_opensearch::{
    Client,
    types::{AdvancedSecurityOptions, ClusterConfig, DomainStatus, EbsOptions, VpcDerivedInfo},
};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Gap, Listing, Scope},
    resource::{ResourceId, ResourceState},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) const TYPE: TypeName = TypeName::new("AWS::OpenSearchService::Domain");

const OPERATION: &str = "es:DescribeDomains";
const GONE: &[&str] = &["ResourceNotFoundException"];
const SECURITY_GROUP: TypeName = TypeName::new("AWS::EC2::SecurityGroup");
const SUBNET: TypeName = TypeName::new("AWS::EC2::Subnet");
const USER_POOL: TypeName = TypeName::new("AWS::Cognito::UserPool");
const VPC: TypeName = TypeName::new("AWS::EC2::VPC");

/// How many domains one call describes.
const AT_ONCE: usize = 5;

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let (domains, gaps) = domains(client).await;
    let mut listing = list_each(TYPE, OPERATION, (domains, None), |domain| read(client, scope, domain)).await;
    listing.gaps.extend(crate::listing::summed(gaps));
    listing
}

async fn domains(client: &Client) -> (Vec<DomainStatus>, Vec<Gap>) {
    let names: Vec<String> = match client.list_domain_names().send().await {
        Ok(answer) => answer.domain_names().iter().filter_map(|domain| domain.domain_name.clone()).collect(),
        Err(error) => return (Vec::new(), vec![gap_of("es:ListDomainNames", &error)]),
    };
    let (mut domains, mut gaps) = (Vec::new(), Vec::new());
    for some in names.chunks(AT_ONCE) {
        match client.describe_domains().set_domain_names(Some(some.to_vec())).send().await {
            Ok(answer) => domains.extend(answer.domain_status_list),
            Err(error) => gaps.push(gap_of(OPERATION, &error)),
        }
    }
    (domains, gaps)
}

async fn read(client: &Client, scope: &Scope, domain: DomainStatus) -> Option<Document> {
    let mut document = document(scope, &domain);
    let answer = client.list_tags().arn(domain.arn()).send().await;
    match read_or_note(&mut document, "Tags", "es:ListTags", GONE, answer) {
        Some(answer) => Some(document.tags(tags(answer.tag_list().iter().map(|tag| (tag.key(), tag.value()))))),
        None => Some(document),
    }
}

fn document(scope: &Scope, domain: &DomainStatus) -> Document {
    let network = domain.vpc_options();
    let key = domain.encryption_at_rest_options().and_then(|options| options.kms_key_id());
    let cognito = domain.cognito_options();
    Document::new(TYPE, scope, domain.domain_name())
        .arn(Some(domain.arn()))
        .name(Some(domain.domain_name()))
        .state(state(domain), domain.domain_processing_status().map(|status| status.as_str()))
        .needs(arn::key(scope, key))
        .needs(named(domain))
        .needs_here(VPC, network.and_then(|network| network.vpc_id()))
        .needs_here(SUBNET, network.into_iter().flat_map(|network| network.subnet_ids()).map(String::as_str))
        .needs_here(
            SECURITY_GROUP,
            network.into_iter().flat_map(|network| network.security_group_ids()).map(String::as_str),
        )
        .needs_here(USER_POOL, cognito.and_then(|options| options.user_pool_id()))
        .properties(properties(domain))
}

/// Returns what a domain names by its ARN: groups of logs, a role and a certificate.
fn named(domain: &DomainStatus) -> impl Iterator<Item = ResourceId> {
    let logs = domain.log_publishing_options().into_iter().flat_map(|options| options.values());
    let groups = logs.filter_map(|option| option.cloud_watch_logs_log_group_arn());
    let role = domain.cognito_options().and_then(|options| options.role_arn());
    let certificate = domain.domain_endpoint_options().and_then(|options| options.custom_endpoint_certificate_arn());
    groups.chain(role).chain(certificate).filter_map(arn::resource)
}

fn properties(domain: &DomainStatus) -> Value {
    let logs = domain.log_publishing_options().into_iter().flatten().map(|(kind, option)| {
        let group = option.cloud_watch_logs_log_group_arn();
        (kind.as_str().to_owned(), json!({"CloudWatchLogsLogGroupArn": group, "Enabled": option.enabled()}))
    });
    json!({
        "AccessPolicies": domain.access_policies().filter(|policy| !policy.is_empty()).map(json_text),
        "AdvancedSecurityOptions": domain.advanced_security_options().map(security),
        "ClusterConfig": domain.cluster_config().map(cluster),
        "CognitoOptions": domain.cognito_options().map(|options| json!({
            "Enabled": options.enabled(),
            "IdentityPoolId": options.identity_pool_id(),
            "RoleArn": options.role_arn(),
            "UserPoolId": options.user_pool_id(),
        })),
        "DomainEndpointOptions": domain.domain_endpoint_options().map(|options| json!({
            "CustomEndpoint": options.custom_endpoint(),
            "CustomEndpointCertificateArn": options.custom_endpoint_certificate_arn(),
            "CustomEndpointEnabled": options.custom_endpoint_enabled(),
            "EnforceHTTPS": options.enforce_https(),
            "TLSSecurityPolicy": options.tls_security_policy().map(|policy| policy.as_str()),
        })),
        "DomainName": domain.domain_name(),
        "EBSOptions": domain.ebs_options().map(disks),
        "EncryptionAtRestOptions": domain.encryption_at_rest_options().map(|options| json!({
            "Enabled": options.enabled(),
            "KmsKeyId": options.kms_key_id(),
        })),
        "Endpoint": domain.endpoint(),
        "EngineVersion": domain.engine_version(),
        "IPAddressType": domain.ip_address_type().map(|kind| kind.as_str()),
        "LogPublishingOptions": logs.collect::<BTreeMap<_, _>>(),
        "NodeToNodeEncryptionOptions": {
            "Enabled": domain.node_to_node_encryption_options().and_then(|options| options.enabled()),
        },
        "ServiceSoftwareOptions": {
            "UpdateAvailable": domain.service_software_options().and_then(|options| options.update_available()),
        },
        "SnapshotOptions": {
            "AutomatedSnapshotStartHour":
                domain.snapshot_options().and_then(|options| options.automated_snapshot_start_hour()),
        },
        "SoftwareUpdateOptions": {
            "AutoSoftwareUpdateEnabled":
                domain.software_update_options().and_then(|options| options.auto_software_update_enabled()),
        },
        "VPCOptions": domain.vpc_options().map(network),
    })
}

fn security(options: &AdvancedSecurityOptions) -> Value {
    json!({
        "AnonymousAuthEnabled": options.anonymous_auth_enabled(),
        "Enabled": options.enabled(),
        "InternalUserDatabaseEnabled": options.internal_user_database_enabled(),
        "SAMLOptions": {"Enabled": options.saml_options().and_then(|saml| saml.enabled())},
    })
}

fn cluster(config: &ClusterConfig) -> Value {
    json!({
        "ColdStorageOptions": {"Enabled": config.cold_storage_options().map(|cold| cold.enabled())},
        "DedicatedMasterCount": config.dedicated_master_count(),
        "DedicatedMasterEnabled": config.dedicated_master_enabled(),
        "DedicatedMasterType": config.dedicated_master_type().map(|kind| kind.as_str()),
        "InstanceCount": config.instance_count(),
        "InstanceType": config.instance_type().map(|kind| kind.as_str()),
        "MultiAZWithStandbyEnabled": config.multi_az_with_standby_enabled(),
        "WarmCount": config.warm_count(),
        "WarmEnabled": config.warm_enabled(),
        "WarmType": config.warm_type().map(|kind| kind.as_str()),
        "ZoneAwarenessConfig": {
            "AvailabilityZoneCount": config.zone_awareness_config().and_then(|zones| zones.availability_zone_count()),
        },
        "ZoneAwarenessEnabled": config.zone_awareness_enabled(),
    })
}

fn disks(options: &EbsOptions) -> Value {
    json!({
        "EBSEnabled": options.ebs_enabled(),
        "Iops": options.iops(),
        "Throughput": options.throughput(),
        "VolumeSize": options.volume_size(),
        "VolumeType": options.volume_type().map(|kind| kind.as_str()),
    })
}

fn network(network: &VpcDerivedInfo) -> Value {
    json!({
        "SecurityGroupIds": sorted(network.security_group_ids()),
        "SubnetIds": sorted(network.subnet_ids()),
        "VPCId": network.vpc_id(),
    })
}

/// Three flags say what one status says where there is one.
fn state(domain: &DomainStatus) -> ResourceState {
    if domain.deleted() == Some(true) {
        return ResourceState::Deleting;
    }
    if domain.created() == Some(false) {
        return ResourceState::Creating;
    }
    let is_changing = domain.processing() == Some(true) || domain.upgrade_processing() == Some(true);
    if is_changing { ResourceState::Updating } else { ResourceState::Active }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `DescribeDomains`.
    const DOMAINS: &str = r#"{"DomainStatusList": [{
        "DomainId": "111111111111/logs", "DomainName": "logs", "ARN": "arn:aws:es:eu-west-1:111111111111:domain/logs",
        "Created": true, "Deleted": false, "Processing": false, "UpgradeProcessing": false,
        "EngineVersion": "OpenSearch_2.13", "DomainProcessingStatus": "Active",
        "ClusterConfig": {"InstanceType": "t3.small.search", "InstanceCount": 1, "DedicatedMasterEnabled": false,
            "ZoneAwarenessEnabled": false, "WarmEnabled": false, "ColdStorageOptions": {"Enabled": false}},
        "EBSOptions": {"EBSEnabled": true, "VolumeType": "gp3", "VolumeSize": 10},
        "AccessPolicies": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"}}]}",
        "VPCOptions": {"VPCId": "vpc-1", "SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]},
        "EncryptionAtRestOptions": {"Enabled": true, "KmsKeyId": "arn:aws:kms:eu-west-1:111111111111:key/abcd"},
        "NodeToNodeEncryptionOptions": {"Enabled": false},
        "LogPublishingOptions": {"AUDIT_LOGS": {"Enabled": true,
            "CloudWatchLogsLogGroupArn": "arn:aws:logs:eu-west-1:111111111111:log-group:/search/audit"}},
        "DomainEndpointOptions": {"EnforceHTTPS": true, "TLSSecurityPolicy": "Policy-Min-TLS-1-2-2019-07"},
        "AdvancedSecurityOptions": {"Enabled": false, "InternalUserDatabaseEnabled": false},
        "ServiceSoftwareOptions": {"UpdateAvailable": true, "AutomatedUpdateDate": 1700000000}}]}"#;

    fn wire() -> Wire {
        Wire::default()
            .on(
                &["/2021-01-01/domain"],
                200,
                r#"{"DomainNames": [{"DomainName": "logs", "EngineType": "OpenSearch"}]}"#,
            )
            .on(&["/2021-01-01/opensearch/domain-info", "logs"], 200, DOMAINS)
    }

    #[tokio::test]
    async fn documents_a_domain() {
        let tags = r#"{"TagList": [{"Key": "team", "Value": "ops"}]}"#;
        let wire = wire().on(&["/2021-01-01/tags"], 200, tags);

        let listing = list(&Client::new(&wire.session()), &scope("opensearch")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::OpenSearchService::Domain",
                "region": "eu-west-1",
                "native_id": "logs",
                "arn": "arn:aws:es:eu-west-1:111111111111:domain/logs",
                "name": "logs",
                "state": "active",
                "native_state": "Active",
                "dependencies": [
                    "111111111111:eu-west-1:AWS.EC2.SecurityGroup:sg-1",
                    "111111111111:eu-west-1:AWS.EC2.Subnet:subnet-1",
                    "111111111111:eu-west-1:AWS.EC2.VPC:vpc-1",
                    "111111111111:eu-west-1:AWS.KMS.Key:abcd",
                    "111111111111:eu-west-1:AWS.Logs.LogGroup:~2Fsearch~2Faudit",
                ],
                "tags": {"team": "ops"},
                "created_at": null,
                "properties": {
                    "AccessPolicies": {
                        "Version": "2012-10-17",
                        "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}}],
                    },
                    "AdvancedSecurityOptions": {"Enabled": false, "InternalUserDatabaseEnabled": false},
                    "ClusterConfig": {
                        "ColdStorageOptions": {"Enabled": false},
                        "DedicatedMasterEnabled": false,
                        "InstanceCount": 1,
                        "InstanceType": "t3.small.search",
                        "WarmEnabled": false,
                        "ZoneAwarenessEnabled": false,
                    },
                    "DomainEndpointOptions":
                        {"EnforceHTTPS": true, "TLSSecurityPolicy": "Policy-Min-TLS-1-2-2019-07"},
                    "DomainName": "logs",
                    "EBSOptions": {"EBSEnabled": true, "VolumeSize": 10, "VolumeType": "gp3"},
                    "EncryptionAtRestOptions":
                        {"Enabled": true, "KmsKeyId": "arn:aws:kms:eu-west-1:111111111111:key/abcd"},
                    "EngineVersion": "OpenSearch_2.13",
                    "LogPublishingOptions": {"AUDIT_LOGS": {
                        "CloudWatchLogsLogGroupArn": "arn:aws:logs:eu-west-1:111111111111:log-group:/search/audit",
                        "Enabled": true,
                    }},
                    "NodeToNodeEncryptionOptions": {"Enabled": false},
                    "ServiceSoftwareOptions": {"UpdateAvailable": true},
                    "VPCOptions": {"SecurityGroupIds": ["sg-1"], "SubnetIds": ["subnet-1"], "VPCId": "vpc-1"},
                },
            }])
        );
    }

    #[tokio::test]
    async fn keeps_a_domain_whose_tags_it_may_not_read() {
        let denied = r#"{"__type": "AccessDeniedException", "message": "no"}"#;
        let wire = wire().on(&["/2021-01-01/tags"], 403, denied);

        let listing = list(&Client::new(&wire.session()), &scope("opensearch")).await;

        assert_eq!(listing.found[0].properties["Unread"], json!(["Tags"]));
        assert_eq!(listing.gaps[0].reason, GapReason::Denied);
    }
}
