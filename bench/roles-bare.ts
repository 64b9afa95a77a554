/** The ceiling of it: the same calls by the bare SDK, without gate, guard, proof, journal and comparison. `node bench/roles-bare.ts ACCOUNTS` */
import {
  CreateRoleCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListInstanceProfilesForRoleCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import pLimit from "p-limit";
import { accountIds } from "./roles-work.ts";

const several = pLimit(16);
const region = "us-east-1";
const RoleName = "accesslens-bare";
const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::logs" }],
});
let calls = 0;
const sts = new STSClient({ region });
await Promise.all(
  accountIds(Number(process.argv[2])).map((account) =>
    several(async () => {
      const RoleArn = `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`;
      const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "bench" }));
      const credentials = {
        accessKeyId: Credentials?.AccessKeyId ?? "",
        secretAccessKey: Credentials?.SecretAccessKey ?? "",
        sessionToken: Credentials?.SessionToken ?? "",
      };
      const iam = new IAMClient({ region, credentials });
      const absent = (): null => null;
      await iam.send(new GetRoleCommand({ RoleName })).catch(absent);
      await iam.send(new GetRoleCommand({ RoleName })).catch(absent);
      await iam.send(
        new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: "{}", Tags: [{ Key: "a", Value: "b" }] }),
      );
      for (const PolicyName of ["one", "two"]) {
        await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: policy }));
      }
      const trust = policy
        .replace("s3:ListBucket", "sts:AssumeRole")
        .replace('"Resource":"arn:aws:s3:::logs"', '"Principal":{"AWS":"123456789012"}');
      await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: trust }));
      await iam.send(new GetRoleCommand({ RoleName }));
      await Promise.all([
        iam.send(new ListRolePoliciesCommand({ RoleName })),
        iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: "one" })),
        iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: "two" })),
        iam.send(new ListAttachedRolePoliciesCommand({ RoleName })),
        iam.send(new ListInstanceProfilesForRoleCommand({ RoleName })),
      ]);
      calls += 13;
    }),
  ),
);
console.log(calls);
process.exit();
