//! What could not be seen, and why: the words of AWS in the terms of the coverage ledger.

use aws_sdk_sts::error::{ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use pantheon_core::collect::{Gap, GapReason};
use std::error::Error as StdError;

/// The most characters of AWS's words that are kept.
pub const LONGEST_DETAIL: usize = 300;

/// Refused credentials, as they pass through the SDK to the call that needed them.
#[derive(Debug, thiserror::Error)]
#[error("{}: {}", .0.operation, .0.detail)]
pub(crate) struct NoSession(pub(crate) Gap);

/// Says what a failed call means for the coverage ledger; `operation` is the IAM action, such as
/// `ec2:DescribeInstances`.
///
/// Where the failed call never left because its session could not be renewed, the gap is that of
/// the session.
pub fn gap_of<E>(operation: &str, error: &SdkError<E, HttpResponse>) -> Gap
where
    E: ProvideErrorMetadata + StdError + 'static,
{
    if let Some(NoSession(gap)) = find_source::<NoSession>(error) {
        return gap.clone();
    }
    let (reason, detail) = match error {
        SdkError::TimeoutError(_) => (GapReason::TimedOut, "no answer came in time".to_owned()),
        SdkError::DispatchFailure(failure) if failure.is_timeout() => (GapReason::TimedOut, innermost(error)),
        SdkError::DispatchFailure(failure) if failure.is_io() => (GapReason::Unreachable, innermost(error)),
        SdkError::ServiceError(refused) => of_service(refused.err(), refused.raw().status().as_u16()),
        // No construction, an unreadable answer, or a kind that the SDK has yet to invent.
        _ => (GapReason::Failed, innermost(error)),
    };
    Gap { operation: operation.to_owned(), reason, detail: cut(&detail) }
}

fn of_service(error: &impl ProvideErrorMetadata, status: u16) -> (GapReason, String) {
    let code = error.code().unwrap_or_default();
    let message = error.message().unwrap_or_default();
    let detail = match (code, message) {
        ("", "") => format!("HTTP status {status}"),
        ("", message) => message.to_owned(),
        (code, "") => code.to_owned(),
        (code, message) => format!("{code}: {message}"),
    };
    (reason_of(code, message, status), detail)
}

/// Reads an error code; where AWS sends none, as for `HEAD`, the HTTP status speaks.
fn reason_of(code: &str, message: &str, status: u16) -> GapReason {
    // The query protocol of old services writes `Client.` or `Server.` before some codes.
    let code = code.strip_prefix("Client.").or_else(|| code.strip_prefix("Server.")).unwrap_or(code);
    match code {
        // EC2 says the same of unknown credentials, which ours are only where a region is not
        // enabled: the session was made a moment ago.
        "AuthFailure" if message.contains("validate the provided access credentials") => GapReason::RegionDisabled,
        "OptInRequired"
        | "InvalidClientTokenId"
        | "UnrecognizedClientException"
        | "RegionDisabledException"
        | "InvalidAccessKeyId" => GapReason::RegionDisabled,
        "AccessDenied"
        | "AccessDeniedException"
        | "AccessDeniedFault"
        | "AllAccessDisabled"
        | "AuthFailure"
        | "AuthorizationError"
        | "AuthorizationErrorException"
        | "ForbiddenException"
        | "NotAuthorized"
        | "NotAuthorizedException"
        | "UnauthorizedAccess"
        | "UnauthorizedException"
        | "UnauthorizedOperation" => denied(message),
        "BandwidthLimitExceeded"
        | "EC2ThrottledException"
        | "PriorRequestNotComplete"
        | "ProvisionedThroughputExceededException"
        | "RequestLimitExceeded"
        | "RequestThrottled"
        | "RequestThrottledException"
        | "SlowDown"
        | "ThrottledException"
        | "Throttling"
        | "ThrottlingException"
        | "TooManyRequests"
        | "TooManyRequestsException" => GapReason::Throttled,
        "RequestTimeout" | "RequestTimeoutException" => GapReason::TimedOut,
        _ => match status {
            401 | 403 if code.is_empty() => denied(message),
            429 => GapReason::Throttled,
            408 | 504 => GapReason::TimedOut,
            _ => GapReason::Failed,
        },
    }
}

/// Tells a refusal of the organization, which no change of our role could lift, from one of the
/// account itself.
///
/// AWS names the kind of policy that decided: "with an explicit deny in a service control policy",
/// or "because no service control policy allows the … action".
fn denied(message: &str) -> GapReason {
    let by_organization = ["service control policy", "resource control policy"];
    if by_organization.iter().any(|kind| message.contains(kind)) {
        GapReason::DeniedByOrganization
    } else {
        GapReason::Denied
    }
}

fn find_source<'a, T: StdError + 'static>(error: &'a (dyn StdError + 'static)) -> Option<&'a T> {
    std::iter::successors(Some(error), |&error| error.source()).find_map(|error| error.downcast_ref())
}

