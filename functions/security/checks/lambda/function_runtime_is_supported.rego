# METADATA
# title: Lambda functions run on a supported runtime
# description: >-
#   Compares the runtime of the function with the day on which AWS stops repairing it. Functions of images, which
#   bring their own, are left out; a runtime that is newer than those known here passes.
# custom:
#   severity: medium
#   risk: >-
#     Known flaws of the language and its libraries stay open, and one day the function cannot be changed any more.
#   remediation:
#     text: >-
#       Move the function to the newest runtime of its language.
#     cli: >-
#       aws lambda update-function-configuration --function-name <function> --runtime <runtime>
#     cloudformation: |
#       Runtime: python3.13
#     terraform: |
#       resource "aws_lambda_function" "this" {
#         runtime = "python3.13"
#       }
#   resource_types: [AWS::Lambda::Function]
#   frameworks:
#     fsbp: [Lambda.2]
package pantheon.checks.lambda.function_runtime_is_supported

import data.pantheon.lib
import rego.v1

skip if input.state in {"deleting", "failed"}

skip if not is_string(lib.get(input.properties, "Runtime", null))

# When AWS stops repairing a runtime (docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html).
ends := {
	"dotnet10": "2028-11-14",
	"dotnet5.0": "2022-05-10",
	"dotnet6": "2024-12-20",
	"dotnet7": "2024-05-14",
	"dotnet8": "2026-11-10",
	"dotnetcore1.0": "2019-07-27",
	"dotnetcore2.0": "2019-05-30",
	"dotnetcore2.1": "2022-01-05",
	"dotnetcore3.1": "2023-04-03",
	"go1.x": "2024-01-08",
	"java11": "2027-06-30",
	"java17": "2027-06-30",
	"java21": "2029-06-30",
	"java25": "2029-06-30",
	"java8": "2024-01-08",
	"java8.al2": "2027-06-30",
	"nodejs": "2016-10-31",
	"nodejs10.x": "2021-07-30",
	"nodejs12.x": "2023-03-31",
	"nodejs14.x": "2023-12-04",
	"nodejs16.x": "2024-06-12",
	"nodejs18.x": "2025-09-01",
	"nodejs20.x": "2026-04-30",
	"nodejs22.x": "2027-04-30",
	"nodejs24.x": "2028-04-30",
	"nodejs4.3": "2020-03-05",
	"nodejs4.3-edge": "2020-03-05",
	"nodejs6.10": "2019-08-12",
	"nodejs8.10": "2020-03-06",
	"provided": "2024-01-08",
	"provided.al2": "2027-06-30",
	"provided.al2023": "2029-06-30",
	"python2.7": "2021-07-15",
	"python3.10": "2026-10-31",
	"python3.11": "2027-06-30",
	"python3.12": "2028-10-31",
	"python3.13": "2029-06-30",
	"python3.14": "2029-06-30",
	"python3.6": "2022-07-18",
	"python3.7": "2023-12-04",
	"python3.8": "2024-10-14",
	"python3.9": "2025-12-15",
	"ruby2.5": "2021-07-30",
	"ruby2.7": "2023-12-07",
	"ruby3.2": "2026-03-31",
	"ruby3.3": "2027-03-31",
	"ruby3.4": "2028-03-31",
}

deny contains sentence if {
	runtime := input.properties.Runtime
	ended := ends[runtime]
	ended < substring(input.now, 0, 10)
	sentence := sprintf("%s is not repaired since %s.", [runtime, ended])
}
