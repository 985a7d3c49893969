# What checks of identities share: what their policies allow, and whom the trust policies of roles let in.
package pantheon.lib.iam

import data.pantheon.lib
import data.pantheon.lib.policies
import rego.v1

# Roles that AWS makes for its services and for IAM Identity Center: nobody can change them in the account.
made_by_aws(role) if {
	some path in ["/aws-service-role/", "/aws-reserved/"]
	startswith(object.get(role.properties, "Path", "/"), path)
}

# Whether what the policies of a resource allow is allowed to anybody: one that nobody has allows nothing yet.
in_force(resource) if {
	resource.type == "AWS::IAM::ManagedPolicy"
	object.get(resource.properties, "AttachmentCount", 1) > 0
}

in_force(resource) if {
	resource.type != "AWS::IAM::ManagedPolicy"
	not made_by_aws(resource)
}

# The policies of which a resource consists, by their names: one that can be attached, or those inside an identity.
documents(resource) := {name: document} if {
	resource.type == "AWS::IAM::ManagedPolicy"
	name := object.get(resource.properties, "ManagedPolicyName", resource.native_id)
	document := object.get(resource.properties, "PolicyDocument", {})
}

documents(resource) := inline(resource) if resource.type != "AWS::IAM::ManagedPolicy"

inline(identity) := {policy.PolicyName: object.get(policy, "PolicyDocument", {}) |
	some policy in object.get(identity.properties, "Policies", [])
}

# The policies of the account that are attached to an identity, by their names; those of AWS are not read.
attached(identity) := {name: document |
	some policy in lib.needed(identity, "AWS::IAM::ManagedPolicy")
	policy.arn in object.get(identity.properties, "ManagedPolicyArns", [])
	name := object.get(policy.properties, "ManagedPolicyName", policy.arn)
	document := object.get(policy.properties, "PolicyDocument", {})
}

# The policies of AWS that are attached to an identity, by name.
attached_of_aws(identity) := {name |
	some arn in object.get(identity.properties, "ManagedPolicyArns", [])
	contains(arn, ":iam::aws:policy/")
	name := regex.replace(arn, "^.*/", "")
}

groups(user) := {group |
	some group in lib.needed(user, "AWS::IAM::Group")
}

# Conditions that decide about who asks from where, and not about what is done to whom.
loose(key) if startswith(key, "aws:principal")

loose(key) if {
	key in {
		"aws:currenttime",
		"aws:epochtime",
		"aws:multifactorauthage",
		"aws:multifactorauthpresent",
		"aws:requestedregion",
		"aws:securetransport",
		"aws:sourceip",
		"aws:sourcevpc",
		"aws:sourcevpce",
		"aws:tokenissuetime",
		"aws:useragent",
		"iam:passedtoservice",
	}
}

# Whether a statement has no condition that spares some of what it is about.
unbound(statement) if {
	every condition in policies.conditions(statement) {
		loose(condition.key)
	}
}

# Whether a statement is about all resources of a kind, and not only about some.
everywhere(statement, service, kind) if {
	some resource in policies.resources(statement)
	whole(resource, service, kind)
}

whole(resource, service, kind) if {
	after_account := sprintf("([*]|%s([/:]?[*])+)", [kind])
	full := sprintf("arn:[^:]*:([*]|%s):[^:]*:[^:]*:%s", [service, after_account])
	regex.match(sprintf("^([*]+|arn:[*]|arn:[a-z-]+:[*]|%s)$", [full]), resource)
}

# Which of some actions, given in small letters, a statement is about.
covered(statement, among) := {action |
	some action in among
	policies.covers_action(statement, action)
} if {
	statement.NotAction
}

covered(statement, among) := (plain & among) | by_pattern if {
	not statement.NotAction
	all := {lower(pattern) | some pattern in lib.as_list(object.get(statement, "Action", []))}
	plain := {pattern | some pattern in all; not regex.match("[*?]", pattern)}
	by_pattern := {action |
		some pattern in all - plain
		beginning := regex.replace(pattern, "[*?].*$", "")
		some action in among
		startswith(action, beginning)
		lib.fits(action, pattern)
	}
}

