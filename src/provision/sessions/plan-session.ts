/** A wish for a session, checked and laid out as the calls of AssumeRole that bring it about, one for each role of the chain. */
import {
  type AccountId,
  err,
  isAccountId,
  ok,
  type Partition,
  type Result,
  splitArn,
} from "../../model/index.ts";
import { isExternalId } from "../external-ids/external-id.ts";
import { durationFault, leastSeconds, mostChainedSeconds, usualSeconds } from "./duration.ts";
import { nameForm, type SessionFault } from "./fault.ts";
import { policyArnFaults, type SessionPolicies } from "./session-policies.ts";
import { type SessionTag, tagFaults } from "./session-tags.ts";

export type RoleName = {
  readonly arn: string;
  readonly partition: Partition;
  readonly account: AccountId;
};

export type SessionWish = {
  /** Roles on the way, in order; the last one is the role whose session is wanted. */
  readonly roles: readonly string[];
  readonly name: string;
  readonly tags: readonly SessionTag[];
  /** Keys among the tags that later sessions keep. */
  readonly transitive: readonly string[];
  readonly sourceIdentity: string | null;
  /** What the last role's trust policy asks for; null: nothing. */
  readonly externalId: string | null;
  /** The same of roles on the way, by their ARNs. */
  readonly externalIdsOnTheWay: Readonly<Record<string, string>>;
  readonly policies: SessionPolicies;
  /** Null: an hour, or less where the role gives less. */
  readonly seconds: number | null;
};

/** One call of AssumeRole. */
export type AssumeCall = {
  readonly role: RoleName;
  readonly name: string;
  readonly tags: readonly SessionTag[];
  readonly transitive: readonly string[];
  readonly sourceIdentity: string | null;
  readonly externalId: string | null;
  readonly policies: SessionPolicies;
  readonly seconds: number;
};

export type CallerFacts = {
  /** Whether the credentials at hand are those of a role's session. */
  readonly isSession: boolean;
  /** The wanted role's MaxSessionDuration; null: not known. */
  readonly roleSeconds: number | null;
};

const noPolicies: SessionPolicies = { inline: null, arns: [] };

/**
 * What has to hold on the whole way goes in at the first role: the source identity, which nobody can change later, and transitive
 * tags, which may not be given again (IAM-SEMANTICS 31, 32). External IDs are each role's own. The rest is for the last. Sessions
 * on the way live as briefly as STS lets them.
 */
export function planSession(
  wish: SessionWish,
  { isSession, roleSeconds }: CallerFacts,
): Result<readonly AssumeCall[], readonly SessionFault[]> {
  const roles = wish.roles.map(parseRole);
  const faults = [
    ...roles.flatMap((role) => (role.ok ? [] : [role.error])),
    ...tagFaults(wish.tags, wish.transitive),
    ...nameFaults(wish),
    ...externalIdFaults(wish),
  ];
  const known = roles.flatMap((role) => (role.ok ? [role.value] : []));
  const last = known.at(-1);
  if (last !== undefined) faults.push(...policyArnFaults(wish.policies.arns, last));
  const isChained = isSession || wish.roles.length > 1;
  const most = Math.min(roleSeconds ?? usualSeconds, isChained ? mostChainedSeconds : usualSeconds);
  const seconds = wish.seconds ?? most;
  const tooLong = durationFault(seconds, { isChained, roleSeconds });
  if (tooLong !== null) faults.push(tooLong);
  if (faults.length > 0) return err(faults);
  return ok(known.map((role, index) => callOf(wish, role, seconds, index === 0, index === known.length - 1)));
}

function callOf(
  wish: SessionWish,
  role: RoleName,
  seconds: number,
  isFirst: boolean,
  isLast: boolean,
): AssumeCall {
  const goesOn = ({ key }: SessionTag): boolean => wish.transitive.includes(key);
  return {
    role,
    name: wish.name,
    tags: wish.tags.filter((tag) => (goesOn(tag) ? isFirst : isLast)),
    transitive: isFirst ? wish.transitive : [],
    sourceIdentity: isFirst ? wish.sourceIdentity : null,
    externalId: isLast ? wish.externalId : (wish.externalIdsOnTheWay[role.arn] ?? null),
    policies: isLast ? wish.policies : noPolicies,
    seconds: isLast ? seconds : leastSeconds,
  };
}

/** A role's ARN, path included. */
export function parseRole(arn: string): Result<RoleName, SessionFault> {
  const parts = splitArn(arn);
  if (
    parts === null ||
    parts.service !== "iam" ||
    parts.region !== "" ||
    !isAccountId(parts.account) ||
    !/^role\/(?:[!-~]*\/)?[\w+=,.@-]{1,64}$/.test(parts.resource)
  ) {
    return err({
      what: "role",
      message: `${JSON.stringify(arn)} is no role's ARN`,
      advice: "Give it with its path: arn:aws:iam::123456789012:role/path/Name",
    });
  }
  return ok({ arn, partition: parts.partition, account: parts.account });
}

function nameFaults({ name, sourceIdentity }: SessionWish): readonly SessionFault[] {
  const faults: SessionFault[] = [];
  if (!nameForm.test(name)) {
    faults.push({
      what: "session-name",
      message: `${JSON.stringify(name)} is no session's name`,
      advice: "2 to 64 letters, digits and _+=,.@- (STS, AssumeRole).",
    });
  }
  if (sourceIdentity !== null && !nameForm.test(sourceIdentity)) {
    faults.push({
      what: "source-identity",
      message: `${JSON.stringify(sourceIdentity)} is no source identity`,
      advice: "2 to 64 letters, digits and _+=,.@- (STS, AssumeRole).",
    });
  }
  return faults;
}

function externalIdFaults({
  roles,
  externalId,
  externalIdsOnTheWay: onTheWay,
}: SessionWish): readonly SessionFault[] {
  const way = roles.slice(0, -1);
  const advice = "An external ID is 2 to 1224 letters, digits and _+=,.@:/- (STS, AssumeRole).";
  const faults: SessionFault[] = [];
  if (externalId !== null && !isExternalId(externalId)) {
    faults.push({ what: "external-id", message: "the external ID is none that STS takes", advice });
  }
  for (const [role, id] of Object.entries(onTheWay)) {
    if (!way.includes(role)) {
      faults.push({
        what: "via-external-id",
        message: `${JSON.stringify(role)} is no role on the way`,
        advice: "Name it with --via, too. The last role's external ID is given with --external-id-file.",
      });
    } else if (!isExternalId(id)) {
      faults.push({
        what: "via-external-id",
        message: `the external ID of ${role} is none that STS takes`,
        advice,
      });
    }
  }
  return faults;
}

/** The condition keys that a call of AssumeRole brings. */
export function contextOf(call: AssumeCall): Readonly<Record<string, string | readonly string[]>> {
  return {
    "sts:RoleSessionName": call.name,
    ...(call.externalId === null ? {} : { "sts:ExternalId": call.externalId }),
    ...(call.sourceIdentity === null ? {} : { "sts:SourceIdentity": call.sourceIdentity }),
    ...Object.fromEntries(call.tags.map(({ key, value }) => [`aws:RequestTag/${key}`, value])),
    ...(call.tags.length === 0 ? {} : { "aws:TagKeys": call.tags.map(({ key }) => key) }),
    ...(call.transitive.length === 0 ? {} : { "sts:TransitiveTagKeys": call.transitive }),
  };
}
