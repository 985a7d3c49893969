//! Why shards could not see everything, counted.

use crate::collect::{Gap, GapReason};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $field:ident = $reason:ident;)*) => {
        /// How many shards met each reason; on the wire, reasons that none met are left out.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(default)]
        pub struct Reasons {
            $($(#[$doc])* #[serde(skip_serializing_if = "is_zero")] pub $field: u64,)*
        }

        impl Reasons {
            /// Adds two counts.
            #[must_use]
            pub fn plus(self, other: Self) -> Self {
                Self { $($field: self.$field + other.$field),* }
            }

            /// Lists the counts by the names that they have on the wire.
            pub fn by_name(self) -> impl Iterator<Item = (&'static str, u64)> {
                [$((stringify!($field), self.$field)),*].into_iter().filter(|(_, count)| *count > 0)
            }

            fn count_of(&mut self, reason: GapReason) -> &mut u64 {
                match reason {
                    $(GapReason::$reason => &mut self.$field,)*
                }
            }
        }
    };
}

reasons! {
    /// AWS refused for want of permission.
    denied = Denied;
    /// A policy of the organization forbids it.
    denied_by_organization = DeniedByOrganization;
    /// AWS asked to slow down until we gave up.
    throttled = Throttled;
    /// No answer came in time.
    timed_out = TimedOut;
    /// No connection could be made.
    unreachable = Unreachable;
    /// The region is not enabled in the account.
    region_disabled = RegionDisabled;
    /// It was left out on purpose.
    skipped = Skipped;
    /// It failed for another reason.
    failed = Failed;
}

impl Reasons {
    /// Counts the reasons of one shard, each once however many gaps name it.
    pub fn of<'a>(gaps: impl IntoIterator<Item = &'a Gap>) -> Self {
        Self::of_each(&gaps.into_iter().map(|gap| gap.reason).collect())
    }

    /// Counts each of the reasons once.
    pub fn of_each(reasons: &BTreeSet<GapReason>) -> Self {
        let mut counts = Self::default();
        for reason in reasons {
            *counts.count_of(*reason) += 1;
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*, sample::select};
    use serde_json::json;

    const ALL: [GapReason; 8] = [
        GapReason::Denied,
        GapReason::DeniedByOrganization,
        GapReason::Throttled,
        GapReason::TimedOut,
        GapReason::Unreachable,
        GapReason::RegionDisabled,
        GapReason::Skipped,
        GapReason::Failed,
    ];

    fn gap(reason: GapReason) -> Gap {
        Gap { operation: "ec2:DescribeVpcs".into(), reason, detail: String::new() }
    }

    #[test]
    fn are_spelled_like_the_reasons_of_gaps() {
        for reason in ALL {
            let counted = serde_json::to_value(Reasons::of(&[gap(reason)])).unwrap();

            assert_eq!(counted, json!({ serde_json::to_value(reason).unwrap().as_str().unwrap(): 1 }));
            assert_eq!(serde_json::from_value::<Reasons>(counted).unwrap(), Reasons::of(&[gap(reason)]));
        }
    }

    proptest! {
        #[test]
        fn count_a_shard_once_for_each_reason(reasons in vec(select(ALL.to_vec()), 0..20)) {
            let gaps: Vec<Gap> = reasons.iter().map(|reason| gap(*reason)).collect();
            let distinct: BTreeSet<GapReason> = reasons.into_iter().collect();

            let counted: Vec<_> = Reasons::of(&gaps).by_name().collect();

            prop_assert_eq!(counted.len(), distinct.len());
            prop_assert!(counted.iter().all(|(_, count)| *count == 1));
        }
    }
}