# Which of some actions a policy allows on everything that they can be done to.
granted(document, among) := {action |
	some statement in policies.with_effect(document, "Allow")
	unbound(statement)
	some action in covered(statement, among)
	reaches(statement, action)
	not denied(document, action)
}

denied(document, action) if {
	some statement in policies.with_effect(document, "Deny")
	firm(statement)
	policies.covers_action(statement, action)
	everywhere(statement, service_of(action), kind_of(action))
}

# A denial that only asks for a second factor, or for another address, is none to whoever has it.
firm(statement) if count(policies.conditions(statement)) == 0

firm(statement) if not unbound(statement)

# Whether an action is allowed where it can be done. Whoever makes something new chooses its name, too, so it
# does not matter which names a statement is about.
reaches(_, action) if action in makes_new

reaches(statement, action) if {
	not action in makes_new
	everywhere(statement, service_of(action), kind_of(action))
}

# The service whose resources an action is about: some services act on those of others.
service_of(action) := object.get(foreign, action, split(action, ":")[0])

foreign := {
	"ec2-instance-connect:sendsshpublickey": "ec2",
	"ssm:sendcommand": "ec2",
	"ssm:startsession": "ec2",
	"sts:assumerole": "iam",
}

# The kind of resource that an action is about, as the names of resources spell it.
kind_of(action) := object.get(kinds, action, "[a-z-]+")

kinds := {
	"iam:addusertogroup": "group",
	"iam:attachgrouppolicy": "group",
	"iam:attachrolepolicy": "role",
	"iam:attachuserpolicy": "user",
	"iam:createaccesskey": "user",
	"iam:createloginprofile": "user",
	"iam:createpolicyversion": "policy",
	"iam:passrole": "role",
	"iam:putgrouppolicy": "group",
	"iam:putrolepolicy": "role",
	"iam:putuserpolicy": "user",
	"iam:setdefaultpolicyversion": "policy",
	"iam:updateassumerolepolicy": "role",
	"iam:updateloginprofile": "user",
	"kms:decrypt": "key",
	"kms:reencryptfrom": "key",
	"sts:assumerole": "role",
}

makes_new := {
	"cloudformation:createstack",
	"codebuild:createproject",
	"codebuild:startbuild",
	"codestar:associateteammember",
	"codestar:createproject",
	"codestar:createprojectfromtemplate",
	"datapipeline:createpipeline",
	"datapipeline:putpipelinedefinition",
	"ec2:runinstances",
	"glue:createdevendpoint",
	"lambda:addpermission",
	"lambda:createeventsourcemapping",
	"lambda:createfunction",
	"lambda:invokefunction",
	"sagemaker:createnotebookinstance",
	"sagemaker:createprocessingjob",
	"sagemaker:createtrainingjob",
}

