"""Each of our cfn-lint rules lets a good template pass and finds the one fault in a bad one."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.tools.places import ROOT, tool

GOOD = """
Transform: AWS::Serverless-2016-10-31
Parameters: { HttpApiId: { Type: String }, AuthorizerId: { Type: String } }
Resources:
  GetAccountFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ../../target/lambda/get-account/
      Runtime: provided.al2023
      Handler: bootstrap
      LoggingConfig: { LogGroup: !Ref GetAccountLogGroup, LogFormat: JSON }
      Policies:
        - Statement: [{ Effect: Allow, Action: sqs:SendMessage, Resource: !GetAtt WorkQueue.Arn }]
  GetAccountLogGroup: { Type: AWS::Logs::LogGroup, Properties: { RetentionInDays: 30 } }
  GetAccountIntegration:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref HttpApiId, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt GetAccountFunction.Arn, PayloadFormatVersion: "2.0" }
  GetAccountRoute:
    Type: AWS::ApiGatewayV2::Route
    Properties:
      ApiId: !Ref HttpApiId
      RouteKey: GET /v1/aws/accounts
      AuthorizationType: CUSTOM
      AuthorizerId: !Ref AuthorizerId
      Target: !Sub "integrations/${GetAccountIntegration}"
  GetAccountAlarm:
    Type: AWS::CloudWatch::Alarm
    Properties: { Namespace: AWS/Lambda, MetricName: Errors, Dimensions: [{ Name: FunctionName, Value: !Ref GetAccountFunction }], Statistic: Sum, Period: 60, EvaluationPeriods: 1, Threshold: 0, ComparisonOperator: GreaterThanThreshold }
  GetAccountSource:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { EventSourceArn: !GetAtt WorkQueue.Arn, FunctionName: !Ref GetAccountFunction, FunctionResponseTypes: [ReportBatchItemFailures] }
  WorkQueue:
    Type: AWS::SQS::Queue
    Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt WorkDeadLetters.Arn, maxReceiveCount: 3 } }
  WorkDeadLetters: { Type: AWS::SQS::Queue }
  WorkDeadLettersAlarm:
    Type: AWS::CloudWatch::Alarm
    Properties: { Namespace: AWS/SQS, MetricName: ApproximateNumberOfMessagesVisible, Dimensions: [{ Name: QueueName, Value: !GetAtt WorkDeadLetters.QueueName }], Statistic: Maximum, Period: 60, EvaluationPeriods: 1, Threshold: 0, ComparisonOperator: GreaterThanThreshold }
"""

FAULTS = [
    ("E9101", "LogGroup, Properties: { RetentionInDays: 30 }", "LogGroup"),
    ("E9102", "    Properties: { RedrivePolicy: { deadLetterTargetArn: !GetAtt WorkDeadLetters.Arn, maxReceiveCount: 3 } }\n", ""),
    ("E9102", "Value: !GetAtt WorkDeadLetters.QueueName", "Value: other"),
    ("E9103", "      AuthorizationType: CUSTOM\n      AuthorizerId: !Ref AuthorizerId\n", ""),
    ("E9103", "RouteKey: GET /v1/aws/accounts", "RouteKey: POST /v1/auth/login"),
    ("E9104", "      Policies:\n", "      Events: { Get: { Type: HttpApi, Properties: { Path: /x, Method: get } } }\n      Policies:\n"),
    ("E9105", "target/lambda/get-account/", "target/lambda/list-accounts/"),
    ("E9106", "Action: sqs:SendMessage", "Action: sqs:*"),
    ("E9107", "MetricName: Errors", "MetricName: Duration"),
    ("E9108", ", FunctionResponseTypes: [ReportBatchItemFailures]", ""),
]


def findings(template: Path) -> set[str]:
    """Returns the numbers of our rules that complain about a template."""
    command = [tool("cfn-lint"), "--append-rules", "infra/rules", "--format", "parseable", "--", str(template)]
    done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True)
    return set(re.findall(r":(E91\d\d):", done.stdout))


def test_a_good_template_passes(tmp_path: Path) -> None:
    template = tmp_path / "good.yaml"
    template.write_text(GOOD)

    assert findings(template) == set()


@pytest.mark.parametrize(("rule", "good", "bad"), FAULTS)
def test_a_fault_is_found_by_its_rule_alone(tmp_path: Path, rule: str, good: str, bad: str) -> None:
    template = tmp_path / "bad.yaml"
    assert good in GOOD
    template.write_text(GOOD.replace(good, bad))

    assert findings(template) == {rule}
