/** The plan of a grant or of its revocation: what would stand in each policy, who gains, what is still in the way, and the inverse. */

import type { ActionCatalogue } from "../../../authz/action-catalogue.ts";
import { organizationFacts, type Refusal, refusalOf } from "../../../aws/index.ts";
import { notOfGrants } from "../../../aws/writes/index.ts";
import type { AccessParty, AccountId, Snapshot } from "../../../model/index.ts";
import {
  actionsOfNothing,
  addStatements,
  type BlockingDeny,
  callerStatements,
  type GrantDeclaration,
  judgeGrant,
  lockOut,
  type ManagedStatement,
  type Merge,
  removeStatements,
  standingGrants,
  type UnmergeableText,
} from "../../../provision/index.ts";
import type { Engine } from "../../engine.ts";
import { type CallersSide, callersSide } from "./callers-side.ts";
import { type GrantPart, grantParts, serviceOf } from "./grant-parts.ts";
import { organizationBound } from "./organization-bound.ts";
import { ChangeInSnapshot, type ResourceState } from "./who-gains.ts";
import type { Access } from "./write-access.ts";

export type PlannedPart = GrantPart & {
  readonly before: string | null;
  readonly after: string | null;
  readonly outcome:
    | { readonly kind: "change" }
    /** What is asked for stands there already, or there is nothing to take out. */
    | { readonly kind: "same" }
    /** Statements of others give it all. */
    | { readonly kind: "possible-already" }
    | ({ readonly kind: "refused" } & UnmergeableText);
  readonly merge: Merge;
  readonly gained: readonly AccessParty[];
  readonly lost: readonly AccessParty[];
  readonly blockedBy: readonly BlockingDeny[];
};

export type GrantPlan = {
  readonly verb: "grant" | "revoke";
  readonly declaration: GrantDeclaration;
  /** The resource's own first. */
  readonly parts: readonly PlannedPart[];
  readonly caller: CallersSide;
  readonly blockers: readonly string[];
  readonly notes: readonly string[];
};

export type PlanFault =
  | ({ readonly kind: "refused" } & UnmergeableText)
  | { readonly kind: "not-read"; readonly refusal: Refusal };

export type PlanOptions = {
  readonly access: Access;
  readonly catalogue: ActionCatalogue;
  readonly account: AccountId;
  readonly via: "policy" | "grant";
  readonly withKey: boolean;
  /** Null: none is there. */
  readonly base: Engine | null;
};

export type Planned =
  | { readonly ok: true; readonly value: GrantPlan }
  | { readonly ok: false; readonly error: PlanFault };

export function planGrant(declaration: GrantDeclaration, options: PlanOptions): Promise<Planned> {
  return planned(async () => {
    const { connection, home } = options.access;
    const bound = await organizationBound(declaration, options.base?.snapshot ?? null, (account) =>
      organizationFacts(connection, home.region, home.credentials, account),
    );
    if (bound.kind === "unsatisfiable") return refused(bound);
    const useless = await uselessActions(declaration, options);
    if (useless !== null) return refused(useless);
    const { parts, blockers, notes, key } = await grantParts(declaration, options);
    const { planned: all, after } = await planParts(parts, options.base, (part) =>
      addStatements(part.statements, serviceOf(part).limit),
    );
    const statements = callerStatements(declaration, options.catalogue, key);
    return {
      ok: true,
      value: {
        verb: "grant",
        declaration,
        parts: all,
        caller: callersSide(declaration, statements, options.account, after),
        blockers,
        notes: [...(bound.kind === "unknown" ? [bound.note] : []), ...nobodyGains(all), ...notes],
      },
    };
  });
}

