//! Certificates, from `ListCertificates`, `DescribeCertificate` and `ListTagsForCertificate`.
//!
//! The list leaves out all but RSA keys of up to 2,048 bits unless it is asked for every kind. The
//! record that proves a domain is left out: whoever can write it can renew the certificate.

use crate::{
    arn,
    document::{Document, sorted, tags, when},
    listing::{is_one_of, list_each, read_or_note, read_pages},
};
use aws_sdk_acm::{
    Client,
    types::{CertificateDetail, CertificateStatus, CertificateSummary, Filters, KeyAlgorithm},
};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceState,
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::CertificateManager::Certificate");

const OPERATION: &str = "acm:ListCertificates";

/// What AWS answers about a certificate that was deleted since it was listed.
const GONE: &[&str] = &["ResourceNotFoundException"];

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let kinds = KeyAlgorithm::values().iter().map(|kind| KeyAlgorithm::from(*kind)).collect();
    let request = client.list_certificates().includes(Filters::builder().set_key_types(Some(kinds)).build());
    let certificates = read_pages(OPERATION, request.max_items(1_000).into_paginator().items().send()).await;
    list_each(TYPE, OPERATION, certificates, |certificate| read(client, scope, certificate)).await
}

async fn read(client: &Client, scope: &Scope, summary: CertificateSummary) -> Option<Document> {
    let arn = summary.certificate_arn()?;
    let mut document = match client.describe_certificate().certificate_arn(arn).send().await {
        Ok(answer) => document(scope, arn, &summary, answer.certificate()),
        Err(error) if is_one_of(&error, GONE) => return None,
        Err(error) => {
            let mut document = document(scope, arn, &summary, None);
            document.unread("DescribeCertificate", gap_of("acm:DescribeCertificate", &error));
            document
        }
    };

    let answer = client.list_tags_for_certificate().certificate_arn(arn).send().await;
    let answer = read_or_note(&mut document, "Tags", "acm:ListTagsForCertificate", GONE, answer);
    let Some(answer) = answer else { return Some(document) };
    Some(document.tags(tags(answer.tags().iter().map(|tag| (tag.key(), tag.value())))))
}

fn document(scope: &Scope, arn: &str, summary: &CertificateSummary, detail: Option<&CertificateDetail>) -> Document {
    let document = Document::new(TYPE, scope, arn)
        .arn(Some(arn))
        .name(summary.domain_name())
        .properties(json!({"DomainName": summary.domain_name()}));
    let Some(detail) = detail else { return document };
    document
        .state(state(detail.status()), detail.status().map(CertificateStatus::as_str))
        .created_at(when(detail.created_at().or(detail.imported_at())))
        .needs(detail.certificate_authority_arn().and_then(arn::resource))
        .properties(properties(detail))
}

fn properties(detail: &CertificateDetail) -> Value {
    let options = detail.options();
    let validations = detail.domain_validation_options().iter();
    let renewal = detail.renewal_summary().map(|renewal| renewal.renewal_status().as_str());
    json!({
        "CertificateAuthorityArn": detail.certificate_authority_arn(),
        "CertificateExport": options.and_then(|options| options.export()).map(|export| export.as_str()),
        "DomainName": detail.domain_name(),
        "DomainValidationOptions": sorted(validations.map(|option| json!({
            "DomainName": option.domain_name(),
            "ValidationDomain": option.validation_domain(),
            "ValidationMethod": option.validation_method().map(|method| method.as_str()),
            "ValidationStatus": option.validation_status().map(|status| status.as_str()),
        }))),
        "FailureReason": detail.failure_reason().map(|reason| reason.as_str()),
        "InUseBy": sorted(detail.in_use_by()),
        "Issuer": detail.issuer(),
        "KeyAlgorithm": detail.key_algorithm().map(|algorithm| algorithm.as_str()),
        "NotAfter": when(detail.not_after()),
        "NotBefore": when(detail.not_before()),
        "RenewalEligibility": detail.renewal_eligibility().map(|eligibility| eligibility.as_str()),
        "RenewalStatus": renewal,
        "SignatureAlgorithm": detail.signature_algorithm(),
        "SubjectAlternativeNames": sorted(detail.subject_alternative_names()),
        "Type": detail.r#type().map(|kind| kind.as_str()),
    })
}

