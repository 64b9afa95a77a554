/** How advice is come to, as a page: docs/advise.md is made of the facts that it stands on. */
import { type Fact, facts } from "../src/provision/advice/facts.ts";

export const advicePageFile = "docs/advise.md";

export function advicePage(): string {
  const rows = Object.entries<Fact>(facts).map(([id, { says, source, points }]) => {
    const where = source.startsWith("{") ? "the service's own page" : `[AWS](${source})`;
    return `| \`${id}\` | ${says.replaceAll("|", "\\|")} | ${points === "never" ? "no way" : points} | ${where} |`;
  });
  return `# How to let somebody use a resource

<!-- Made by \`npm run docs\` from src/provision/advice/facts.ts and scripts/advice-page.ts: edit those, not this page. -->

\`accesslens advise --from CALLER --to RESOURCE --action LIST\` tells which way is best, why, and what each way takes and exposes. Nothing is read
from AWS and nothing written: what it looks at is the question and the snapshot, if there is one.

\`\`\`
accesslens advise --from arn:aws:iam::444455556666:role/reader --to arn:aws:s3:::reports --action s3:GetObject
accesslens advise --from 444455556666 --to arn:aws:sqs:eu-west-1:111122223333:orders --action sqs:SendMessage --org-id o-a1b2c3d4e5
accesslens advise --from arn:aws:iam::444455556666:role/reader --to arn:aws:s3:::reports --to arn:aws:dynamodb:eu-west-1:111122223333:table/orders \\
  --action s3:GetObject,dynamodb:Query --account 111122223333 --keep-own --out advice
\`\`\`

| option | what it says |
|---|---|
| \`--from\` | a role, user, session or account; a service (\`lambda.amazonaws.com\`); \`*\` with \`--org-id\` for everybody of an organization |
| \`--to\` | a resource's ARN; several times for several. Of S3 with \`/PREFIX*\` if you want |
| \`--action\` | what is to be done there; each action goes to the resources of its service |
| \`--org-id\` | the caller is of this organization, and loses access when it leaves |
| \`--key\` | the KMS key by which the resources are encrypted, or \`alias/aws/…\`. Of queues and topics the snapshot tells it |
| \`--account\` | whose they are, where neither ARN (a bucket's) nor snapshot tells |
| \`--region\` | of a bucket, for an access point; the snapshot may tell it |
| \`--keep-own\` | the caller needs its own account's permissions in the same session, as to copy from one account to another |
| \`--role\` | the name of the role that would be made |
| \`--out\` | writes each way's files into a folder of its own |

## The ways

| way | made by | told when |
|---|---|---|
| \`identity-policy\` | a policy of the caller's | caller and resources are of one account |
| \`resource-policy\` | \`accesslens grant\` | always |
| \`key-grant\` | \`accesslens grant --via grant\` | all resources are KMS keys |
| \`access-point\` | \`aws s3control create-access-point\`, \`accesslens grant\` | the one resource is a bucket |
| \`role\` | \`accesslens role apply\` of a file that is told ([roles](roles.md)) | always |

Where the caller is of another account, its own policies have to allow it as well: the policy, and the call that attaches it, are told. A third
party's role asks for an external ID that \`accesslens external-id issue\` makes. For a service no command writes: the policy is told as a file.

## How they are ranked

First those that nothing known denies, then those that are still denied, then what is no way. Among equals the points of the facts that hold are
added; the better sum comes first. Each fact is told with its source.

| state | meaning |
|---|---|
| \`proven\` | the way was put into the snapshot, and the concrete evaluator allows every request that was tried, on both sides |
| \`unproven\` | nothing that is known denies it, and not all is known: each thing that is not is told |
| \`blocked\` | something denies it still: which control policy, boundary or statement is told |
| \`impossible\` | a fact says so |

Requests that are tried: each action on each resource, on an example object where it works on objects; of a pattern five actions that it
matches. Each is sent as usual: encrypted, not by a service in between, to the resource's region (where that is not known, the partition's
first). For a role the assumption and the requests of its session. For a whole account its root user, for an organization the root
user of one member. Exit code 1: nothing is recommended.

**What it exposes** is who could then and could not before, by the engine, asked over everybody in the snapshot for up to six requests: principals
behind a whole account that its own policies let, everybody who can assume the role, and the role itself.

## The facts

| fact | says | points | source |
|---|---|---|---|
${rows.join("\n")}

## What is not looked at

- What is set up outside of IAM: networks, VPC endpoints, resource shares (RAM), Lake Formation, presigned URLs, replication.
- Quotas of an account that are raised or used up by what is not in the snapshot; prices; latency.
- Whether a bucket, secret or table is encrypted by a key of your own, unless \`--key\` says so. The plan of \`accesslens grant\` reads it.
- Access points of several regions, and access points that are there: name one by \`--to\` to have it used.
- Which services have policies of resources is a list in \`src/provision/advice/services.ts\`; of one that is not in it only the role is advised.
- Of Lambda, SNS, ECR, DynamoDB and EventBridge no list says which actions other accounts can't be given: all that work on the resource are
  taken to be possible.
`;
}
