/** Random declarations of one role, and what they say, written out apart from the trust policy that is made of them. */
import { glob, patternMatches } from "../../../src/logic/index.ts";
import type { DeclaredRole, DeclaredTrust } from "../../../src/provision/roles/index.ts";
import {
  accountOf,
  declaredRole,
  declaredTrust,
  hubAccount,
  organizationId,
  spokes,
  vendorAccount,
} from "../../support/spoke-roles.ts";
import type { Random } from "../trust/random.ts";

const otherVendor = accountOf("888888888888");
const patterns = ["a*", "b", "*", "?b", "ab"] as const;
const texts = ["a", "ab", "b", "cb", "zz"] as const;
const keys = ["team", "cost"] as const;

export function randomDeclaration(random: Random): DeclaredRole {
  // Ways in for different accounts, so that none lets in who comes by another.
  const ways = [hubAccount, vendorAccount, otherVendor].filter(() => random.chance(60));
  return declaredRole({
    trust: (ways.length === 0 ? [hubAccount] : ways).map((account) => randomTrust(account, random)),
    policies: [],
    targets: { accounts: spokes.slice(0, 1), units: [], tags: [], except: [] },
  });
}

function randomTrust(account: typeof hubAccount, random: Random): DeclaredTrust {
  const isOurs = account === hubAccount;
  const arn = `arn:aws:iam::${account}:role/hub`;
  return declaredTrust({
    principals:
      !isOurs && random.chance(50)
        ? [{ kind: "account", account }]
        : [{ kind: "role", arn, account, partition: "aws" }],
    organization: isOurs && random.chance(50) ? organizationId : null,
    units: isOurs && random.chance(30) ? [random.pick(["Security", "Root", "o-exampleorg1/*"])] : [],
    externalId:
      isOurs && random.chance(60)
        ? { kind: "none" }
        : random.chance(20)
          ? { kind: "waived", reason: "it is ours" }
          : { kind: "stated", values: random.chance(70) ? ["id-1"] : ["id-1", "id-2"] },
    sessionTags: keys
      .filter(() => random.chance(40))
      .map((key) => ({
        ...{ key, values: random.several(patterns, 1, 2) },
        ...{ required: random.chance(50), transitive: random.chance(40) },
      })),
    sourceIdentity: random.chance(40)
      ? { values: random.several(patterns, 1, 2), required: random.chance(50) }
      : null,
  });
}

export type RandomRequest = {
  readonly principal: string;
  readonly externalId: string | null;
  readonly tags: ReadonlyMap<string, string>;
  readonly handedOn: readonly string[];
  readonly sourceIdentity: string | null;
};

/** Half of them are close to what is declared. */
export function randomRequest({ trust }: DeclaredRole, random: Random): RandomRequest {
  const any = anyRequest(random);
  const way = trust[random.below(trust.length * 2)];
  if (way === undefined) return any;
  const { principals, externalId, sessionTags, sourceIdentity } = way;
  const [principal] = principals;
  const tags = new Map(
    sessionTags
      .filter(({ required }) => required || random.chance(50))
      .map(({ key, values }) => [key, fitting(values)]),
  );
  const close: RandomRequest = {
    principal: principal === undefined || principal.kind === "account" ? any.principal : principal.arn,
    externalId: externalId.kind === "stated" ? (externalId.values[0] ?? null) : any.externalId,
    tags,
    handedOn: sessionTags.filter(({ key, transitive }) => transitive && tags.has(key)).map(({ key }) => key),
    sourceIdentity: sourceIdentity === null ? null : fitting(sourceIdentity.values),
  };
  const part = random.pick([
    "none",
    "none",
    "principal",
    "externalId",
    "tags",
    "handedOn",
    "sourceIdentity",
  ] as const);
  return part === "none" ? close : { ...close, [part]: any[part] };
}

function fitting(values: readonly string[]): string {
  return texts.find((text) => matches(values, text)) ?? "a";
}

function anyRequest(random: Random): RandomRequest {
  const account = random.pick([hubAccount, hubAccount, vendorAccount, otherVendor, ...spokes.slice(0, 1)]);
  const tags = new Map(
    [...keys, "else" as const].filter(() => random.chance(35)).map((key) => [key, random.pick(texts)]),
  );
  return {
    principal: `arn:aws:iam::${account}:role/${random.pick(["hub", "hub", "hub", "x"])}`,
    externalId: random.chance(25) ? null : random.pick(["id-1", "id-1", "id-2", "id-3"]),
    tags,
    handedOn: [...tags.keys()].filter(() => random.chance(30)),
    sourceIdentity: random.chance(50) ? random.pick(texts) : null,
  };
}

export function contextOf({ externalId, tags, handedOn, sourceIdentity }: RandomRequest) {
  return {
    ...(externalId === null ? {} : { "sts:ExternalId": externalId }),
    ...Object.fromEntries([...tags].map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    ...(tags.size === 0 ? {} : { "aws:TagKeys": [...tags.keys()] }),
    ...(handedOn.length === 0 ? {} : { "sts:TransitiveTagKeys": handedOn }),
    ...(sourceIdentity === null ? {} : { "sts:SourceIdentity": sourceIdentity }),
  };
}

/** Whether the declaration means to let the request in. */
export function isMeant({ trust }: DeclaredRole, request: RandomRequest): boolean {
  return trust.some((one) => isMeantBy(one, request));
}

function isMeantBy(
  trust: DeclaredTrust,
  { principal, externalId, tags, handedOn, sourceIdentity }: RandomRequest,
): boolean {
  const isCaller = trust.principals.some((one) =>
    one.kind === "account" ? principal.includes(`::${one.account}:`) : one.arn === principal,
  );
  const hasId = trust.externalId.kind !== "stated" || trust.externalId.values.includes(externalId ?? "");
  const hasTags = trust.sessionTags.every(({ key, values, required }) => {
    const value = tags.get(key);
    return value === undefined ? !required : matches(values, value);
  });
  const hasNoOthers = [...tags.keys()].every((key) => trust.sessionTags.some((tag) => tag.key === key));
  const handsOn = handedOn.every((key) => trust.sessionTags.some((tag) => tag.key === key && tag.transitive));
  const hasIdentity =
    sourceIdentity === null
      ? trust.sourceIdentity?.required !== true
      : trust.sourceIdentity !== null && matches(trust.sourceIdentity.values, sourceIdentity);
  return isCaller && hasId && hasTags && hasNoOthers && handsOn && hasIdentity;
}

function matches(values: readonly string[], text: string): boolean {
  return values.some((value) => patternMatches(glob(value), text));
}
