//! No handler acts without a caller.

use crate::{
    openapi::operations,
    repository::{expect_none, functions, read},
};
use anyhow::Result;
use pantheon_core::permission::Permission;

#[test]
fn every_operation_that_is_not_public_asks_who_calls() -> Result<()> {
    let mut wrong = Vec::new();
    for operation in operations()?.into_iter().filter(|operation| !operation.is_public) {
        let Some(function) = functions()?.into_iter().find(|function| function.name == operation.id) else { continue };
        let path = format!("functions/{}/src/{}.rs", function.context, function.name.replace('-', "_"));
        let handler = read(&path)?;
        if !handler.contains("request.permit(") && !handler.contains("request.caller()") {
            wrong.push(path);
        }
    }
    expect_none("handlers that ask neither for a permission nor for the caller", wrong);
    Ok(())
}

#[test]
fn every_operation_that_is_not_public_declares_a_permission_that_exists_or_none() -> Result<()> {
    let mut wrong = Vec::new();
    for operation in operations()?.into_iter().filter(|operation| !operation.is_public) {
        let Some(scopes) = operation.description["security"][0]["bearer"].as_array() else {
            wrong.push(format!("{} does not say that it asks for a bearer token", operation.id));
            continue;
        };
        let unknown = scopes.iter().filter(|scope| {
            scope.as_str().is_none_or(|scope| Permission::ALL.iter().all(|permission| permission.as_str() != scope))
        });
        wrong.extend(unknown.map(|scope| format!("{} asks for {scope}, which is no permission", operation.id)));
    }
    expect_none("operations that ask for what nobody can hold", wrong);
    Ok(())
}
