# Which resources the internet can reach, as far as their own properties say.
package pantheon.exposure

import rego.v1

default exposed := false

exposed if input.properties.PublicIpAddress != ""

exposed if input.properties.PubliclyAccessible == true

exposed if input.properties.Scheme == "internet-facing"

exposed if {
	input.type == "AWS::CloudFront::Distribution"
	input.properties.Enabled != false
}

exposed if {
	input.type == "AWS::ApiGatewayV2::Api"
	input.properties.DisableExecuteApiEndpoint != true
}

exposed if {
	input.type == "AWS::S3::Bucket"
	input.properties.PolicyStatus.IsPublic == true
}

exposed if input.properties.ResourcesVpcConfig.EndpointPublicAccess == true
