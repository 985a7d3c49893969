# METADATA
# title: Auto Scaling groups behind a load balancer use its health checks
# description: >-
#   Looks whether a group that serves a load balancer or target group also replaces the instances that these call
#   unhealthy.
# custom:
#   severity: low
#   risk: >-
#     An instance whose software hangs, or was brought down by an attack, stays in the group as long as its machine
#     runs.
#   remediation:
#     text: >-
#       Let the group use the health checks of its load balancer.
#     cli: >-
#       aws autoscaling update-auto-scaling-group --auto-scaling-group-name <group> --health-check-type ELB
#       --health-check-grace-period 300
#     cloudformation: |
#       HealthCheckType: ELB
#       HealthCheckGracePeriod: 300
#     terraform: |
#       resource "aws_autoscaling_group" "this" {
#         health_check_type         = "ELB"
#         health_check_grace_period = 300
#       }
#   resource_types: [AWS::AutoScaling::AutoScalingGroup]
#   frameworks:
#     fsbp: [AutoScaling.1]
package pantheon.checks.autoscaling.group_uses_load_balancer_health

import data.pantheon.lib
import rego.v1

skip if input.state == "deleting"

deny contains "It serves a load balancer but does not use its health checks." if {
	serves
	not "ELB" in split(lib.get(input.properties, "HealthCheckType", "EC2"), ",")
}

serves if {
	some name in ["LoadBalancerNames", "TargetGroupARNs"]
	count(lib.get(input.properties, name, [])) > 0
}

serves if {
	some source in lib.get(input.properties, "TrafficSources", [])
	source.Type in {"elb", "elbv2"}
}