fn innermost(error: &(dyn StdError + 'static)) -> String {
    let last = std::iter::successors(Some(error), |&error| error.source()).last();
    last.map(ToString::to_string).unwrap_or_default()
}

/// Cuts words of AWS to [`LONGEST_DETAIL`] characters on one line.
pub fn cut(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(LONGEST_DETAIL).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_codes_of_aws() {
        let cases = [
            ("AccessDenied", GapReason::Denied),
            ("AccessDeniedException", GapReason::Denied),
            ("UnauthorizedOperation", GapReason::Denied),
            ("Client.UnauthorizedOperation", GapReason::Denied),
            ("AuthFailure", GapReason::Denied),
            ("Throttling", GapReason::Throttled),
            ("RequestLimitExceeded", GapReason::Throttled),
            ("Client.RequestLimitExceeded", GapReason::Throttled),
            ("TooManyRequestsException", GapReason::Throttled),
            ("SlowDown", GapReason::Throttled),
            ("OptInRequired", GapReason::RegionDisabled),
            ("InvalidClientTokenId", GapReason::RegionDisabled),
            ("UnrecognizedClientException", GapReason::RegionDisabled),
            ("RequestTimeout", GapReason::TimedOut),
            ("InternalFailure", GapReason::Failed),
            ("DBInstanceNotFound", GapReason::Failed),
        ];
        for (code, reason) in cases {
            assert_eq!(reason_of(code, "", 400), reason, "{code}");
        }
    }

    #[test]
    fn lets_the_status_speak_where_there_is_no_code() {
        let cases = [
            (403, GapReason::Denied),
            (429, GapReason::Throttled),
            (504, GapReason::TimedOut),
            (500, GapReason::Failed),
            (404, GapReason::Failed),
        ];
        for (status, reason) in cases {
            assert_eq!(reason_of("", "", status), reason, "{status}");
        }
    }

    #[test]
    fn takes_fresh_credentials_that_a_region_does_not_know_for_a_disabled_region() {
        let message = "AWS was not able to validate the provided access credentials";

        assert_eq!(reason_of("AuthFailure", message, 401), GapReason::RegionDisabled);
    }

    #[test]
    fn tells_who_denies() {
        let user = "User: arn:aws:sts::111111111111:assumed-role/PantheonMember/x is not authorized to perform: ec2:DescribeVpcs";
        let cases = [
            ("with an explicit deny in a service control policy", GapReason::DeniedByOrganization),
            ("because no service control policy allows the ec2:DescribeVpcs action", GapReason::DeniedByOrganization),
            ("with an explicit deny in a resource control policy", GapReason::DeniedByOrganization),
            ("because no identity-based policy allows the ec2:DescribeVpcs action", GapReason::Denied),
            ("with an explicit deny in a permissions boundary", GapReason::Denied),
        ];
        for (why, reason) in cases {
            assert_eq!(reason_of("AccessDenied", &format!("{user} {why}"), 403), reason, "{why}");
            assert_eq!(reason_of("UnauthorizedOperation", &format!("{user} {why}"), 403), reason, "{why}");
        }
        let throttled = reason_of("Throttling", "of a service control policy", 400);
        assert_eq!(throttled, GapReason::Throttled, "only a refusal is denied");
    }

    #[test]
    fn cuts_by_characters_and_keeps_one_line() {
        let text = format!("é\n{}", "x".repeat(400));

        assert_eq!(cut(&text).chars().count(), 300);
        assert!(cut(&text).starts_with("é x"));
    }
}
