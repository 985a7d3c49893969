//! Batches as SQS and EventBridge take them: few entries, and not too large together.

/// How many entries both services take at once.
const MOST_ENTRIES: usize = 10;

/// How many bytes both services take at once. Both have raised it since, though not in every
/// partition; nothing of ours comes near.
pub(crate) const MOST_BYTES: usize = 256 * 1024;

/// Splits entries into batches without changing their order.
///
/// An entry that is too large alone becomes a batch of its own, for the service to refuse.
pub(crate) fn batches<T>(entries: Vec<T>, bytes_of: impl Fn(&T) -> usize) -> Vec<Vec<T>> {
    let mut batches: Vec<Vec<T>> = Vec::new();
    let mut room = 0;
    for entry in entries {
        let bytes = bytes_of(&entry);
        match batches.last_mut() {
            Some(batch) if batch.len() < MOST_ENTRIES && bytes <= room => batch.push(entry),
            _ => {
                batches.push(vec![entry]);
                room = MOST_BYTES;
            }
        }
        room = room.saturating_sub(bytes);
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn loses_nothing_and_fits(sizes in prop::collection::vec(0..MOST_BYTES + 10, 0..60)) {
            let split = batches(sizes.clone(), |size| *size);

            prop_assert_eq!(split.concat(), sizes);
            for batch in split {
                prop_assert!(!batch.is_empty() && batch.len() <= MOST_ENTRIES);
                prop_assert!(batch.len() == 1 || batch.iter().sum::<usize>() <= MOST_BYTES);
            }
        }
    }

    #[test]
    fn fills_batches() {
        assert_eq!(batches(vec![1; 21], |size| *size).iter().map(Vec::len).collect::<Vec<_>>(), [10, 10, 1]);
    }
}
