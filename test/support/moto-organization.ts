/** An organization in moto: nested units, control policies, accounts with roles, and resources that are shared. */
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  CreateSAMLProviderCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  AttachPolicyCommand,
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  CreatePolicyCommand,
  EnablePolicyTypeCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
  RegisterDelegatedAdministratorCommand,
} from "@aws-sdk/client-organizations";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import pLimit from "p-limit";
import { sharing } from "./collected.ts";

export type MotoOrganization = { readonly id: string; readonly accounts: readonly string[] };

const region = "us-east-1";

/** With `accounts` member accounts beside the management account, each with `roles` roles. */
export async function seedOrganization(accounts: number, roles: number): Promise<MotoOrganization> {
  const organizations = new OrganizationsClient({ region });
  const { Organization } = await organizations.send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
  const { Roots = [] } = await organizations.send(new ListRootsCommand({}));
  const root = Roots[0]?.Id ?? "";
  for (const PolicyType of ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"] as const) {
    await organizations.send(new EnablePolicyTypeCommand({ RootId: root, PolicyType }));
  }
  const unit = async (ParentId: string, Name: string): Promise<string> => {
    const answer = await organizations.send(new CreateOrganizationalUnitCommand({ ParentId, Name }));
    return answer.OrganizationalUnit?.Id ?? "";
  };
  const workloads = await unit(root, "workloads");
  const units = [await unit(workloads, "prod"), await unit(workloads, "dev"), await unit(root, "security")];
  const control = async (
    Type: "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY",
    Name: string,
    statement: object,
    TargetId: string,
  ) => {
    const Content = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const created = await organizations.send(
      new CreatePolicyCommand({ Type, Name, Description: Name, Content }),
    );
    await organizations.send(
      new AttachPolicyCommand({ PolicyId: created.Policy?.PolicySummary?.Id, TargetId }),
    );
  };
  await control(
    "SERVICE_CONTROL_POLICY",
    "no-users",
    { Effect: "Deny", Action: "iam:CreateUser", Resource: "*" },
    workloads,
  );
  await control(
    "RESOURCE_CONTROL_POLICY",
    "ours-only",
    {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: "*",
      Condition: {
        StringNotEqualsIfExists: { "aws:PrincipalOrgID": Organization?.Id },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      },
    },
    root,
  );
  const ids: string[] = [];
  for (let index = 0; index < accounts; index += 1) {
    const created = await organizations.send(
      new CreateAccountCommand({
        Email: `a${index}@example.com`,
        AccountName: `account ${index}`,
        Tags: [{ Key: "stage", Value: index % 2 === 0 ? "prod" : "dev" }],
      }),
    );
    const AccountId = created.CreateAccountStatus?.AccountId ?? "";
    await organizations.send(
      new MoveAccountCommand({
        AccountId,
        SourceParentId: root,
        DestinationParentId: units[index % units.length],
      }),
    );
    ids.push(AccountId);
  }
  await organizations.send(
    new RegisterDelegatedAdministratorCommand({
      AccountId: ids[0],
      ServicePrincipal: "ssm.amazonaws.com",
    }),
  );
  const several = pLimit(4);
  await Promise.all(ids.map((id, index) => several(() => seedAccount(id, index, ids, roles))));
  return { id: Organization?.Id ?? "", accounts: ids };
}

async function seedAccount(id: string, index: number, ids: readonly string[], roles: number): Promise<void> {
  const sts = new STSClient({ region });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${id}:role/OrganizationAccountAccessRole`,
      RoleSessionName: "seed",
    }),
  );
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
  const iam = new IAMClient({ region, credentials });
  const json = (statement: object): string =>
    JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  for (let role = 0; role < roles; role += 1) {
    const trusted = role === 0 ? "999988887777" : ids[(index + role) % ids.length];
    const RoleName = `role-${role}`;
    await iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: json({
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${trusted}:root` },
          Action: "sts:AssumeRole",
        }),
        MaxSessionDuration: role === 1 ? 43_200 : 3600,
      }),
    );
    await iam.send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName: "own",
        PolicyDocument: json({ Effect: "Allow", Action: ["sts:AssumeRole", "s3:Get*"], Resource: "*" }),
      }),
    );
  }
  if (index % 3 === 0) {
    await iam.send(
      new CreateOpenIDConnectProviderCommand({
        Url: "https://token.actions.githubusercontent.com",
        ClientIDList: ["sts.amazonaws.com"],
        ThumbprintList: ["6938fd4d98bab03faadb97b34396831e3780aea1"],
      }),
    );
    await iam.send(new CreateSAMLProviderCommand({ Name: "people", SAMLMetadataDocument: "x".repeat(1024) }));
  }
  const sqs = new SQSClient({ region: "eu-west-1", credentials });
  const Policy = JSON.stringify(sharing("sqs:SendMessage", `arn:aws:sqs:eu-west-1:${id}:jobs`));
  await sqs.send(new CreateQueueCommand({ QueueName: "jobs", Attributes: { Policy } }));
  const kms = new KMSClient({ region, credentials });
  await kms.send(new CreateKeyCommand({ Policy: JSON.stringify(sharing("kms:Decrypt", "*")) }));
}