fn state(status: Option<&CertificateStatus>) -> ResourceState {
    match status {
        Some(CertificateStatus::PendingValidation) => ResourceState::Creating,
        Some(
            CertificateStatus::Expired
            | CertificateStatus::Failed
            | CertificateStatus::Revoked
            | CertificateStatus::ValidationTimedOut,
        ) => ResourceState::Failed,
        _ => ResourceState::Active,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};
    use pantheon_core::collect::GapReason;

    const ARN: &str = "arn:aws:acm:eu-west-1:111111111111:certificate/12345678";

    /// From the API reference of `ListCertificates`.
    const CERTIFICATES: &str = r#"{"CertificateSummaryList": [{
        "CertificateArn": "arn:aws:acm:eu-west-1:111111111111:certificate/12345678", "DomainName": "example.com"}]}"#;

    /// From the API reference of `DescribeCertificate`.
    const DETAIL: &str = r#"{"Certificate": {
        "CertificateArn": "arn:aws:acm:eu-west-1:111111111111:certificate/12345678", "CreatedAt": 1767225600,
        "DomainName": "example.com", "SubjectAlternativeNames": ["www.example.com", "example.com"],
        "DomainValidationOptions": [{"DomainName": "example.com", "ValidationDomain": "example.com",
            "ValidationMethod": "DNS", "ValidationStatus": "SUCCESS",
            "ResourceRecord": {"Name": "_x.example.com.", "Type": "CNAME", "Value": "_y.acm-validations.aws."}}],
        "InUseBy": ["arn:aws:cloudfront::111111111111:distribution/E12KXPQHVLSYVC"],
        "IssuedAt": 1767225700, "Issuer": "Amazon", "KeyAlgorithm": "EC_prime256v1",
        "NotAfter": 1798761600, "NotBefore": 1767225600, "RenewalEligibility": "ELIGIBLE",
        "Options": {"Export": "DISABLED"},
        "Serial": "07:71", "SignatureAlgorithm": "SHA256WITHRSA", "Status": "ISSUED", "Type": "AMAZON_ISSUED"}}"#;

    const DENIED: &str = r#"{"__type": "AccessDeniedException", "Message": "not authorized"}"#;

    async fn look(detail: (u16, &str), tags: (u16, &str)) -> (Listing, Vec<String>) {
        let wire = Wire::default()
            .on(&["CertificateManager.ListCertificates"], 200, CERTIFICATES)
            .on(&["CertificateManager.DescribeCertificate", "12345678"], detail.0, detail.1)
            .on(&["CertificateManager.ListTagsForCertificate"], tags.0, tags.1);
        let listing = list(&Client::new(&wire.session()), &scope("acm")).await;
        (listing, wire.requests())
    }

    #[tokio::test]
    async fn documents_a_certificate_of_whatever_kind_of_key() {
        let tags = r#"{"Tags": [{"Key": "env", "Value": "prod"}]}"#;
        let (listing, requests) = look((200, DETAIL), (200, tags)).await;

        assert!(requests[0].contains("EC_prime256v1") && requests[0].contains("RSA_4096"), "{}", requests[0]);
        assert_eq!(
            found(&listing),
            json!([{
                "resource_type": "AWS::CertificateManager::Certificate",
                "region": "eu-west-1",
                "native_id": ARN,
                "arn": ARN,
                "name": "example.com",
                "state": "active",
                "native_state": "ISSUED",
                "dependencies": [],
                "tags": {"env": "prod"},
                "created_at": "2026-01-01T00:00:00Z",
                "properties": {
                    "CertificateExport": "DISABLED",
                    "DomainName": "example.com",
                    "DomainValidationOptions": [{
                        "DomainName": "example.com", "ValidationDomain": "example.com", "ValidationMethod": "DNS",
                        "ValidationStatus": "SUCCESS",
                    }],
                    "InUseBy": ["arn:aws:cloudfront::111111111111:distribution/E12KXPQHVLSYVC"],
                    "Issuer": "Amazon",
                    "KeyAlgorithm": "EC_prime256v1",
                    "NotAfter": "2027-01-01T00:00:00Z",
                    "NotBefore": "2026-01-01T00:00:00Z",
                    "RenewalEligibility": "ELIGIBLE",
                    "SignatureAlgorithm": "SHA256WITHRSA",
                    "SubjectAlternativeNames": ["example.com", "www.example.com"],
                    "Type": "AMAZON_ISSUED",
                },
            }])
        );
    }

    #[tokio::test]
    async fn keeps_a_certificate_of_which_only_the_list_is_told() {
        let (listing, _) = look((400, DENIED), (400, DENIED)).await;

        assert_eq!(listing.found[0].properties["Unread"], json!(["DescribeCertificate", "Tags"]));
        assert!(listing.gaps.iter().all(|gap| gap.reason == GapReason::Denied));
    }

    #[test]
    fn has_failed_when_nobody_can_trust_it() {
        assert_eq!(state(Some(&CertificateStatus::PendingValidation)), ResourceState::Creating);
        assert_eq!(state(Some(&CertificateStatus::Expired)), ResourceState::Failed);
        assert_eq!(state(Some(&CertificateStatus::Inactive)), ResourceState::Active);
    }
}
