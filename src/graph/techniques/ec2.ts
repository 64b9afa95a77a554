/** Techniques by EC2 instances, whose role is at the instance metadata service for whoever runs code there. */
import type { Gives, Need, Place, Technique } from "./technique.ts";

const anyInstance: Place = { form: "arn:${Partition}:ec2:*:${Account}:instance/*" };
/** Images belong to whoever published them: the ARN has no account. */
const anyImage: Place = { form: "arn:${Partition}:ec2:*::image/*" };
const anyNetworkInterface: Place = { form: "arn:${Partition}:ec2:*:${Account}:network-interface/*" };
const anySecurityGroup: Place = { form: "arn:${Partition}:ec2:*:${Account}:security-group/*" };
const anySubnet: Place = { form: "arn:${Partition}:ec2:*:${Account}:subnet/*" };
const anyVolume: Place = { form: "arn:${Partition}:ec2:*:${Account}:volume/*" };
const anySpotRequest: Place = { form: "arn:${Partition}:ec2:*:${Account}:spot-instances-request/*" };

const existingInstance: Place = {
  form: "arn:${Partition}:ec2:*:${Account}:instance/*",
  existing: "AWS::EC2::Instance",
};
const anyInstanceProfile: Place = { form: "arn:${Partition}:iam::${Account}:instance-profile/*" };

/** EC2 judges a launch once for each thing that it touches, the root volume too. */
const runInstances: readonly Need[] = [
  anyInstance,
  anyImage,
  anyNetworkInterface,
  anySecurityGroup,
  anySubnet,
  anyVolume,
].map((on) => ({ action: "ec2:RunInstances", on }));

const passedRole: Gives = {
  kind: "passed-role",
  services: ["ec2.amazonaws.com"],
  instanceProfile: true,
};
export const roleOfInstance: Gives = {
  kind: "workload-role",
  workload: { types: ["AWS::EC2::Instance"], roleFrom: ["roleArn"] },
};

const runsCodeThere = "it runs code on that instance, or can come to (sessions, keys, user data)";

export const ec2Techniques: readonly Technique[] = [
  {
    id: "ec2-001",
    title: "launches an EC2 instance with the role's instance profile and its own user data",
    references: ["https://pathfinding.cloud/paths/ec2-001"],
    gives: passedRole,
    needs: [{ action: "iam:PassRole", on: "target" }, ...runInstances],
    commands: [
      "aws ec2 run-instances --image-id IMAGE --instance-type t3.micro --iam-instance-profile Name=PROFILE --user-data file://SCRIPT.sh",
    ],
  },
  {
    id: "ec2-002",
    title: "stops an existing EC2 instance, changes its user data and starts it",
    references: ["https://pathfinding.cloud/paths/ec2-002"],
    gives: roleOfInstance,
    needs: [
      { action: "ec2:ModifyInstanceAttribute", on: "workload" },
      { action: "ec2:StopInstances", on: "workload" },
      { action: "ec2:StartInstances", on: "workload" },
    ],
    commands: [
      "aws ec2 stop-instances --instance-ids {workload.name}",
      "aws ec2 modify-instance-attribute --instance-id {workload.name} --attribute userData --value file://SCRIPT.base64",
      "aws ec2 start-instances --instance-ids {workload.name}",
    ],
  },
  {
    id: "ec2-003",
    title: "requests a spot instance with the role's instance profile and its own user data",
    references: ["https://pathfinding.cloud/paths/ec2-003"],
    gives: passedRole,
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "ec2:RequestSpotInstances", on: anySpotRequest },
      { action: "ec2:RequestSpotInstances", on: anyImage },
    ],
    unseen: ["there is a subnet to launch into (describe-subnets)"],
    commands: ["aws ec2 request-spot-instances --launch-specification file://SPECIFICATION.json"],
  },
  {
    id: "ec2-004",
    title: "makes a new default version of an existing launch template, with its own user data",
    references: ["https://pathfinding.cloud/paths/ec2-004"],
    gives: {
      kind: "workload-role",
      workload: { types: ["AWS::EC2::LaunchTemplate"], roleFrom: ["roleArn"] },
    },
    needs: [
      { action: "ec2:CreateLaunchTemplateVersion", on: "workload" },
      { action: "ec2:ModifyLaunchTemplate", on: "workload" },
    ],
    unseen: ["instances are launched by the template's default version (describe-auto-scaling-groups)"],
    commands: [
      "aws ec2 create-launch-template-version --launch-template-id {workload.name} --source-version VERSION --launch-template-data UserData=BASE64",
      "aws ec2 modify-launch-template --launch-template-id {workload.name} --default-version VERSION",
    ],
  },
  {
    id: "accesslens-ec2-associate-instance-profile",
    title: "gives the role's instance profile to an existing EC2 instance that has none",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-ec2-privesc/index.html",
    ],
    gives: passedRole,
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "ec2:AssociateIamInstanceProfile", on: existingInstance },
    ],
    unseen: [runsCodeThere, "the instance has no instance profile yet (describe-instances)"],
    commands: [
      "aws ec2 associate-iam-instance-profile --instance-id INSTANCE --iam-instance-profile Name=PROFILE",
    ],
  },
  {
    id: "accesslens-ec2-new-instance-profile",
    title:
      "puts the role into a new instance profile, and launches an EC2 instance with it and its own user data",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-ec2-privesc/index.html",
    ],
    gives: { kind: "passed-role", services: ["ec2.amazonaws.com"] },
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "iam:CreateInstanceProfile", on: anyInstanceProfile },
      { action: "iam:AddRoleToInstanceProfile", on: anyInstanceProfile },
      ...runInstances,
    ],
    commands: [
      "aws iam create-instance-profile --instance-profile-name NAME",
      "aws iam add-role-to-instance-profile --instance-profile-name NAME --role-name {target.name}",
      "aws ec2 run-instances --image-id IMAGE --instance-type t3.micro --iam-instance-profile Name=NAME --user-data file://SCRIPT.sh",
    ],
  },
  {
    id: "accesslens-ec2-replace-instance-profile",
    title: "gives the role's instance profile to an existing EC2 instance in place of another",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-ec2-privesc/index.html",
    ],
    gives: passedRole,
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "ec2:ReplaceIamInstanceProfileAssociation", on: existingInstance },
    ],
    unseen: [runsCodeThere],
    commands: [
      "aws ec2 replace-iam-instance-profile-association --association-id ASSOCIATION --iam-instance-profile Name=PROFILE",
    ],
  },
];
