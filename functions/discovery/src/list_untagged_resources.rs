//! `GET /v1/aws/tags/untagged`: list the resources that break the tag policy.

use crate::tag_view::UntaggedView;
use pantheon_core::{
    Error, Result,
    aws::{AccountId, Region, ResourceType},
    id::TenantId,
    page::{Page, PageRequest, PageSize},
    permission::Permission,
    resource::Resource,
    scan::{Inventory, ResourceFilter},
    tagging::{Breach, TagKey, TagPolicy, Tagging},
};
use pantheon_lambda::http::{Cursors, Json, Listing, Problem, Request};

/// After how many reads of the inventory a page ends, full or not.
const READS_PER_PAGE: usize = 40;

/// Lists the resources that break a rule, with what is missing or wrong.
///
/// The inventory is judged as it is read, so a page may be short, or even empty, while
/// `next_cursor` says that more may follow.
#[utoipa::path(
    get, path = "/v1/aws/tags/untagged", operation_id = "list-untagged-resources", tag = "tags",
    params(
        ("account_id" = Option<AccountId>, Query, description = "Only of this account.", example = "111111111111"),
        ("region" = Option<Region>, Query, description = "Only of this region.", example = "eu-west-1"),
        ("resource_type" = Option<ResourceType>, Query, description = "Only of this CloudFormation type.", example = "AWS::EC2::Instance"),
        ("key" = Option<String>, Query, description = "Only what breaks a rule about this key.", example = "Owner", min_length = 1, max_length = 128),
        ("owner" = Option<String>, Query, description = "Only of this owner, by the tag that the policy says names the owner.", example = "team-payments"),
        ("page_size" = Option<i64>, Query, description = "How many at most, 50 if not said, 1000 at most.", example = 50),
        ("cursor" = Option<String>, Query, description = "The `next_cursor` of the page before."),
    ),
    responses(
        (status = 200, description = "A page of resources that break a rule.", body = Listing<UntaggedView>),
        (status = 400, description = "A filter or the cursor is not valid, or no tag names the owner.", body = Problem),
        (status = 403, description = "The caller may not see resources.", body = Problem),
    ),
    security(("bearer" = ["resources:read"])),
)]
pub async fn handle(
    inventory: &dyn Inventory,
    tagging: &dyn Tagging,
    cursors: &Cursors,
    request: Request,
) -> Result<Json<Listing<UntaggedView>>> {
    let caller = request.permit(Permission::ResourcesRead)?;
    request.known_queries(&["account_id", "region", "resource_type", "key", "owner"])?;
    let wanted = request.page(cursors)?;
    let key: Option<TagKey> = request.query("key")?;
    let policy = tagging.tag_policy(&caller.tenant).await?;
    let filter = filter_of(&request, &policy)?;

    let search = Search { inventory, tenant: &caller.tenant, filter: &filter, policy: &policy, key: key.as_ref() };
    let page = search.page(wanted).await?;

    Json::page(
        &request,
        cursors,
        page.map(|(resource, breaches)| UntaggedView::of(resource, breaches, &policy.meanings)),
    )
}

fn filter_of(request: &Request, policy: &TagPolicy) -> Result<ResourceFilter> {
    let owner = request.query_text("owner")?.map(|owner| match &policy.meanings.owner {
        Some(key) => Ok((key.as_str().to_owned(), Some(owner.to_owned()))),
        None => Err(Error::invalid(
            "owner",
            "the tag policy does not say which tag names the owner; say so with PUT /v1/aws/tag-policy",
        )),
    });
    Ok(ResourceFilter {
        account_id: request.query("account_id")?,
        region: request.query("region")?,
        resource_type: request.query("resource_type")?,
        tag: owner.transpose()?,
        ..ResourceFilter::default()
    })
}

/// What is looked for, and where.
struct Search<'a> {
    inventory: &'a dyn Inventory,
    tenant: &'a TenantId,
    filter: &'a ResourceFilter,
    policy: &'a TagPolicy,
    key: Option<&'a TagKey>,
}

impl Search<'_> {
    /// Reads until a page is full. Each read asks for no more than the page still takes, so that a
    /// page always ends where a read did.
    async fn page(&self, wanted: PageRequest) -> Result<Page<(Resource, Vec<Breach>)>> {
        let mut found = Page { items: Vec::new(), next: None };
        if self.policy.rules.is_empty() {
            return Ok(found);
        }
        let mut after = wanted.after;
        for _ in 0..READS_PER_PAGE {
            let left = i64::try_from(wanted.size.get() - found.items.len()).map_err(Error::internal)?;
            let page = PageRequest { size: PageSize::of(left)?, after: after.take() };
            let read = self.inventory.resources(self.tenant, self.filter, &page).await?;
            found.items.extend(read.items.into_iter().filter_map(|resource| self.broken(resource)));
            found.next = read.next;
            if found.next.is_none() || found.items.len() == wanted.size.get() {
                break;
            }
            after.clone_from(&found.next);
        }
        Ok(found)
    }

    fn broken(&self, resource: Resource) -> Option<(Resource, Vec<Breach>)> {
        let breaches = self.policy.judge(&resource).breaches().into_iter();
        let breaches: Vec<Breach> = breaches.filter(|breach| self.key.is_none_or(|key| *key == breach.key)).collect();
        (!breaches.is_empty()).then_some((resource, breaches))
    }
}
