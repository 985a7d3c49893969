//! User pools: what is kept of them, and what is not.

use super::*;
use crate::wire::{Wire, found, scope};
use pantheon_core::collect::GapReason;

/// From the API reference of `ListUserPools`.
const POOLS: &str =
    r#"{"UserPools": [{"Id": "eu-west-1_Ab12", "Name": "customers", "LastModifiedDate": 1700000000.0}]}"#;

/// From the API reference of `DescribeUserPool`.
const POOL: &str = r#"{"UserPool": {
    "Id": "eu-west-1_Ab12", "Name": "customers", "Arn": "arn:aws:cognito-idp:eu-west-1:111111111111:userpool/eu-west-1_Ab12",
    "Policies": {"PasswordPolicy": {"MinimumLength": 12, "RequireUppercase": true, "RequireLowercase": true,
        "RequireNumbers": true, "RequireSymbols": false, "TemporaryPasswordValidityDays": 7},
        "SignInPolicy": {"AllowedFirstAuthFactors": ["WEB_AUTHN", "PASSWORD"]}},
    "DeletionProtection": "ACTIVE", "MfaConfiguration": "OPTIONAL", "EstimatedNumberOfUsers": 4711,
    "LambdaConfig": {"PreSignUp": "arn:aws:lambda:eu-west-1:111111111111:function:greet",
        "KMSKeyID": "arn:aws:kms:eu-west-1:111111111111:key/abcd",
        "CustomEmailSender": {"LambdaVersion": "V1_0", "LambdaArn": "arn:aws:lambda:eu-west-1:111111111111:function:mail"}},
    "SchemaAttributes": [
        {"Name": "sub", "AttributeDataType": "String", "Mutable": false, "Required": true},
        {"Name": "nickname", "AttributeDataType": "String", "Mutable": true, "Required": false},
        {"Name": "custom:plan", "AttributeDataType": "String", "DeveloperOnlyAttribute": false, "Mutable": true, "Required": false}],
    "AutoVerifiedAttributes": ["email"], "UsernameAttributes": ["phone_number", "email"],
    "EmailVerificationMessage": "Your code is {####}",
    "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"},
    "SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::111111111111:role/sms", "ExternalId": "hunter2", "SnsRegion": "eu-west-1"},
    "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": true, "InviteMessageTemplate": {"SMSMessage": "Hello {username}"}},
    "UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED"}, "UserPoolTier": "PLUS",
    "UsernameConfiguration": {"CaseSensitive": false}, "Domain": "shop",
    "AccountRecoverySetting": {"RecoveryMechanisms": [{"Priority": 1, "Name": "verified_email"}]},
    "UserPoolTags": {"env": "prod"}, "CreationDate": 1700000000.0, "LastModifiedDate": 1700000000.0}}"#;

/// From the API reference of `GetUserPoolMfaConfig`.
const MFA: &str = r#"{"MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": {"Enabled": true},
    "SmsMfaConfiguration": {"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::111111111111:role/sms"}}}"#;

async fn listing((status, pool): (u16, &str)) -> Listing {
    let wire = Wire::default().on(&["ListUserPools"], 200, POOLS).on(&["DescribeUserPool"], status, pool).on(
        &["GetUserPoolMfaConfig"],
        200,
        MFA,
    );
    list(&Client::new(&wire.session()), &scope("cognito")).await
}

#[tokio::test]
async fn documents_a_pool_without_its_users_and_messages() {
    assert_eq!(
        found(&listing((200, POOL)).await),
        json!([{
            "resource_type": "AWS::Cognito::UserPool",
            "region": "eu-west-1",
            "native_id": "eu-west-1_Ab12",
            "arn": "arn:aws:cognito-idp:eu-west-1:111111111111:userpool/eu-west-1_Ab12",
            "name": "customers",
            "state": "active",
            "native_state": null,
            "dependencies": [
                "111111111111:eu-west-1:AWS.KMS.Key:abcd",
                "111111111111:eu-west-1:AWS.Lambda.Function:greet",
                "111111111111:eu-west-1:AWS.Lambda.Function:mail",
                "111111111111:global:AWS.IAM.Role:sms",
            ],
            "tags": {"env": "prod"},
            "created_at": "2023-11-14T22:13:20Z",
            "properties": {
                "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
                "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": true},
                "AutoVerifiedAttributes": ["email"],
                "DeletionProtection": "ACTIVE",
                "Domain": "shop",
                "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"},
                "EnabledMfas": ["SMS_MFA", "SOFTWARE_TOKEN_MFA"],
                "LambdaConfig": {
                    "CustomEmailSender": "arn:aws:lambda:eu-west-1:111111111111:function:mail",
                    "PreSignUp": "arn:aws:lambda:eu-west-1:111111111111:function:greet",
                },
                "MfaConfiguration": "OPTIONAL",
                "Policies": {
                    "PasswordPolicy": {
                        "MinimumLength": 12,
                        "RequireLowercase": true,
                        "RequireNumbers": true,
                        "RequireSymbols": false,
                        "RequireUppercase": true,
                        "TemporaryPasswordValidityDays": 7,
                    },
                    "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]},
                },
                "Schema": [
                    {
                        "AttributeDataType": "String",
                        "DeveloperOnlyAttribute": false,
                        "Mutable": true,
                        "Name": "custom:plan",
                        "Required": false,
                    },
                    {"AttributeDataType": "String", "Mutable": false, "Name": "sub", "Required": true},
                ],
                "SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::111111111111:role/sms", "SnsRegion": "eu-west-1"},
                "UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED"},
                "UserPoolName": "customers",
                "UserPoolTier": "PLUS",
                "UsernameAttributes": ["email", "phone_number"],
                "UsernameConfiguration": {"CaseSensitive": false},
            },
        }])
    );
}

#[tokio::test]
async fn keeps_a_pool_that_it_may_not_look_into_and_forgets_one_that_is_gone() {
    let denied = listing((400, r#"{"__type": "NotAuthorizedException", "message": "no"}"#)).await;
    assert_eq!(denied.found[0].properties["Unread"], json!(["DescribeUserPool"]));
    assert_eq!((denied.gaps.len(), denied.gaps[0].reason), (1, GapReason::Denied));

    let gone = listing((400, r#"{"__type": "ResourceNotFoundException", "message": "no"}"#)).await;
    assert!(gone.found.is_empty() && gone.gaps.is_empty());
}
