//! Routes of the templates and operations of the API are the same, and none is open by mistake.

use crate::{
    openapi::{Operation, operations},
    repository::{Function, expect_none, functions},
    template::{Template, reference},
};
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};

/// The only routes that anybody may call; `infra/rules/pantheon.py` holds the same list.
const PUBLIC: &[&str] = &[
    "GET /.well-known/jwks.json",
    "GET /v1/auth/oauth/{provider}/callback",
    "GET /v1/auth/oauth/{provider}/start",
    "POST /v1/auth/login",
    "POST /v1/auth/oauth/redeem",
    "POST /v1/auth/refresh",
    "POST /v1/auth/register",
    "POST /v1/auth/token/exchange",
];

/// A route of a template.
struct Route {
    template: String,
    key: String,
    function: Function,
    guarded: bool,
}

fn routes() -> Result<Vec<Route>> {
    let mut routes = Vec::new();
    let known: BTreeMap<(String, String), Function> =
        functions()?.into_iter().map(|function| ((function.template(), function.stem()), function)).collect();
    for template in Template::load_all()?.into_values() {
        for route in template.of_kind("AWS::ApiGatewayV2::Route") {
            let stem = route.name.trim_end_matches("Route").to_owned();
            let properties = route.properties;
            let unknown = Function { context: String::new(), name: format!("the program of {}", route.name) };
            routes.push(Route {
                key: properties["RouteKey"].as_str().unwrap_or_default().to_owned(),
                function: known.get(&(template.path.clone(), stem)).cloned().unwrap_or(unknown),
                guarded: properties["AuthorizationType"] == "CUSTOM"
                    && reference(&properties["AuthorizerId"]).is_some(),
                template: template.path.clone(),
            });
        }
    }
    Ok(routes)
}

fn is_http(route: &Route) -> bool {
    route.key.contains(' ')
}

#[test]
fn every_route_is_an_operation_and_the_reverse() -> Result<()> {
    let mut operations: BTreeMap<String, Operation> =
        operations()?.into_iter().map(|operation| (operation.id.clone(), operation)).collect();
    let mut wrong = Vec::new();
    for route in routes()?.iter().filter(|route| is_http(route)) {
        match operations.remove(&route.function.name) {
            None => wrong.push(format!("{}: {} has no operation {}", route.template, route.key, route.function.name)),
            Some(operation) if operation.route() != route.key => {
                let Operation { id, .. } = &operation;
                wrong.push(format!(
                    "{}: {id} is {} but its operation says {}",
                    route.template,
                    route.key,
                    operation.route()
                ));
            }
            Some(_) => {}
        }
    }
    wrong.extend(
        operations.into_values().map(|left| format!("the operation {} ({}) has no route", left.id, left.route())),
    );
    expect_none("routes and operations", wrong);
    Ok(())
}

#[test]
fn every_route_has_an_authorizer_or_is_public() -> Result<()> {
    let mut wrong = Vec::new();
    for route in routes()?.iter().filter(|route| is_http(route) || route.key == "$connect") {
        let public = PUBLIC.contains(&route.key.as_str());
        if public == route.guarded {
            let said = if route.guarded { "public, yet it has an authorizer" } else { "neither guarded nor public" };
            wrong.push(format!("{}: {} is {said}", route.template, route.key));
        }
    }
    expect_none("routes without the right guard", wrong);
    Ok(())
}

#[test]
fn the_api_says_which_operations_are_public() -> Result<()> {
    let public = operations()?.into_iter().filter(|operation| operation.is_public).map(|operation| operation.route());
    assert_eq!(public.collect::<BTreeSet<_>>(), PUBLIC.iter().map(|route| (*route).to_owned()).collect());
    Ok(())
}

#[test]
fn every_route_reaches_its_own_function() -> Result<()> {
    let mut wrong = Vec::new();
    for template in Template::load_all()?.values() {
        for route in template.of_kind("AWS::ApiGatewayV2::Route") {
            let stem = route.name.trim_end_matches("Route");
            let key = route.properties["RouteKey"].as_str().unwrap_or_default();
            let target = route.properties["Target"].to_string();
            if !target.contains(&format!("${{{stem}Integration}}")) {
                wrong.push(format!("{}: {} does not lead to {stem}Integration", template.path, route.name));
            }
            let integration = template.find("AWS::ApiGatewayV2::Integration", &format!("{stem}Integration"));
            let uri = integration.map(|integration| integration.properties["IntegrationUri"].to_string());
            if !uri.unwrap_or_default().contains(&format!("{stem}Function")) {
                wrong.push(format!("{}: {stem}Integration does not lead to {stem}Function", template.path));
            }
            let permission = template.find("AWS::Lambda::Permission", &format!("{stem}Permission"));
            let source =
                permission.map(|permission| permission.properties["SourceArn"].to_string()).unwrap_or_default();
            if !source.trim_end_matches(['"', '}']).ends_with(&permitted(key)) {
                wrong.push(format!("{}: {stem}Permission permits {source}, not {}", template.path, permitted(key)));
            }
        }
    }
    expect_none("routes that go astray", wrong);
    Ok(())
}

/// Returns what the permission of a route ends with: any stage, the method, the path with `*` for
/// each parameter.
fn permitted(key: &str) -> String {
    let Some((method, path)) = key.split_once(' ') else { return format!("/*/{key}") };
    let segments = path.split('/').map(|segment| if segment.starts_with('{') { "*" } else { segment });
    format!("/*/{method}{}", segments.collect::<Vec<_>>().join("/"))
}
