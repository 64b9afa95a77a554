/** Random whole questions: a caller, a resource's account, and every layer of policies over them. */
import type { Random } from "../../../laws/trust/random.ts";
import { callerOf, isIam, roleOf } from "../callers.ts";
import type { Domain } from "../finite.ts";
import { domainOf } from "./domains.ts";
import { type RawPolicy, type Role, randomPolicy, randomSubject, type Subject } from "./policies.ts";
import {
  type CallerOfWorld,
  federatedCallers,
  foreign,
  iamCallers,
  management,
  otherCallers,
  owner,
  serviceNames,
} from "./vocabulary.ts";

export type RawSet = {
  readonly identity: readonly RawPolicy[];
  readonly resource: RawPolicy | null;
  readonly boundary: readonly RawPolicy[] | null;
  readonly session: readonly RawPolicy[] | null;
  readonly scps: readonly (readonly RawPolicy[])[] | null;
  readonly rcps: readonly (readonly RawPolicy[])[] | null;
  readonly endpoint: readonly RawPolicy[] | null;
  /** Layers of which it is not known what they say. */
  readonly unknown: readonly ("identity" | "resource")[];
};

/** A request of a question's domain: an index for action and resource, and for each key the indexes of its values. */
export type Choices = {
  readonly action: number;
  readonly resource: number;
  readonly keys: Readonly<Record<string, readonly number[]>>;
};

export type RandomQuestion = {
  readonly subject: Subject;
  readonly caller: CallerOfWorld;
  readonly policies: RawSet;
  readonly domain: Domain;
  readonly requests: readonly Choices[];
};

const everything: RawPolicy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }],
};
/** As AWS attaches it to every root, unit and account. */
const everythingToAll: RawPolicy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: ["*"], Resource: ["*"] }],
};

export function randomQuestion(random: Random, requestCount: number): RandomQuestion {
  const about = randomSubject(random, serviceNames);
  const caller = randomCaller(random, about);
  const subject = { ...about, likely: namesOf(caller) };
  const policies = randomSet(random, subject, caller);
  const domain = domainOf(subject, callerOf(caller), everyPolicy(policies));
  const requests = Array.from({ length: requestCount }, () => randomChoices(random, domain));
  return { subject, caller, policies, domain, requests };
}

/** Texts of the AWS element that mean the caller. */
function namesOf(by: CallerOfWorld): readonly [string, ...string[]] {
  const caller = callerOf(by);
  if (!isIam(caller)) return ["*"];
  const role = roleOf(caller);
  return [
    "*",
    caller.account,
    `arn:aws:iam::${caller.account}:root`,
    caller.arn,
    caller.arn,
    ...(role === null ? [] : [role, role]),
  ];
}

function randomCaller(random: Random, { service, account }: Subject): CallerOfWorld {
  // A provider speaks for the roles of its own account.
  const others: readonly [CallerOfWorld, ...CallerOfWorld[]] =
    service === "sts" && account === owner ? federatedCallers : otherCallers;
  const usual: readonly [CallerOfWorld, ...CallerOfWorld[]] = iamCallers;
  if (random.chance(12)) return random.pick(others);
  const [first, ...near] = usual.filter(({ principal }) => String(principal).includes(`:${account}:`));
  return first !== undefined && random.chance(50) ? random.pick([first, ...near]) : random.pick(usual);
}

function randomSet(random: Random, subject: Subject, by: CallerOfWorld): RawSet {
  const caller = callerOf(by);
  const hasIdentity = isIam(caller);
  const several = (role: Role, least: number, most: number): RawPolicy[] =>
    Array.from({ length: least + random.below(most - least + 1) }, () => randomPolicy(random, subject, role));
  const withDefault = (role: Role, usual: RawPolicy): RawPolicy[] =>
    random.chance(65) ? [usual, ...several(role, 0, 1)] : several(role, 1, 2);
  const levels = (role: Role, usual: RawPolicy): RawPolicy[][] =>
    Array.from({ length: random.chance(3) ? 0 : 1 + random.below(3) }, () => withDefault(role, usual));
  const own = (): RawPolicy[] => [
    ...(random.chance(35) ? [everything] : []),
    ...several("identity", random.chance(12) ? 0 : 1, 2),
  ];
  const limit = (): RawPolicy => (random.chance(30) ? everything : randomPolicy(random, subject, "identity"));
  const isSession = caller.kind === "session" || caller.kind === "federated-user";
  const outside = hasIdentity && (caller.account === management || caller.account === foreign);
  const ruled = hasIdentity && !outside && random.chance(45);
  return {
    identity: hasIdentity && caller.kind !== "root" ? own() : [],
    resource: random.chance(28)
      ? null
      : randomPolicy(random, subject, subject.service === "sts" ? "trust" : "resource"),
    boundary:
      hasIdentity && caller.kind !== "root" && random.chance(30)
        ? withDefault("identity", everything).slice(0, 1)
        : null,
    session: isSession && random.chance(35) ? [limit(), ...(random.chance(30) ? [limit()] : [])] : null,
    scps: ruled ? levels("scp", everything) : null,
    rcps: random.chance(30) ? levels("rcp", everythingToAll) : null,
    endpoint: random.chance(15) ? withDefault("endpoint", everythingToAll) : null,
    unknown: random.chance(4) ? [random.pick(["identity", "resource"])] : [],
  };
}

export function everyPolicy(set: RawSet): RawPolicy[] {
  return [
    ...set.identity,
    ...(set.resource === null ? [] : [set.resource]),
    ...(set.boundary ?? []),
    ...(set.session ?? []),
    ...(set.scps ?? []).flat(),
    ...(set.rcps ?? []).flat(),
    ...(set.endpoint ?? []),
  ];
}

export function randomChoices(random: Random, domain: Domain): Choices {
  const keys: Record<string, readonly number[]> = {};
  for (const [key, { kind, values }] of domain.keys) {
    if (kind === "one")
      keys[key] = [values.length > 1 && random.chance(20) ? 0 : random.below(values.length)];
    else
      keys[key] = [
        ...new Set(Array.from({ length: random.pick([0, 1, 1, 2, 3]) }, () => random.below(values.length))),
      ];
  }
  return {
    action: random.below(domain.actions.length),
    resource: random.below(domain.resources.length),
    keys,
  };
}
