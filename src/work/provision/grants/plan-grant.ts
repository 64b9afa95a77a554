/** The plan of a grant or of its revocation: what would stand in each policy, who gains, what is still in the way, and the inverse. */

import type { ActionCatalogue } from "../../../authz/action-catalogue.ts";
import { type Refusal, refusalOf } from "../../../aws/index.ts";
import type { AccessParty, AccountId, Snapshot } from "../../../model/index.ts";
import {
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
import { type Engine, engineOf } from "../../engine.ts";
import { type CallersSide, callersSide } from "./callers-side.ts";
import { type GrantPart, grantParts, serviceOf } from "./grant-parts.ts";
import { organizationBound } from "./organization-bound.ts";
import { whoGains } from "./who-gains.ts";
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
    const bound = await organizationBound(declaration, options.base?.snapshot ?? null, options.access);
    if (bound.kind === "unsatisfiable") return refused(bound);
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
        notes: bound.kind === "unknown" ? [bound.note, ...notes] : notes,
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
      const all = standingGrants(text, { ...declaration, actions: null });
      const isMain = part.resource.arn === declaration.resource.arn;
      const which = isMain && !options.anyAction ? declaration.actions : null;
      const statements = standingGrants(text, { ...declaration, actions: which });
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
        caller: { isNeeded: false, statements: [], stillBlocked: [] },
        blockers: [],
        notes,
      },
    };
  });
}

async function planParts(
  parts: readonly GrantPart[],
  base: Engine | null,
  mergeOf: (part: GrantPart) => Merge,
): Promise<{ readonly planned: readonly PlannedPart[]; readonly after: Snapshot | null }> {
  const planned: PlannedPart[] = [];
  let known = base;
  for (const part of parts) {
    const merge = mergeOf(part);
    const { text: before } = await part.policy.read();
    const merged = merge(before);
    const judged = judgeGrant(before, part.statements);
    const adds =
      merged.kind === "changed" && merged.text !== null && merged.text.length > (before ?? "").length;
    const after = merged.kind === "changed" ? merged.text : before;
    const locked = merged.kind === "changed" ? lockOutOf(part)(before, after) : null;
    const outcome: PlannedPart["outcome"] =
      merged.kind === "refused"
        ? { kind: "refused", why: merged.why, advice: merged.advice }
        : merged.kind === "same"
          ? { kind: "same" }
          : adds && judged.isPossibleAlready
            ? { kind: "possible-already" }
            : locked !== null
              ? { kind: "refused", ...locked }
              : { kind: "change" };
    const isChange = outcome.kind === "change";
    const gains = isChange ? await gainsOf(part, before, after, known) : null;
    if (known !== null && gains !== null) known = engineOf(gains.after, known.config);
    planned.push({
      ...part,
      merge,
      outcome,
      before,
      after: isChange ? after : before,
      gained: gains?.gained ?? [],
      lost: gains?.lost ?? [],
      blockedBy: adds || merged.kind === "same" ? judged.blockedBy : [],
    });
  }
  return { planned, after: known?.snapshot ?? null };
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

function gainsOf(part: GrantPart, before: string | null, after: string | null, base: Engine | null) {
  const { resource, account, region, statements } = part;
  const place = { account, arn: resource.arn, type: serviceOf(part).type, region };
  if (part.kind === "key-grants") {
    const grants = (text: string | null) => grantsOf(statements, text);
    return whoGains(
      { ...place, policy: null, attributes: { grants: grants(before) } },
      { ...place, policy: null, attributes: { grants: grants(after) } },
      base,
    );
  }
  const attributes = attributesOf(part);
  return whoGains({ ...place, policy: before, attributes }, { ...place, policy: after, attributes }, base);
}

/** What makes no difference to who gains: the same before and after. */
function attributesOf({ resource }: GrantPart): Readonly<Record<string, unknown>> {
  const none = {
    BlockPublicAcls: false,
    IgnorePublicAcls: false,
    BlockPublicPolicy: false,
    RestrictPublicBuckets: false,
  };
  switch (resource.kind) {
    case "bucket":
      return { publicAccessBlock: none, objectOwnership: "BucketOwnerEnforced" };
    case "access-point":
      return { publicAccessBlock: none };
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
