//! The account as a whole, from `GetAccountSummary`, `GetAccountPasswordPolicy` and
//! `ListAccountAliases`.
//!
//! AWS has no resource for it, so the type is one of our own. It says what only the whole account
//! can be asked: whether the root user has access keys and a second factor.

use super::{ABSENT, Context};
use crate::{
    document::{Document, sorted},
    listing::{Lister, read_or_note},
};
use aws_sdk_iam::Client;
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::{Map, Value, json};

pub(super) const TYPE: TypeName = TypeName::new("Pantheon::IAM::AccountSummary");

const OPERATION: &str = "iam:GetAccountSummary";

pub(super) async fn list(context: &Context, scope: &Scope) -> Listing {
    let mut lister = Lister::new(TYPE);
    match context.client.get_account_summary().send().await {
        Ok(answer) => {
            let entries = answer.summary_map.unwrap_or_default().into_iter();
            let summary: Map<_, _> = entries.map(|(key, count)| (key.as_str().to_owned(), json!(count))).collect();
            lister.take(OPERATION, Some(read(&context.client, scope, summary).await));
        }
        Err(error) => lister.miss(gap_of(OPERATION, &error)),
    }
    lister.done()
}

async fn read(client: &Client, scope: &Scope, summary: Map<String, Value>) -> Document {
    let mut document = Document::new(TYPE, scope, scope.account_id.as_str()).properties(json!({"SummaryMap": summary}));

    let answer = client.get_account_password_policy().send().await;
    let answer = read_or_note(&mut document, "PasswordPolicy", "iam:GetAccountPasswordPolicy", ABSENT, answer);
    if let Some(policy) = answer.as_ref().and_then(|answer| answer.password_policy()) {
        document.property(
            "PasswordPolicy",
            json!({
                "AllowUsersToChangePassword": policy.allow_users_to_change_password(),
                "ExpirePasswords": policy.expire_passwords(),
                "HardExpiry": policy.hard_expiry(),
                "MaxPasswordAge": policy.max_password_age(),
                "MinimumPasswordLength": policy.minimum_password_length(),
                "PasswordReusePrevention": policy.password_reuse_prevention(),
                "RequireLowercaseCharacters": policy.require_lowercase_characters(),
                "RequireNumbers": policy.require_numbers(),
                "RequireSymbols": policy.require_symbols(),
                "RequireUppercaseCharacters": policy.require_uppercase_characters(),
            }),
        );
    }

    let answer = client.list_account_aliases().send().await;
    if let Some(answer) = read_or_note(&mut document, "AccountAliases", "iam:ListAccountAliases", &[], answer) {
        document.property("AccountAliases", sorted(answer.account_aliases()));
        return document.name(answer.account_aliases().first().map(String::as_str));
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        iam::details,
        wire::{Wire, found, refused, scope},
    };

    /// From the API reference of `GetAccountSummary`.
    const SUMMARY: &str = r"<GetAccountSummaryResponse><GetAccountSummaryResult><SummaryMap>
        <entry><key>Users</key><value>31</value></entry><entry><key>AccountMFAEnabled</key><value>1</value></entry>
        <entry><key>AccountAccessKeysPresent</key><value>0</value></entry>
        </SummaryMap></GetAccountSummaryResult></GetAccountSummaryResponse>";

    /// From the API reference of `ListAccountAliases`.
    const ALIASES: &str = r"<ListAccountAliasesResponse><ListAccountAliasesResult><IsTruncated>false</IsTruncated>
        <AccountAliases><member>olympus</member></AccountAliases></ListAccountAliasesResult></ListAccountAliasesResponse>";

    /// From the API reference of `GetAccountPasswordPolicy`.
    const PASSWORDS: &str = r"<GetAccountPasswordPolicyResponse><GetAccountPasswordPolicyResult><PasswordPolicy>
        <MinimumPasswordLength>6</MinimumPasswordLength><RequireSymbols>true</RequireSymbols>
        </PasswordPolicy></GetAccountPasswordPolicyResult></GetAccountPasswordPolicyResponse>";

    #[tokio::test]
    async fn documents_the_account() {
        let wire = Wire::default()
            .on(&["Action=GetAccountSummary"], 200, SUMMARY)
            .on(&["Action=GetAccountPasswordPolicy"], 200, PASSWORDS)
            .on(&["Action=ListAccountAliases"], 200, ALIASES);

        let listing = list(&details::context(wire).await, &scope("iam")).await;

        let found = found(&listing);
        assert_eq!(found[0]["native_id"], json!("111111111111"));
        assert_eq!(found[0]["name"], json!("olympus"));
        let properties = &found[0]["properties"];
        assert_eq!(
            properties["SummaryMap"],
            json!({"AccountAccessKeysPresent": 0, "AccountMFAEnabled": 1, "Users": 31})
        );
        assert_eq!(properties["AccountAliases"], json!(["olympus"]));
        assert_eq!(properties["PasswordPolicy"]["MinimumPasswordLength"], json!(6));
        assert_eq!(properties["PasswordPolicy"]["RequireSymbols"], json!(true));
    }

    #[tokio::test]
    async fn an_account_without_a_password_policy_has_no_gap() {
        let wire = Wire::default()
            .on(&["Action=GetAccountSummary"], 200, SUMMARY)
            .on(&["Action=GetAccountPasswordPolicy"], 404, refused("NoSuchEntity"))
            .on(&["Action=ListAccountAliases"], 200, ALIASES);

        let listing = list(&details::context(wire).await, &scope("iam")).await;

        assert_eq!(found(&listing)[0]["properties"].get("PasswordPolicy"), None);
    }
}
