//! No handler acts without a caller.

use crate::{
    openapi::operations,
    repository::{expect_none, functions, read},
};
use anyhow::Result;

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
