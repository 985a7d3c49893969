//! The organization itself, from the tree.

use super::Context;
use crate::document::{Document, sorted};
use aws_sdk_organizations::types::{Organization, Root};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::Organizations::Organization");

#[expect(clippy::unused_async, reason = "every type is listed through the same signature")]
pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let mut lister = context.lister(TYPE);
    if let Some(organization) = &context.tree.organization {
        lister.take("organizations:DescribeOrganization", document(scope, organization, context.tree.root.as_ref()));
    }
    lister.done()
}

fn document(scope: &Scope, organization: &Organization, root: Option<&Root>) -> Option<Document> {
    let policies = root.map(|root| root.policy_types()).unwrap_or_default();
    let document = Document::new(TYPE, scope, organization.id()?).arn(organization.arn()).properties(json!({
        "FeatureSet": organization.feature_set().map(|features| features.as_str()),
        "ManagementAccountArn": organization.master_account_arn(),
        "ManagementAccountId": organization.master_account_id(),
        "PolicyTypes": sorted(policies.iter().map(|policy| json!({
            "Status": policy.status().map(|status| status.as_str()),
            "Type": policy.r#type().map(|kind| kind.as_str()),
        }))),
        "RootId": root.and_then(|root| root.id()),
    }));
    Some(document)
}