# What somebody can do to gain the rights of others: what it takes, and the service to which a role is passed.
# The methods are those of Rhino Security Labs, "AWS IAM Privilege Escalation Methods"
# (https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation), and of Bishop Fox, "IAM Vulnerable"
# (https://github.com/BishopFox/iam-vulnerable). Assuming any role is left to a check of its own.
escalations := {
	"add itself to groups": {"needs": {"iam:AddUserToGroup"}},
	"attach policies to groups": {"needs": {"iam:AttachGroupPolicy"}},
	"attach policies to roles": {"needs": {"iam:AttachRolePolicy"}},
	"attach policies to users": {"needs": {"iam:AttachUserPolicy"}},
	"change the code of Lambda functions": {"needs": {"lambda:UpdateFunctionCode"}},
	"change the passwords of users": {"needs": {"iam:UpdateLoginProfile"}},
	"create CodeStar projects from templates": {"needs": {"codestar:CreateProjectFromTemplate"}},
	"create CodeStar projects that it owns": {"needs": {"codestar:CreateProject", "codestar:AssociateTeamMember"}},
	"create CodeStar projects with other roles": {
		"needs": {"codestar:CreateProject"},
		"passes": "codestar.amazonaws.com",
	},
	"create Glue endpoints with other roles": {
		"needs": {"glue:CreateDevEndpoint"},
		"passes": "glue.amazonaws.com",
	},
	"create Lambda functions with other roles and invoke them": {
		"needs": {"lambda:CreateFunction", "lambda:InvokeFunction"},
		"passes": "lambda.amazonaws.com",
	},
	"create Lambda functions with other roles and let others invoke them": {
		"needs": {"lambda:CreateFunction", "lambda:AddPermission"},
		"passes": "lambda.amazonaws.com",
	},
	"create Lambda functions with other roles and set them off by events": {
		"needs": {"lambda:CreateFunction", "lambda:CreateEventSourceMapping"},
		"passes": "lambda.amazonaws.com",
	},
	"create SageMaker notebooks with other roles": {
		"needs": {"sagemaker:CreateNotebookInstance", "sagemaker:CreatePresignedNotebookInstanceUrl"},
		"passes": "sagemaker.amazonaws.com",
	},
	"create passwords for users": {"needs": {"iam:CreateLoginProfile"}},
	"create access keys of users": {"needs": {"iam:CreateAccessKey"}},
	"create pipelines with other roles": {
		"needs": {"datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition"},
		"passes": "datapipeline.amazonaws.com",
	},
	"create stacks with other roles": {
		"needs": {"cloudformation:CreateStack"},
		"passes": "cloudformation.amazonaws.com",
	},
	"go back to older versions of policies": {"needs": {"iam:SetDefaultPolicyVersion"}},
	"let itself assume other roles": {"needs": {"iam:UpdateAssumeRolePolicy", "sts:AssumeRole"}},
	"log in to Glue endpoints": {"needs": {"glue:UpdateDevEndpoint"}},
	"log in to instances with a key of its own": {"needs": {"ec2-instance-connect:SendSSHPublicKey"}},
	"open SageMaker notebooks": {"needs": {"sagemaker:CreatePresignedNotebookInstanceUrl"}},
	"open sessions on instances": {"needs": {"ssm:StartSession"}},
	"put layers into Lambda functions": {"needs": {"lambda:UpdateFunctionConfiguration"}},
	"run CodeBuild projects with other roles": {
		"needs": {"codebuild:CreateProject", "codebuild:StartBuild"},
		"passes": "codebuild.amazonaws.com",
	},
	"run SageMaker processing jobs with other roles": {
		"needs": {"sagemaker:CreateProcessingJob"},
		"passes": "sagemaker.amazonaws.com",
	},
	"run SageMaker training jobs with other roles": {
		"needs": {"sagemaker:CreateTrainingJob"},
		"passes": "sagemaker.amazonaws.com",
	},
	"run commands on instances": {"needs": {"ssm:SendCommand"}},
	"run instances with other roles": {"needs": {"ec2:RunInstances"}, "passes": "ec2.amazonaws.com"},
	"update stacks that have other roles": {"needs": {"cloudformation:UpdateStack"}},
	"write policies into groups": {"needs": {"iam:PutGroupPolicy"}},
	"write policies into roles": {"needs": {"iam:PutRolePolicy"}},
	"write policies into users": {"needs": {"iam:PutUserPolicy"}},
	"write versions of policies": {"needs": {"iam:CreatePolicyVersion"}},
}

# The actions of each method in small letters.
steps := {does: {lower(action) | some action in method.needs} | some does, method in escalations}

steps_of_any := {action | some actions in steps; some action in actions}

# By which methods somebody who has a policy gains the rights of others.
ways_up(document) := {does |
	all := granted(document, steps_of_any)
	some does, actions in steps
	count(actions - all) == 0
	passes_enough(document, object.get(escalations[does], "passes", ""))
}

passes_enough(_, "") := true

passes_enough(document, service) if {
	service != ""
	some statement in policies.with_effect(document, "Allow")
	passes_roles_to(statement, service)
	not denied(document, "iam:passrole")
}

# Whether a statement allows any role to be passed to a service.
passes_roles_to(statement, service) if {
	unbound(statement)
	"iam:passrole" in covered(statement, {"iam:passrole"})
	everywhere(statement, "iam", "role")
	every condition in policies.conditions(statement) {
		lets_pass(condition, service)
	}
}

