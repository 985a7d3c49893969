//! Detectors with their features, from `ListDetectors` and `GetDetector`.
//!
//! The older data sources say a part of what the features say, so they are left out.

use crate::{
    arn,
    document::{Document, sorted, tags, when_written},
    listing::{list_each, read_or_note, read_pages},
};
use aws_sdk_guardduty::{
    Client,
    operation::get_detector::GetDetectorOutput,
    types::{DetectorFeatureConfigurationResult, DetectorStatus},
};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceState,
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::GuardDuty::Detector");

const OPERATION: &str = "guardduty:ListDetectors";

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let ids = read_pages(OPERATION, client.list_detectors().into_paginator().items().send()).await;
    list_each(TYPE, OPERATION, ids, |id| read(client, scope, id)).await
}

async fn read(client: &Client, scope: &Scope, id: String) -> Option<Document> {
    let mut document =
        Document::new(TYPE, scope, &id).arn_of("guardduty", &format!("detector/{id}")).properties(json!({}));
    let answer = client.get_detector().detector_id(&id).send().await;
    match read_or_note(&mut document, "Features", "guardduty:GetDetector", &[], answer) {
        Some(answer) => Some(described(document, &answer)),
        None => Some(document),
    }
}

fn described(document: Document, detector: &GetDetectorOutput) -> Document {
    let given = detector.tags().into_iter().flatten();
    document
        .state(ResourceState::Active, detector.status().map(DetectorStatus::as_str))
        .tags(tags(given.map(|(key, value)| (key.as_str(), value.as_str()))))
        .created_at(when_written(detector.created_at()))
        .needs(detector.service_role().and_then(arn::resource))
        .properties(json!({
            "Enable": detector.status() == Some(&DetectorStatus::Enabled),
            "Features": sorted(detector.features().iter().map(feature)),
            "FindingPublishingFrequency":
                detector.finding_publishing_frequency().map(|frequency| frequency.as_str()),
            "ServiceRole": detector.service_role(),
        }))
}

fn feature(feature: &DetectorFeatureConfigurationResult) -> Value {
    json!({
        "AdditionalConfiguration": sorted(feature.additional_configuration().iter().map(|more| json!({
            "Name": more.name().map(|name| name.as_str()),
            "Status": more.status().map(|status| status.as_str()),
        }))),
        "Name": feature.name().map(|name| name.as_str()),
        "Status": feature.status().map(|status| status.as_str()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    /// From the API reference of `GetDetector`.
    const DETECTOR: &str = r#"{
        "createdAt": "2026-01-02T03:04:05.678Z", "updatedAt": "2026-06-01T00:00:00.000Z", "status": "ENABLED",
        "findingPublishingFrequency": "SIX_HOURS", "tags": {"env": "prod"},
        "serviceRole": "arn:aws:iam::111111111111:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty",
        "dataSources": {"cloudTrail": {"status": "ENABLED"}, "dnsLogs": {"status": "ENABLED"}, "flowLogs": {"status": "ENABLED"}},
        "features": [
            {"name": "S3_DATA_EVENTS", "status": "DISABLED", "updatedAt": 1700000000.0},
            {"name": "RUNTIME_MONITORING", "status": "ENABLED", "updatedAt": 1700000000.0, "additionalConfiguration": [
                {"name": "EKS_ADDON_MANAGEMENT", "status": "ENABLED", "updatedAt": 1700000000.0}]}]}"#;

    fn detectors() -> Wire {
        Wire::default().on(
            &["amazonaws.com/detector "],
            200,
            r#"{"detectorIds": ["12abc34d567e8fa901bc2d34e56789f0"]}"#,
        )
    }

    #[tokio::test]
    async fn documents_a_detector() {
        let wire = detectors().on(&["/detector/12abc34d567e8fa901bc2d34e56789f0"], 200, DETECTOR);

        let listing = list(&Client::new(&wire.session()), &scope("guardduty")).await;

        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::GuardDuty::Detector",
                "region": "eu-west-1",
                "native_id": "12abc34d567e8fa901bc2d34e56789f0",
                "arn": "arn:aws:guardduty:eu-west-1:111111111111:detector/12abc34d567e8fa901bc2d34e56789f0",
                "name": null,
                "state": "active",
                "native_state": "ENABLED",
                "dependencies": ["111111111111:global:AWS.IAM.Role:AWSServiceRoleForAmazonGuardDuty"],
                "tags": {"env": "prod"},
                "created_at": "2026-01-02T03:04:05.678Z",
                "properties": {
                    "Enable": true,
                    "Features": [
                        {
                            "AdditionalConfiguration": [{"Name": "EKS_ADDON_MANAGEMENT", "Status": "ENABLED"}],
                            "Name": "RUNTIME_MONITORING",
                            "Status": "ENABLED",
                        },
                        {"Name": "S3_DATA_EVENTS", "Status": "DISABLED"},
                    ],
                    "FindingPublishingFrequency": "SIX_HOURS",
                    "ServiceRole": "arn:aws:iam::111111111111:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty",
                },
            }])
        );
    }

    #[tokio::test]
    async fn finds_nothing_where_nobody_switched_it_on() {
        let wire = Wire::default().on(&["/detector"], 200, r#"{"detectorIds": []}"#);

        let listing = list(&Client::new(&wire.session()), &scope("guardduty")).await;

        assert!(listing.found.is_empty() && listing.gaps.is_empty());
    }

    #[tokio::test]
    async fn keeps_a_detector_that_it_may_not_look_into() {
        let wire = detectors().on(&["/detector/12"], 403, r#"{"__type": "AccessDeniedException", "message": "no"}"#);

        let listing = list(&Client::new(&wire.session()), &scope("guardduty")).await;

        assert_eq!((listing.found.len(), listing.gaps[0].reason), (1, GapReason::Denied));
    }
}
