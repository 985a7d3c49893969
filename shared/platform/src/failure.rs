//! What a failed call means: a fault that may pass, or a defect of ours.

use aws_sdk_sqs::error::ProvideErrorMetadata;
use aws_smithy_runtime_api::client::{orchestrator::HttpResponse, result::SdkError};
use pantheon_core::Error;
use std::error::Error as StdError;

/// Puts a failed call to `service` into the words of the platform.
pub(crate) fn failure<E>(service: &'static str, error: SdkError<E, HttpResponse>) -> Error
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
{
    if may_pass(&error) { Error::unavailable(service, error) } else { Error::internal(error) }
}

fn may_pass<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> bool {
    match error {
        SdkError::ConstructionFailure(_) => false,
        SdkError::ServiceError(answer) => {
            let status = answer.raw().status().as_u16();
            status >= 500 || status == 429 || answer.err().code().is_some_and(is_throttling)
        }
        _ => true,
    }
}

fn is_throttling(code: &str) -> bool {
    let code = code.rsplit('.').next().unwrap_or_default();
    code.contains("Throttl") || code.contains("LimitExceeded") || code.contains("TooManyRequests")
}
