//! User pools, from `ListUserPools`, `DescribeUserPool` and `GetUserPoolMfaConfig`.
//!
//! The number of users changes by itself, and the texts of messages say nothing about the estate;
//! both are left out, as is the external ID with which messages are sent.

use super::{GONE, OPERATION, all_pools};
use crate::{
    arn,
    document::{Document, sorted, when},
    listing::{is_one_of, list_each, read_or_note},
};
use aws_sdk_cognitoidentityprovider::{
    Client,
    operation::get_user_pool_mfa_config::GetUserPoolMfaConfigOutput,
    types::{LambdaConfigType, SchemaAttributeType, UserPoolDescriptionType, UserPoolPolicyType, UserPoolType},
};
use pantheon_aws::gap_of;
use pantheon_core::{
    aws::TypeName,
    collect::{Listing, Scope},
};
use serde_json::{Value, json};

pub(super) const TYPE: TypeName = TypeName::new("AWS::Cognito::UserPool");

pub(super) async fn list(client: &Client, scope: &Scope) -> Listing {
    let pools = all_pools(client).await;
    list_each(TYPE, OPERATION, pools, |pool| read(client, scope, pool)).await
}

async fn read(client: &Client, scope: &Scope, pool: UserPoolDescriptionType) -> Option<Document> {
    let id = pool.id()?;
    let mut document = match client.describe_user_pool().user_pool_id(id).send().await {
        Ok(answer) => document(scope, id, pool.name(), answer.user_pool()),
        Err(error) if is_one_of(&error, GONE) => return None,
        Err(error) => {
            // That the pool exists is known from the list, and worth keeping.
            let mut document = document(scope, id, pool.name(), None);
            document.unread("DescribeUserPool", gap_of("cognito-idp:DescribeUserPool", &error));
            document
        }
    };
    let answer = client.get_user_pool_mfa_config().user_pool_id(id).send().await;
    let answer = read_or_note(&mut document, "EnabledMfas", "cognito-idp:GetUserPoolMfaConfig", GONE, answer);
    document.property("EnabledMfas", answer.map(|answer| sorted(factors(&answer))));
    Some(document)
}

/// The second factors that users of the pool can have, as CloudFormation spells them.
fn factors(config: &GetUserPoolMfaConfigOutput) -> impl Iterator<Item = &'static str> {
    let software = config.software_token_mfa_configuration().is_some_and(|factor| factor.enabled());
    let by_message = config.sms_mfa_configuration().is_some_and(|factor| factor.sms_configuration().is_some());
    let by_mail = config.email_mfa_configuration().is_some();
    let all = [(by_mail, "EMAIL_OTP"), (by_message, "SMS_MFA"), (software, "SOFTWARE_TOKEN_MFA")];
    all.into_iter().filter(|(enabled, _)| *enabled).map(|(_, name)| name)
}

fn document(scope: &Scope, id: &str, name: Option<&str>, pool: Option<&UserPoolType>) -> Document {
    let document = Document::new(TYPE, scope, id)
        .arn_of("cognito-idp", &format!("userpool/{id}"))
        .name(name)
        .properties(json!({"UserPoolName": name}));
    let Some(pool) = pool else { return document };
    let lambda = pool.lambda_config();
    let senders = [
        pool.sms_configuration().map(|sms| sms.sns_caller_arn()),
        pool.email_configuration().and_then(|email| email.source_arn()),
    ];
    let key = lambda.and_then(|lambda| lambda.kms_key_id());
    let given = pool.user_pool_tags().into_iter().flatten();
    document
        .arn(pool.arn())
        .tags(given.map(|(key, value)| (key.clone(), value.clone())).collect())
        .created_at(when(pool.creation_date()))
        .needs(lambda.into_iter().flat_map(triggers).filter_map(|(_, arn)| arn::resource(arn)))
        .needs(senders.into_iter().flatten().filter_map(arn::resource))
        .needs(arn::key(scope, key))
        .properties(properties(pool))
}

/// The functions that a pool calls, by the names of their properties.
fn triggers(config: &LambdaConfigType) -> impl Iterator<Item = (&'static str, &str)> {
    let all = [
        ("CreateAuthChallenge", config.create_auth_challenge()),
        ("CustomEmailSender", config.custom_email_sender().map(|sender| sender.lambda_arn())),
        ("CustomMessage", config.custom_message()),
        ("CustomSMSSender", config.custom_sms_sender().map(|sender| sender.lambda_arn())),
        ("DefineAuthChallenge", config.define_auth_challenge()),
        ("PostAuthentication", config.post_authentication()),
        ("PostConfirmation", config.post_confirmation()),
        ("PreAuthentication", config.pre_authentication()),
        ("PreSignUp", config.pre_sign_up()),
        ("PreTokenGeneration", config.pre_token_generation()),
        ("PreTokenGenerationConfig", config.pre_token_generation_config().map(|config| config.lambda_arn())),
        ("UserMigration", config.user_migration()),
        ("VerifyAuthChallengeResponse", config.verify_auth_challenge_response()),
    ];
    all.into_iter().filter_map(|(name, arn)| Some((name, arn?)))
}

