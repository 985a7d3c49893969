//! Organizational units, from the tree and `ListTagsForResource`.

use super::{Context, organization, tree::Unit};
use crate::{
    document::{Document, neighbor},
    listing::CALLS_AT_ONCE,
};
use futures::stream::{self, StreamExt};
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
    resource::ResourceId,
};
use serde_json::json;

pub(super) const TYPE: TypeName = TypeName::new("AWS::Organizations::OrganizationalUnit");

const OPERATION: &str = "organizations:ListOrganizationalUnitsForParent";

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let mut lister = context.lister(TYPE);
    let units: Vec<_> = context.tree.units.iter().map(|unit| read(context, scope, unit)).collect();
    let mut documents = stream::iter(units).buffer_unordered(CALLS_AT_ONCE);
    while let Some(document) = documents.next().await {
        lister.take(OPERATION, document);
    }
    lister.done()
}

async fn read(context: &Context, scope: &Scope, Unit { unit, parent }: &Unit) -> Option<Document> {
    let id = unit.id()?;
    let document = Document::new(TYPE, scope, id)
        .arn(unit.arn())
        .name(unit.name())
        .needs(place(context, scope, parent))
        .properties(json!({"Name": unit.name(), "ParentId": parent}));
    Some(context.read_tags(id, document).await)
}

/// Names the unit of this identifier, or for the root the organization, whose root it is.
pub(super) fn place(context: &Context, scope: &Scope, id: &str) -> Option<ResourceId> {
    if id.starts_with("r-") {
        let organization = context.tree.organization.as_ref().and_then(|organization| organization.id());
        return organization.map(|organization| neighbor(scope, organization::TYPE, organization));
    }
    Some(neighbor(scope, TYPE, id))
}
