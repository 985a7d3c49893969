package pantheon.checks.ecs.containers_pin_their_images_test

import data.pantheon.checks.ecs.containers_pin_their_images as check
import rego.v1

task(container) := {"properties": {"ContainerDefinitions": [object.union({"Name": "app"}, container)]}}

test_pass if {
	count(check.deny) == 0 with input as task({"Image": "111111111111.dkr.ecr.eu-west-1.amazonaws.com/shop:1.2"})
}

test_fail if {
	sentence := "app runs nginx in whatever version is newest."
	check.deny == {sentence} with input as task({"Image": "nginx"})
}

test_pass_digest if {
	count(check.deny) == 0 with input as task({"Image": "nginx@sha256:0a1b"})
}

test_fail_latest if {
	count(check.deny) == 1 with input as task({"Image": "registry:5000/shop:latest"})
	count(check.deny) == 1 with input as task({"Image": "registry:5000/shop"})
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
