/** What is worth most in any organization, where nobody says what is: found by what the snapshot shows. */

import { type Account, type AccountId, type Resource, splitArn } from "../../model/index.ts";
import type { ReachGraph } from "../reach/index.ts";
import { administratorOf, type Jewel, withoutRepeats } from "./jewel.ts";
import { servicePrincipalsIn } from "./log-delivery.ts";

/** Services by which an account watches over the others, or acts in them. */
const securityServices: ReadonlySet<string> = new Set([
  "access-analyzer.amazonaws.com",
  "auditmanager.amazonaws.com",
  "cloudtrail.amazonaws.com",
  "config-multiaccountsetup.amazonaws.com",
  "config.amazonaws.com",
  "detective.amazonaws.com",
  "fms.amazonaws.com",
  "guardduty.amazonaws.com",
  "iam.amazonaws.com",
  "inspector2.amazonaws.com",
  "macie.amazonaws.com",
  "malware-protection.guardduty.amazonaws.com",
  "member.org.stacksets.cloudformation.amazonaws.com",
  "securityhub.amazonaws.com",
  "securitylake.amazonaws.com",
  "ssm.amazonaws.com",
  "sso.amazonaws.com",
]);

/** Services that deliver logs into buckets. */
const logServices: ReadonlySet<string> = new Set([
  "cloudtrail.amazonaws.com",
  "config.amazonaws.com",
  "delivery.logs.amazonaws.com",
]);

const logArchiveName = /log[\s_-]?(archive|s\b|ging)|audit/i;
const securityName = /security|\bsec[\s_-]?(ops|tooling)|\bsoc\b/i;

export function defaultJewels(graph: ReachGraph): readonly Jewel[] {
  return withoutRepeats([
    ...organizationJewels(graph),
    ...delegatedJewels(graph),
    ...logBuckets(graph),
    ...namedAccounts(graph),
    ...administrators(graph),
    ...grouped(graph, "keys", "AWS::KMS::Key", ({ attributes }) => attributes.keyManager !== "AWS"),
    ...grouped(graph, "secrets", "AWS::SecretsManager::Secret", () => true),
  ]);
}

function* organizationJewels({ snapshot: { organization } }: ReachGraph): Iterable<Jewel> {
  if (organization === null) return;
  yield {
    id: "organization",
    kind: "organization",
    account: null,
    because: [
      "Who controls it can lift control policies, move accounts, and appoint delegated administrators.",
    ],
    ends: [{ kind: "organization" }],
  };
  const because =
    "It is the management account: no control policy binds it, and it reaches into all members.";
  yield administratorOf(organization.managementAccount, "management-account", because);
}

function* delegatedJewels({ snapshot: { organization } }: ReachGraph): Iterable<Jewel> {
  const services = Map.groupBy(
    (organization?.delegatedAdministrators ?? []).filter(({ servicePrincipal }) =>
      securityServices.has(servicePrincipal),
    ),
    ({ account }) => account,
  );
  for (const [account, delegated] of services) {
    const names = delegated.map(({ servicePrincipal }) => servicePrincipal).toSorted();
    yield administratorOf(
      account,
      "security-tooling",
      `It is the delegated administrator of ${names.join(", ")}.`,
    );
  }
}

/** Buckets that AWS's logs are delivered to, and the accounts that hold them. */
function* logBuckets({ snapshot }: ReachGraph): Iterable<Jewel> {
  for (const { account, resource } of resourcesOf(snapshot, "AWS::S3::Bucket")) {
    if (resource.policy === null) continue;
    const text = snapshot.documents.text(resource.policy, account.id);
    const delivering = servicePrincipalsIn(text).filter((name) => logServices.has(name));
    if (delivering.length === 0) continue;
    const because = `Its policy lets ${delivering.join(", ")} deliver logs to it.`;
    yield {
      id: resource.arn,
      kind: "log-archive",
      account: account.id,
      because: [because],
      ends: [{ kind: "arn", arn: resource.arn }],
    };
  }
}

/** Names are a hint, and told as one. */
function* namedAccounts({ snapshot }: ReachGraph): Iterable<Jewel> {
  for (const { id, name, inOrganization } of snapshot.accounts) {
    if (!inOrganization || name === null) continue;
    const kind = logArchiveName.test(name)
      ? "log-archive"
      : securityName.test(name)
        ? "security-tooling"
        : null;
    if (kind !== null)
      yield administratorOf(id, kind, `Its name, ${JSON.stringify(name)}, says so: a hint only.`);
  }
}

function* administrators({ snapshot, administered }: ReachGraph): Iterable<Jewel> {
  for (const index of administered) {
    const account = snapshot.accounts[index];
    if (account === undefined) continue;
    const because = "Its administrators can do everything that control policies leave to the account.";
    yield administratorOf(account.id, "administrator", because);
  }
}

/** One for each account: single keys and secrets of a large organization would bury everything else. */
function* grouped(
  { snapshot }: ReachGraph,
  kind: "keys" | "secrets",
  type: string,
  counts: (resource: Resource) => boolean,
): Iterable<Jewel> {
  const held = new Map<AccountId, Resource[]>();
  for (const { account, resource } of resourcesOf(snapshot, type)) {
    if (!counts(resource)) continue;
    const known = held.get(account.id);
    if (known === undefined) held.set(account.id, [resource]);
    else known.push(resource);
  }
  for (const [account, resources] of held) {
    const [first] = resources;
    const service = splitArn(first?.arn ?? "")?.service ?? "";
    yield {
      id: `${service}:${account}`,
      kind,
      account,
      because: [`It holds ${resources.length} ${resources.length === 1 ? kind.slice(0, -1) : kind}.`],
      ends: resources.map(({ arn }) => ({ kind: "arn", arn })),
    };
  }
}

export function* resourcesOf(
  snapshot: ReachGraph["snapshot"],
  type: string | null,
): Iterable<{ readonly account: Account; readonly resource: Resource }> {
  for (const [index, account] of snapshot.accounts.entries()) {
    for (const resource of snapshot.accountData(index)?.resources ?? []) {
      if (type === null || resource.type === type) yield { account, resource };
    }
  }
}