/** `anyAction`: whatever was granted to the principal goes, and not only what gives these actions. */
export function planRevoke(
  declaration: GrantDeclaration,
  options: PlanOptions & { readonly anyAction: boolean },
): Promise<Planned> {
  return planned(async () => {
    const { parts, notes } = await grantParts(declaration, options);
    const found: GrantPart[] = [];
    let isAllGone = true;
    for (const part of parts) {
      const { text } = await part.policy.read();
      // Everybody of one organization is not everybody of another.
      const organization = declaration.principal.kind === "organization" ? declaration.organization : null;
      const all = standingGrants(text, { ...declaration, organization, prefix: "", actions: null });
      const isMain = part.resource.arn === declaration.resource.arn;
      const asked = new Set(options.anyAction ? [] : part.statements.map(({ Sid }) => Sid));
      const actions = options.anyAction ? null : declaration.actions;
      const bounded = new Set(standingGrants(text, { ...declaration, actions }).map(({ Sid }) => Sid));
      const statements = isMain ? all.filter(({ Sid }) => bounded.has(Sid) || asked.has(Sid)) : all;
      if (isMain) isAllGone = statements.length === all.length;
      // The key is needed as long as something else of the resource is given.
      if (isMain || isAllGone) found.push({ ...part, statements, title: `takes back: ${part.title}` });
    }
    const { planned: all } = await planParts(found, options.base, (part) =>
      removeStatements(part.statements),
    );
    return {
      ok: true,
      value: {
        verb: "revoke",
        declaration,
        parts: all,
        caller: { isNeeded: false, statements: [], stillBlocked: [], notKnown: [] },
        blockers: [],
        notes,
      },
    };
  });
}

/** Null: each action would stand in what is written. */
async function uselessActions(
  declaration: GrantDeclaration,
  { catalogue, via }: PlanOptions,
): Promise<UnmergeableText | null> {
  const { resource } = declaration;
  const [action] =
    resource.kind === "key" && via === "grant"
      ? await notOfGrants(declaration.actions)
      : actionsOfNothing(declaration, catalogue);
  if (action === undefined) return null;
  return via === "grant"
    ? {
        why: `${action} is no operation that a grant of KMS can have`,
        advice: "Name them one by one, as KMS writes them (kms:Decrypt), or leave --via grant out.",
      }
    : {
        why: `${action} works on neither ${resource.arn} nor what is in it`,
        advice: "Leave it out: the policy of the resource can't give it.",
      };
}

function nobodyGains(parts: readonly PlannedPart[]): readonly string[] {
  const changes = parts.filter(({ outcome }) => outcome.kind === "change");
  return changes.length === 0 || changes.some(({ gained }) => gained.length > 0)
    ? []
    : [
        "By this alone nobody gains anything as the snapshot has it: what is named below is still in the way.",
      ];
}

async function planParts(
  parts: readonly GrantPart[],
  given: Engine | null,
  mergeOf: (part: GrantPart) => Merge,
): Promise<{ readonly planned: readonly PlannedPart[]; readonly after: Snapshot | null }> {
  // A snapshot without one of the accounts tells nothing of what is in it.
  const isWhole = parts.every(({ account }) => given?.snapshot.accountIndex(account) != null);
  const base = isWhole ? given : null;
  const planned: Omit<PlannedPart, "gained" | "lost">[] = [];
  for (const part of parts) planned.push(await planPart(part, mergeOf(part)));
  const changes = planned.filter(({ outcome }) => outcome.kind === "change");
  if (changes.length === 0) {
    return {
      planned: planned.map((part) => ({ ...part, gained: [], lost: [] })),
      after: base?.snapshot ?? null,
    };
  }
  // All of them together: what an access point lets in, its bucket may keep out.
  const states = (end: "before" | "after") => planned.map((part) => stateOf(part, part[end], parts));
  const change = await ChangeInSnapshot.of({ before: states("before"), after: states("after"), base });
  return {
    planned: planned.map((part) => ({ ...part, ...change.whoGains(stateOf(part, part.after, parts)) })),
    after: base === null ? null : change.after,
  };
}