lets_pass(condition, _) if condition.key != "iam:passedtoservice"

lets_pass(condition, _) if contains(condition.operator, "not")

lets_pass(condition, service) if {
	some value in condition.values
	lib.fits(service, value)
}

# What a sentence says of those methods, each with what it takes.
list_of(ways) := concat("; ", sort([sprintf("%s (%s)", [does, concat(", ", sort(actions))]) |
	some does in ways
	method := escalations[does]
	passed := {"iam:PassRole" | method.passes}
	actions := passed | method.needs
]))

# Which of some actions a policy allows on everything that they can be done to, as those are given.
allowed(document, actions) := {action |
	all := granted(document, {lower(action) | some action in actions})
	some action in actions
	lower(action) in all
}

# The policies of which a resource consists, but for those that allow everything anyhow.
limited(resource) := {name: document |
	some name, document in documents(resource)
	not administrative(document)
}

# What only an administrator can do with all identities.
mastery := {
	"iam:attachgrouppolicy",
	"iam:attachrolepolicy",
	"iam:attachuserpolicy",
	"iam:createaccesskey",
	"iam:createpolicyversion",
	"iam:putgrouppolicy",
	"iam:putrolepolicy",
	"iam:putuserpolicy",
}

# Whether a policy makes its holder all-powerful: by all actions, by all of IAM, or by all but a few.
administrative(document) if count(mastery - granted(document, mastery)) == 0

# How a sentence says what such a policy allows.
extent(document) := "every action" if allows_all(document)

extent(document) := "every change of identities" if not allows_all(document)

allows_all(document) if {
	some statement in policies.with_effect(document, "Allow")
	some action in lib.as_list(statement.Action)
	action in {"*", "*:*"}
}

# A boundary holds an identity back, whatever its policies say, unless it bounds nothing.
bounded(identity) if {
	boundary := object.get(identity.properties, "PermissionsBoundary", "")
	boundary != ""
	not endswith(boundary, ":policy/AdministratorAccess")
}

# The policies that make an identity all-powerful, by name.
powers(identity) := set() if bounded(identity)

powers(identity) := of_aws | of_account | inside if {
	not bounded(identity)
	of_aws := attached_of_aws(identity) & {"AdministratorAccess", "IAMFullAccess"}
	of_account := {name | some name, document in attached(identity); administrative(document)}
	inside := {name | some name, document in inline(identity); administrative(document)}
}

# The same for a user, whose groups count, too.
powers_of_user(user) := powers(user) | {sprintf("%s of the group %s", [power, group.native_id]) |
	not bounded(user)
	some group in groups(user)
	some power in powers(group)
}

# The access keys of a user that are in force.
active_keys(user) := {id: key |
	some id, key in lib.present("AWS::IAM::AccessKey")
	key.properties.UserName == user.native_id
	key.properties.Status == "Active"
}

trust := object.get(input.properties, "AssumeRolePolicyDocument", {})

# The statements of the trust policy by which somebody gets the credentials of the role.
admissions := [statement |
	some statement in policies.with_effect(trust, "Allow")
	some action in ["sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity"]
	policies.covers_action(statement, action)
]

# The services of AWS that may assume the role.
services := {service |
	some statement in admissions
	some service in lib.as_list(statement.Principal.Service)
}

# The other accounts that may assume the role.
strangers := {account |
	some statement in admissions
	some account in policies.strangers(statement)
}

# The identity providers by whose word somebody may assume the role, as the keys of conditions begin.
issuers(statement) := {issuer |
	some principal in lib.as_list(statement.Principal.Federated)
	not contains(principal, ":saml-provider/")
	issuer := regex.replace(principal, "^arn:.*:oidc-provider/", "")
}

# The values to which a statement pins a claim of an identity provider.
claims(statement, issuer, claim) := [value |
	some condition in policies.conditions(statement)
	condition.key == lower(sprintf("%s:%s", [issuer, claim]))
	policies.admits(condition)
	some value in condition.values
]
