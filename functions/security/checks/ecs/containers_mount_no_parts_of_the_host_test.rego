package pantheon.checks.ecs.containers_mount_no_parts_of_the_host_test

import data.pantheon.checks.ecs.containers_mount_no_parts_of_the_host as check
import rego.v1

task(path, read_only) := {"properties": {
	"ContainerDefinitions": [{"MountPoints": [{"ReadOnly": read_only, "SourceVolume": "v"}], "Name": "app"}],
	"Volumes": [{"Host": {"SourcePath": path}, "Name": "v"}],
}}

test_pass if {
	count(check.deny) == 0 with input as task("/srv/app", false)
	count(check.deny) == 0 with input as task("/etcetera", false)
}

test_pass_not_mounted if {
	unused := {"properties": {"Volumes": [{"Host": {"SourcePath": "/"}, "Name": "v"}]}}
	count(check.deny) == 0 with input as unused
}

test_fail if {
	check.deny == {"app mounts / of its host."} with input as task("/", false)
	check.deny == {"app mounts /var/run/docker.sock of its host."} with input as task("/var/run/docker.sock", false)
	check.deny == {"app mounts /etc/ssl of its host and may only read it."} with input as task("/etc/ssl", true)
	count(check.deny) == 1 with input as task("/run/containerd/containerd.sock", false)
}

test_no_data if {
	count(check.deny) == 0 with input as {"properties": {}}
}
