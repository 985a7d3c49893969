//! Which role may do what: the table in `docs/ROLES.md`, made from the operations and the roles.

use crate::{
    openapi::{Operation, operations},
    repository::{expect_none, functions, is_current, read},
};
use anyhow::Result;
use pantheon_core::permission::{Permission, Role};
use std::fmt::Write as _;

const PATH: &str = "docs/ROLES.md";

const HEAD: &str = "# Who may do what

One row per operation, one column per built-in role; `anybody` is who has not signed in.
A tenant's own roles permit what their permissions say, by the second column.
Written by `make openapi` from the handlers and the roles; `tests/contract` compares it with them, and
`tests/local/test_roles.py` tries every cell on the deployed platform.

";

/// Names a role as the API does.
fn name(role: Role) -> Result<String> {
    Ok(serde_json::to_value(role)?.as_str().unwrap_or_default().to_owned())
}

/// Lists the permissions that an operation declares; none where signing in is enough.
fn declared(operation: &Operation) -> Vec<&str> {
    let ways = operation.description["security"].as_array().into_iter().flatten();
    let scopes =
        ways.filter_map(|way| way.as_object()).flat_map(|way| way.values()).filter_map(|scopes| scopes.as_array());
    scopes.flatten().filter_map(|scope| scope.as_str()).collect()
}

fn may(role: Role, operation: &Operation) -> bool {
    let held = role.permissions();
    operation.is_public
        || declared(operation).iter().all(|scope| scope.parse().is_ok_and(|scope: Permission| held.contains(&scope)))
}

fn cell(allowed: bool) -> &'static str {
    if allowed { "yes" } else { "–" }
}

fn table() -> Result<String> {
    let names = Role::ALL.iter().map(|role| name(*role)).collect::<Result<Vec<_>>>()?;
    let mut text = format!("{HEAD}| Operation | Route | Needs | anybody | {} |\n", names.join(" | "));
    writeln!(text, "|---|---|---|{}", "---|".repeat(names.len() + 1))?;
    for operation in operations()? {
        let declared = declared(&operation).join(", ");
        let needs = if operation.is_public {
            "nothing"
        } else if declared.is_empty() {
            "to sign in"
        } else {
            &declared
        };
        let cells: Vec<&str> = Role::ALL.iter().map(|role| cell(may(*role, &operation))).collect();
        let (id, route, public) = (&operation.id, operation.route(), cell(operation.is_public));
        writeln!(text, "| `{id}` | {route} | {needs} | {public} | {} |", cells.join(" | "))?;
    }
    Ok(text)
}

#[test]
fn the_table_of_roles_is_made_from_the_handlers() -> Result<()> {
    assert!(is_current(PATH, &table()?)?, "{PATH} is not what the handlers and roles say; run `make openapi`");
    Ok(())
}

#[test]
fn every_operation_declares_the_permission_that_its_handler_asks_for() -> Result<()> {
    let mut wrong = Vec::new();
    for operation in operations()?.into_iter().filter(|operation| !operation.is_public) {
        let Some(function) = functions()?.into_iter().find(|function| function.name == operation.id) else { continue };
        let path = format!("functions/{}/src/{}.rs", function.context, function.name.replace('-', "_"));
        let handler = read(&path)?;
        // The tests of a handler stand below it and may ask for other permissions.
        let handler = handler.split("#[cfg(test)]").next().unwrap_or_default();
        let asked = handler.split("permit(Permission::").nth(1).and_then(|rest| rest.split(')').next());
        let asked =
            asked.and_then(|asked| Permission::ALL.iter().find(|permission| format!("{permission:?}") == asked));
        let declared = declared(&operation);
        if operation.description["security"].is_null() {
            wrong.push(format!("{path}: {} declares no security", operation.id));
        } else if asked.map(|permission| permission.as_str()).into_iter().collect::<Vec<_>>() != declared {
            wrong.push(format!("{path}: asks for {asked:?} and declares {declared:?}"));
        }
    }
    expect_none("operations that do not say what they need", wrong);
    Ok(())
}
