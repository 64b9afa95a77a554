/** The trust question, asked once for each distinct document and world, and answered for every role from there. */
import { type AccountId, type Arn, ownAccount, splitArn, type Tag } from "../../model/index.ts";
import type { PolicyDocument } from "../../policy/ast.ts";
import type { ResourceControls } from "../controls/resource-controls.ts";
import type { DeadEnd, OrganizationView, TrustGrant } from "../types.ts";
import { answerFor } from "./answer.ts";
import { type CompiledTrust, compileForOwner, withControls } from "./compile.ts";
import type { KeptAnswer, TrustAnswer } from "./drafts.ts";
import { instantiate } from "./instantiate.ts";
import { tagsByKey, type World } from "./situation.ts";

export type TrustQuestion = {
  readonly owner: AccountId;
  readonly organization: OrganizationView;
  /** Without it, the role's tags are not known and its partition is `aws`. */
  readonly role?: { readonly arn: string; readonly tags: readonly Tag[] | null };
  /** The RCPs over the role; none if absent. */
  readonly controls?: ResourceControls;
  /** Whether a role or user exists; null where the snapshot can't tell. */
  readonly exists?: (arn: Arn) => boolean | null;
};

/**
 * Who the role's owner lets in, under which guards, and which of the policy's principals let nobody in
 * (IAM-SEMANTICS A2–A5), within the RCPs that are given. Before the callers' own policies.
 */
export function trustGrants(compiled: CompiledTrust, question: TrustQuestion): TrustAnswer {
  const { owner, organization, role, exists, controls } = question;
  const within = controls === undefined ? compiled : withControls(compiled, controls);
  const world: World = {
    partition: role === undefined ? "aws" : (splitArn(role.arn)?.partition ?? "aws"),
    organization,
    owner,
    ownerText: ownAccount,
    resourceTags:
      role === undefined || role.tags === null || !within.readsResourceTags ? null : tagsByKey(role.tags),
  };
  const { draft, shared } = answerTo(within, world, owner);
  const answer = shared ?? instantiate(draft, owner);
  return exists === undefined ? answer : withoutTheGone(answer, exists);
}

function answerTo(compiled: CompiledTrust, world: World, owner: AccountId): KeptAnswer {
  if (compiled.readsOwnerDigits) {
    const own = compileForOwner(withOwner(compiled.document, owner), compiled.controls);
    return { draft: answerFor(own, { ...world, ownerText: owner }), shared: null };
  }
  if (compiled.readsResourceTags) return { draft: answerFor(compiled, world), shared: null };
  const { memo } = compiled;
  if (memo.view !== world.organization) {
    memo.view = world.organization;
    memo.answer = null;
    memo.others = null;
  }
  const key = memoKey(compiled, world);
  if (memo.answer !== null && memo.world === key) return memo.answer;
  if (memo.answer !== null) {
    memo.others ??= new Map();
    memo.others.set(memo.world, memo.answer);
  }
  const answer = memo.others?.get(key) ?? newAnswer(compiled, world, owner);
  memo.world = key;
  memo.answer = answer;
  return answer;
}

function newAnswer(compiled: CompiledTrust, world: World, owner: AccountId): KeptAnswer {
  const draft = answerFor(compiled, world);
  return { draft, shared: draft.namesOwner ? null : instantiate(draft, owner) };
}

/** All that an answer depends on besides the document; the owner's id itself is put in later. */
function memoKey(compiled: CompiledTrust, { partition, organization, owner }: World): string {
  if (!compiled.readsOrganization) return partition;
  return `${partition} ${organization.isOurs(owner)} ${organization.pathOf(owner)}`;
}

/** The document as its owner has it. */
function withOwner(document: PolicyDocument, owner: string): PolicyDocument {
  const fill = <T extends { readonly text: string }>(value: T): T => ({
    ...value,
    text: value.text.replaceAll(ownAccount, owner),
  });
  return {
    ...document,
    statements: document.statements.map((statement) => ({
      ...statement,
      principal:
        statement.principal === null
          ? null
          : {
              ...statement.principal,
              entries: statement.principal.entries.map((entry) => ({
                ...entry,
                value: entry.value.replaceAll(ownAccount, owner),
              })),
            },
      conditions: statement.conditions.map((condition) =>
        condition.kind === "test" ? { ...condition, values: condition.values.map(fill) } : condition,
      ),
    })),
  };
}

/** A grant to a role or user that does not exist lets nobody in today. */
function withoutTheGone(answer: TrustAnswer, exists: (arn: Arn) => boolean | null): TrustAnswer {
  const isGone = ({ party }: TrustGrant): boolean =>
    (party.kind === "role" || party.kind === "user") && exists(party.arn) === false;
  if (!answer.grants.some(isGone)) return answer;
  const deadEnds: DeadEnd[] = [...answer.deadEnds];
  for (const grant of answer.grants) {
    if (!isGone(grant) || !("arn" in grant.party)) continue;
    const { arn } = grant.party;
    for (const statement of grant.allowedBy) {
      deadEnds.push({
        statement,
        principal: arn,
        cause: "not-existing",
        because: `${arn} does not exist, though its account was read`,
      });
    }
  }
  return { grants: answer.grants.filter((grant) => !isGone(grant)), deadEnds };
}
