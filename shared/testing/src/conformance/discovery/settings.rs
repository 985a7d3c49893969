use super::new_tenant;
use futures::future::join_all;
use pantheon_core::{
    Error,
    aws::ResourceType,
    command::{Commit, Version},
    settings::{DiscoverySettings, Settings},
};

/// Runs the suite of [`Settings`].
pub async fn settings(port: &dyn Settings) {
    let (ours, theirs) = (new_tenant(), new_tenant());
    let untouched = port.discovery_settings(&ours).await.expect("reads");
    assert_eq!(untouched, DiscoverySettings::untouched());
    let refused = port.save_discovery_settings(&ours, &untouched, Commit::unasked()).await;
    assert!(matches!(refused, Err(Error::PreconditionFailed { kind: DiscoverySettings::KIND })), "{refused:?}");

    let types: Vec<ResourceType> = ["AWS::Batch::JobQueue", "AWS::AppRunner::Service", "AWS::MSK::Cluster"]
        .map(|name| name.parse().expect("a type"))
        .into();
    for (version, wanted) in [(1, &types[..2]), (2, &types[2..]), (3, &[])] {
        let before = port.discovery_settings(&ours).await.expect("reads");
        let after = before.with_types(wanted, before.version).expect("valid");
        let rivals = (0..4).map(|_| port.save_discovery_settings(&ours, &after, Commit::unasked()));
        let (won, lost): (Vec<_>, Vec<_>) = join_all(rivals).await.into_iter().partition(Result::is_ok);
        assert_eq!((won.len(), lost.len()), (1, 3), "{lost:?}");
        for refused in lost {
            assert!(matches!(refused, Err(Error::PreconditionFailed { kind: DiscoverySettings::KIND })), "{refused:?}");
        }
        let kept = port.discovery_settings(&ours).await.expect("reads");
        assert_eq!((&kept, kept.version), (&after, Version(version)));
    }
    assert_eq!(port.discovery_settings(&theirs).await.expect("reads"), DiscoverySettings::untouched());
}
