//! How the registry of an account and region scans images, from `GetRegistryScanningConfiguration`.
//!
//! Every region has such a configuration from the start: one that nobody ever changed is left out.

use crate::{
    document::{Document, sorted},
    listing::{Lister, is_one_of},
};
use aws_sdk_ecr::{
    Client,
    operation::get_registry_scanning_configuration::GetRegistryScanningConfigurationOutput,
    types::{RegistryScanningRule, ScanType},
};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::ECR::RegistryScanningConfiguration");

const OPERATION: &str = "ecr:GetRegistryScanningConfiguration";

/// What a region answers that does not know the operation yet.
const UNKNOWN: &[&str] = &["InvalidAction", "UnknownOperationException"];

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let mut lister = Lister::new(TYPE);
    match client.get_registry_scanning_configuration().send().await {
        Ok(answer) if is_untouched(&answer) => {}
        Ok(answer) => lister.take(OPERATION, Some(document(scope, &answer))),
        Err(error) if is_one_of(&error, UNKNOWN) => {}
        Err(error) => lister.miss(gap_of(OPERATION, &error)),
    }
    lister.done()
}

fn is_untouched(answer: &GetRegistryScanningConfigurationOutput) -> bool {
    let given = answer.scanning_configuration();
    given.is_none_or(|given| given.rules().is_empty() && given.scan_type() != Some(&ScanType::Enhanced))
}

fn document(scope: &Scope, answer: &GetRegistryScanningConfigurationOutput) -> Document {
    let given = answer.scanning_configuration();
    Document::new(TYPE, scope, scope.account_id.as_str()).properties(json!({
        "Rules": sorted(given.iter().flat_map(|given| given.rules()).map(rule)),
        "ScanType": given.and_then(|given| given.scan_type()).map(|kind| kind.as_str()),
    }))
}

fn rule(rule: &RegistryScanningRule) -> Value {
    let filters = rule.repository_filters().iter();
    json!({
        "RepositoryFilters": sorted(filters.map(|filter| json!({
            "Filter": filter.filter(),
            "FilterType": filter.filter_type().as_str(),
        }))),
        "ScanFrequency": rule.scan_frequency().as_str(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Wire, found, scope};

    async fn listing(status: u16, answer: &str) -> Listing {
        let wire = Wire::default().on(&["GetRegistryScanningConfiguration"], status, answer);
        list(&Client::new(&wire.session()), &scope("ecr")).await
    }

    #[tokio::test]
    async fn documents_a_registry_that_scans() {
        // From the API reference of `GetRegistryScanningConfiguration`.
        let answer = r#"{"registryId": "111111111111", "scanningConfiguration": {"scanType": "ENHANCED", "rules": [
            {"scanFrequency": "CONTINUOUS_SCAN", "repositoryFilters": [{"filter": "prod*", "filterType": "WILDCARD"}]}]}}"#;

        assert_eq!(
            found(&listing(200, answer).await),
            json!([{
                "resource_type": "AWS::ECR::RegistryScanningConfiguration",
                "region": "eu-west-1",
                "native_id": "111111111111",
                "arn": null,
                "name": null,
                "state": "active",
                "native_state": null,
                "dependencies": [],
                "tags": {},
                "created_at": null,
                "properties": {
                    "Rules": [{
                        "RepositoryFilters": [{"Filter": "prod*", "FilterType": "WILDCARD"}],
                        "ScanFrequency": "CONTINUOUS_SCAN",
                    }],
                    "ScanType": "ENHANCED",
                },
            }])
        );
    }

    #[tokio::test]
    async fn leaves_out_what_nobody_ever_changed() {
        let answer = r#"{"registryId": "111111111111", "scanningConfiguration": {"scanType": "BASIC", "rules": []}}"#;
        let unknown = r#"{"__type": "InvalidAction", "message": "Unknown action"}"#;

        for (status, answer) in [(200, answer), (400, unknown)] {
            let listing = listing(status, answer).await;
            assert!(listing.found.is_empty() && listing.gaps.is_empty(), "{answer}");
        }
    }
}
