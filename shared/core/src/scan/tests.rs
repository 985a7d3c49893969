use super::*;

fn gaps(reasons: &[GapReason]) -> Vec<Gap> {
    let gap = |reason: &GapReason| Gap { operation: String::new(), reason: *reason, detail: String::new() };
    reasons.iter().map(gap).collect()
}

#[test]
fn a_shard_of_which_nothing_was_read_ends_for_its_reason() {
    use GapReason::{Denied, DeniedByOrganization, Failed, RegionDisabled, Skipped, Throttled};
    let cases: [(bool, &[GapReason], ShardState); 7] = [
        (true, &[], ShardState::Read),
        (false, &[], ShardState::Read),
        (true, &[Denied], ShardState::Partial),
        (false, &[Denied, DeniedByOrganization], ShardState::Denied),
        (false, &[RegionDisabled, Skipped], ShardState::Skipped),
        (false, &[Denied, Throttled], ShardState::Partial),
        (false, &[Failed], ShardState::Failed),
    ];
    for (anything_read, reasons, state) in cases {
        assert_eq!(ShardState::of_outcome(anything_read, &gaps(reasons)), state, "{anything_read} {reasons:?}");
    }
}

#[test]
fn counts_why_a_shard_could_not_see_everything() {
    let tally = Tally::ended(&gaps(&[GapReason::Denied, GapReason::Denied, GapReason::Throttled]));

    assert_eq!((tally.shards_ended, tally.shards_with_gaps), (1, 1));
    assert_eq!(tally.plus(tally).reasons, Reasons { denied: 2, throttled: 2, ..Reasons::default() });
    assert_eq!(Tally::ended(&[]), Tally { shards_ended: 1, ..Tally::default() });
}
