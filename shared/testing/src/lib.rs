//! What tests share: fakes of the ports, requests, a clock that stands still, sample events, and
//! one conformance suite per port that fakes and real stores both pass.

pub mod accounts;
pub mod clock;
pub mod commits;
pub mod conformance;
pub mod discovery;
pub mod event;
pub mod expect;
pub mod graphs;
pub mod history;
pub mod identity;
pub mod limit;
pub mod outbound;
pub mod realtime;
pub mod request;
pub mod security;
pub mod uploads;

pub use clock::{FixedClock, now};
pub use event::{context, load_event, load_frame, load_request};
pub use expect::{code, violations};
pub use request::{caller, caller_in, frame, request, stranger, tenant};
