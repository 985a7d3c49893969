//! What a request for a part of the graph may ask.

use pantheon_core::{
    Error, Result,
    graph::{Around, GraphFilter},
    resource::ResourceId,
};
use pantheon_lambda::http::Request;

/// The parameters that choose a part of the graph.
pub(crate) const FILTERS: [&str; 6] = ["account_id", "region", "vpc_id", "resource_type", "focus", "depth"];

/// How far away a request may look.
pub(crate) const DEEPEST: u32 = 100;

/// Reads which part of the graph is wanted. A depth without a focus means nothing.
pub(crate) fn filter_of(request: &Request) -> Result<GraphFilter> {
    let depth = depth_of(request)?;
    let focus: Option<ResourceId> = request.query("focus")?;
    Ok(GraphFilter {
        account_id: request.query("account_id")?,
        region: request.query("region")?,
        vpc_id: vpc_id_of(request)?,
        resource_type: request.query("resource_type")?,
        around: focus.map(|focus| Around { focus, depth }),
    })
}

/// Reads how many edges away to look; one if not said.
pub(crate) fn depth_of(request: &Request) -> Result<u32> {
    let Some(text) = request.query_text("depth")? else { return Ok(1) };
    let depth = text.parse().ok().filter(|depth| (1..=DEEPEST).contains(depth));
    depth.ok_or_else(|| Error::invalid("depth", format!("must be a whole number from 1 to {DEEPEST}")))
}

fn vpc_id_of(request: &Request) -> Result<Option<String>> {
    let Some(text) = request.query_text("vpc_id")? else { return Ok(None) };
    let rest = text.strip_prefix("vpc-").filter(|rest| (1..=60).contains(&rest.len()));
    let known = rest.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()));
    known.then(|| Some(text.to_owned())).ok_or_else(|| Error::invalid("vpc_id", "must be the identifier of a VPC"))
}
