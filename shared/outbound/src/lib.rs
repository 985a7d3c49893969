//! The way out: requests to hosts that are not ours, guarded against being led back inside.
