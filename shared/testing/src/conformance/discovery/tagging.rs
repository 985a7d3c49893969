use super::{later, new_tenant};
use crate::discovery::tag_rule;
use pantheon_core::{
    Error,
    agent::HistoricalAgent,
    command::{Commit, Version},
    id::TenantId,
    tagging::{Compliance, Score, Scores, TagMeanings, TagPolicy, TagPolicyChanged, TagRule, Tagging},
};

/// Runs the suite of [`Tagging`].
pub async fn tagging(port: &dyn Tagging) {
    let tenant = new_tenant();
    assert_eq!(port.tag_policy(&tenant).await.expect("reads"), TagPolicy::empty());

    let rule = TagRule {
        resource_types: ["AWS::EC2::Instance".parse().expect("a type")].into(),
        accounts: ["111111111111".parse().expect("an account")].into(),
        exempt_types: ["AWS::S3::Bucket".parse().expect("a type")].into(),
        ..tag_rule("Environment", &["prod*", ""])
    };
    let meanings = TagMeanings { owner: Some("Owner".parse().expect("a key")), ..TagMeanings::default() };
    let by = crate::caller(&[]).user;
    let first = TagPolicy::empty().changed(vec![rule], meanings, by.clone(), later(1)).expect("a policy");
    let origin = crate::accounts::origin(&tenant, later(1));
    let commit = Commit::unasked().telling(&origin, &TagPolicyChanged::of(&first), first.version);
    port.save_tag_policy(&tenant, &first, commit).await.expect("saves");
    assert_eq!(port.tag_policy(&tenant).await.expect("reads"), first);

    let again = port.save_tag_policy(&tenant, &first, Commit::unasked()).await;
    assert!(matches!(again, Err(Error::PreconditionFailed { .. })), "{again:?}");
    let second = first.changed(Vec::new(), TagMeanings::default(), by, later(2)).expect("a policy");
    port.save_tag_policy(&tenant, &second, Commit::unasked()).await.expect("saves");
    assert_eq!(port.tag_policy(&tenant).await.expect("reads"), second);
    assert_eq!(port.tag_policy(&new_tenant()).await.expect("reads"), TagPolicy::empty());

    keeps_how_accounts_comply(port, &tenant).await;
}

async fn keeps_how_accounts_comply(port: &dyn Tagging, tenant: &TenantId) {
    let score = Score { judged: 3, compliant: 2 };
    let scores = Scores {
        total: score,
        by_type: [("AWS::EC2::Instance".parse().expect("a type"), score)].into(),
        by_owner_agent: [(HistoricalAgent::BillGates, score)].into(),
        breaches_by_key: [("Cost center #1".parse().expect("a key"), 1)].into(),
        untaggable: 5,
        unbound: 7,
    };
    let of = |account: &str, complete| Compliance {
        account_id: account.parse().expect("an account"),
        policy_version: Version(2),
        scores: scores.clone(),
        complete,
        since: later(3),
    };
    for compliance in [of("222222222222", true), of("111111111111", true), of("111111111111", false)] {
        port.keep_compliance(tenant, &compliance).await.expect("keeps");
    }

    let kept = [of("111111111111", false), of("222222222222", true)];
    assert_eq!(port.compliances(tenant).await.expect("lists"), kept);
    assert_eq!(port.compliance(tenant, &kept[0].account_id).await.expect("reads").as_ref(), Some(&kept[0]));
    assert_eq!(port.compliance(&new_tenant(), &kept[0].account_id).await.expect("reads"), None);
    assert!(port.compliances(&new_tenant()).await.expect("lists").is_empty());
}