async function planPart(part: GrantPart, merge: Merge): Promise<Omit<PlannedPart, "gained" | "lost">> {
  const { text: before } = await part.policy.read();
  const merged = merge(before);
  const judged = judgeGrant(before, part.statements, part.account);
  const isChanged = merged.kind === "changed";
  const adds = isChanged && merged.text !== null && merged.text.length > (before ?? "").length;
  const after = isChanged ? merged.text : before;
  const outcome = ((): PlannedPart["outcome"] => {
    if (merged.kind === "refused") return merged;
    if (merged.kind === "same") return { kind: "same" };
    if (adds && judged.isPossibleAlready) return { kind: "possible-already" };
    const locked = lockOutOf(part)(before, after);
    return locked === null ? { kind: "change" } : { kind: "refused", ...locked };
  })();
  return {
    ...part,
    ...{ merge, outcome, before },
    after: outcome.kind === "change" ? after : before,
    blockedBy: adds || merged.kind === "same" ? judged.blockedBy : [],
  };
}

/** Asked again of what would be written, right before it is. */
export function lockOutOf(
  part: Pick<GrantPart, "kind" | "resource" | "account">,
): (before: string | null, after: string | null) => UnmergeableText | null {
  // A grant beside a key's policy takes the key from nobody.
  if (part.kind === "key-grants") return () => null;
  const { changeAction, onlyByPolicy } = serviceOf(part);
  const { arn } = part.resource;
  const partition = arn.split(":")[1] ?? "aws";
  return (before, after) =>
    lockOut(before, after, { account: part.account, partition, changeAction, onlyByPolicy, arn });
}

/** `all`: an access point's state tells the bucket that it stands before. */
function stateOf(part: GrantPart, text: string | null, all: readonly GrantPart[]): ResourceState {
  const { resource, account, region, statements, kind } = part;
  const place = { account, arn: resource.arn, type: serviceOf(part).type, region };
  if (kind === "key-grants") {
    const attributes = { keyManager: "CUSTOMER", keyState: "Enabled", grants: grantsOf(statements, text) };
    return { ...place, policy: null, attributes };
  }
  return { ...place, policy: text, attributes: attributesOf(part, all) };
}

/** What makes no difference to who gains: the same before and after. */
function attributesOf({ resource }: GrantPart, all: readonly GrantPart[]): Readonly<Record<string, unknown>> {
  const publicAccessBlock = {
    BlockPublicAcls: false,
    IgnorePublicAcls: false,
    BlockPublicPolicy: false,
    RestrictPublicBuckets: false,
  };
  switch (resource.kind) {
    case "bucket":
      return { publicAccessBlock, objectOwnership: "BucketOwnerEnforced" };
    case "access-point": {
      const behind = all.find((part) => part.resource.kind === "bucket");
      return behind === undefined
        ? { publicAccessBlock }
        : {
            publicAccessBlock,
            bucket: behind.resource.arn.split(":").at(-1),
            bucketAccountId: behind.account,
          };
    }
    case "key":
      return { keyManager: "CUSTOMER", keyState: "Enabled", grants: [] };
    default:
      return {};
  }
}

function grantsOf(statements: readonly ManagedStatement[], text: string | null): readonly object[] {
  const read: { readonly Statement: readonly ManagedStatement[] } = JSON.parse(text ?? '{"Statement":[]}');
  const sids = new Set(statements.map(({ Sid }) => Sid));
  return read.Statement.filter(({ Sid }) => sids.has(Sid)).map(({ Sid, Principal, Action }) => ({
    GrantId: Sid,
    Name: Sid,
    GranteePrincipal:
      typeof Principal === "object" && Principal !== null && "AWS" in Principal ? Principal.AWS : null,
    Operations: [Action ?? []].flat().map((action) => String(action).replace(/^kms:/, "")),
  }));
}

function refused({ why, advice }: UnmergeableText): Planned {
  return { ok: false, error: { kind: "refused", why, advice } };
}

/** What AWS refuses is no bug. */
async function planned(work: () => Promise<Planned>): Promise<Planned> {
  try {
    return await work();
  } catch (cause) {
    const refusal = refusalOf(cause);
    if (refusal === null) throw cause;
    return { ok: false, error: { kind: "not-read", refusal } };
  }
}
