//! What failures of DynamoDB mean.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use pantheon_core::Error;
use std::error::Error as StdError;

/// How callers hear of DynamoDB.
pub(crate) const SERVICE: &str = "the database";

/// Codes of failures that pass by themselves.
const PASSING: &[&str] = &[
    "InternalServerError",
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ReplicatedWriteConflictException",
    "ServiceUnavailable",
    "ThrottlingException",
    "TransactionConflictException",
    "TransactionInProgressException",
];

/// Tells a failure that may pass from a defect.
pub(crate) fn failure<E>(error: SdkError<E, HttpResponse>) -> Error
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
{
    let passes = match &error {
        SdkError::ConstructionFailure(_) => false,
        SdkError::ServiceError(answer) => {
            let code = answer.err().code().unwrap_or_default();
            PASSING.contains(&code) || answer.raw().status().is_server_error()
        }
        _ => true,
    };
    if passes { Error::unavailable(SERVICE, error) } else { Error::internal(error) }
}