fn properties(pool: &UserPoolType) -> Value {
    json!({
        "AccountRecoverySetting": pool.account_recovery_setting().map(|setting| json!({
            "RecoveryMechanisms": sorted(setting.recovery_mechanisms().iter().map(|way| json!({
                "Name": way.name().as_str(),
                "Priority": way.priority(),
            }))),
        })),
        "AdminCreateUserConfig": pool.admin_create_user_config().map(|config| json!({
            "AllowAdminCreateUserOnly": config.allow_admin_create_user_only(),
        })),
        "AliasAttributes": sorted(pool.alias_attributes().iter().map(|attribute| attribute.as_str())),
        "AutoVerifiedAttributes": sorted(pool.auto_verified_attributes().iter().map(|attribute| attribute.as_str())),
        "CustomDomain": pool.custom_domain(),
        "DeletionProtection": pool.deletion_protection().map(|protection| protection.as_str()),
        "DeviceConfiguration": pool.device_configuration().map(|device| json!({
            "ChallengeRequiredOnNewDevice": device.challenge_required_on_new_device(),
            "DeviceOnlyRememberedOnUserPrompt": device.device_only_remembered_on_user_prompt(),
        })),
        "Domain": pool.domain(),
        "EmailConfiguration": pool.email_configuration().map(|email| json!({
            "ConfigurationSet": email.configuration_set(),
            "EmailSendingAccount": email.email_sending_account().map(|account| account.as_str()),
            "From": email.from(),
            "ReplyToEmailAddress": email.reply_to_email_address(),
            "SourceArn": email.source_arn(),
        })),
        "LambdaConfig":
            pool.lambda_config().map(|config| triggers(config).collect::<std::collections::BTreeMap<_, _>>()),
        "MfaConfiguration": pool.mfa_configuration().map(|mfa| mfa.as_str()),
        "Policies": pool.policies().map(policies),
        "Schema": sorted(pool.schema_attributes().iter().filter(|attribute| is_chosen(attribute)).map(attribute)),
        "SmsConfiguration": pool.sms_configuration().map(|sms| json!({
            "SnsCallerArn": sms.sns_caller_arn(),
            "SnsRegion": sms.sns_region(),
        })),
        "UserPoolAddOns": pool.user_pool_add_ons().map(|more| json!({
            "AdvancedSecurityAdditionalFlows": {"CustomAuthMode": more
                .advanced_security_additional_flows()
                .and_then(|flows| flows.custom_auth_mode())
                .map(|mode| mode.as_str())},
            "AdvancedSecurityMode": more.advanced_security_mode().as_str(),
        })),
        "UserPoolName": pool.name(),
        "UserPoolTier": pool.user_pool_tier().map(|tier| tier.as_str()),
        "UsernameAttributes": sorted(pool.username_attributes().iter().map(|attribute| attribute.as_str())),
        "UsernameConfiguration":
            pool.username_configuration().map(|config| json!({"CaseSensitive": config.case_sensitive()})),
    })
}

fn policies(policies: &UserPoolPolicyType) -> Value {
    let factors = policies.sign_in_policy().map(|policy| policy.allowed_first_auth_factors()).unwrap_or_default();
    json!({
        "PasswordPolicy": policies.password_policy().map(|policy| json!({
            "MinimumLength": policy.minimum_length(),
            "PasswordHistorySize": policy.password_history_size(),
            "RequireLowercase": policy.require_lowercase(),
            "RequireNumbers": policy.require_numbers(),
            "RequireSymbols": policy.require_symbols(),
            "RequireUppercase": policy.require_uppercase(),
            "TemporaryPasswordValidityDays": policy.temporary_password_validity_days(),
        })),
        "SignInPolicy": {"AllowedFirstAuthFactors": sorted(factors.iter().map(|factor| factor.as_str()))},
    })
}

/// Every pool has two dozen standard attributes, which say nothing unless they are required.
fn is_chosen(attribute: &SchemaAttributeType) -> bool {
    attribute.name().is_some_and(|name| name.contains(':')) || attribute.required() == Some(true)
}

fn attribute(attribute: &SchemaAttributeType) -> Value {
    json!({
        "AttributeDataType": attribute.attribute_data_type().map(|kind| kind.as_str()),
        "DeveloperOnlyAttribute": attribute.developer_only_attribute(),
        "Mutable": attribute.mutable(),
        "Name": attribute.name(),
        "Required": attribute.required(),
    })
}

#[cfg(test)]
mod tests;
