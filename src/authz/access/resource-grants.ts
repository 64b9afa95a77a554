/**
 * Who may do one action on one resource, as far as the resource's own side goes: its policy read like a trust policy, and
 * what the owner's account delegates by nature (IAM-SEMANTICS A0, A2, 61).
 */
import { ownAccount } from "../../model/index.ts";
import type { PolicyDocument, Statement } from "../../policy/ast.ts";
import type { ActionLens } from "../action-lens.ts";
import { actionBit } from "../actions.ts";
import type { ResourceControls } from "../controls/resource-controls.ts";
import { type Cover, coverOf } from "../resource-cover.ts";
import { type CompiledTrust, compiledOf, compileStatement } from "../trust/compile.ts";
import type { CompiledStatement } from "../trust/compiled-statement.ts";
import { trustGrants } from "../trust/grants.ts";
import type { CallTarget, OrganizationView, TrustGrant } from "../types.ts";

export type ResourceQuestion = {
  readonly target: CallTarget;
  readonly lens: ActionLens;
  /** The resource's policy with the owner's account as `ownAccount`; null: it has none. */
  readonly policy: PolicyDocument | null;
  /** Why the policy is not known; null where it is. */
  readonly unknown: string | null;
  /** Whether identity policies of the owner's account suffice, as everywhere but with keys (IAM-SEMANTICS 25, 61). */
  readonly accountDelegates: boolean;
  readonly organization: OrganizationView;
  readonly controls: ResourceControls;
};

/** Grants of the one action; a grant to the owner's account says that its principals' own policies decide. */
export function resourceGrants(question: ResourceQuestion): readonly TrustGrant[] {
  const { target, organization, controls } = question;
  return trustGrants(compiledFor(question), {
    owner: target.account,
    organization,
    role: { arn: target.arn, tags: target.tags },
    controls,
  }).grants;
}

const nothing: PolicyDocument = { version: "2012-10-17", id: null, statements: [], issues: [] };

/** By action, and by which of the statements about it speak of the target: the objects of a bucket are mostly treated alike. */
const compiledBefore = new WeakMap<PolicyDocument, Map<string, CompiledTrust>>();

/** Past this number all of a document's are forgotten. */
const mostCompiled = 256;

function compiledFor(question: ResourceQuestion): CompiledTrust {
  const { target, lens, policy, accountDelegates } = question;
  const document = policy ?? nothing;
  const covers = document.statements.map((one) =>
    lens.bits(one.action) === 0 ? "no" : coverOfStatement(one, document.version, target),
  );
  // Why a policy is not known can be any text; without a policy there is nothing to compile.
  if (policy === null) return compiledWithin(question, document, covers);
  let known = compiledBefore.get(policy);
  if (known === undefined) {
    known = new Map();
    compiledBefore.set(policy, known);
  }
  const key = JSON.stringify([lens.action, accountDelegates, covers]);
  let compiled = known.get(key);
  if (compiled === undefined) {
    compiled = compiledWithin(question, document, covers);
    if (known.size >= mostCompiled) known.clear();
    known.set(key, compiled);
  }
  return compiled;
}

function compiledWithin(
  { lens, unknown, accountDelegates }: ResourceQuestion,
  document: PolicyDocument,
  covers: readonly Cover[],
): CompiledTrust {
  const compiled = document.statements.flatMap((statement, at) =>
    applied(statement, document.version, covers[at] ?? "no", lens),
  );
  const allows = compiled.filter(({ effect }) => effect === "Allow");
  const denies = compiled.filter(({ effect }) => effect === "Deny");
  return compiledOf(
    document,
    accountDelegates ? [...allows, { ...ownersAccount, doubts: unknown === null ? [] : [unknown] }] : allows,
    denies,
    null,
  );
}

/** What no policy says, and every account's resources have. */
const ownersAccount: CompiledStatement = {
  index: -1,
  label: "the account that owns the resource",
  effect: "Allow",
  actions: actionBit["sts:AssumeRole"],
  principals: [{ kind: "account", text: ownAccount, account: ownAccount, partition: null }],
  principalsNegated: false,
  tests: [],
  doubts: [],
};

/** `cover`: `no` too for a statement about other actions. */
function applied(
  statement: Statement,
  version: PolicyDocument["version"],
  cover: Cover,
  lens: ActionLens,
): readonly CompiledStatement[] {
  if (cover === "no") return [];
  const compiled = compileStatement(statement, version, lens);
  return cover === "yes"
    ? [compiled]
    : [{ ...compiled, doubts: [...compiled.doubts, `${compiled.label}: ${cover.doubt}`] }];
}

/** Without Resource and NotResource, a statement speaks of the resource that has it. */
function coverOfStatement(
  { resource }: Statement,
  version: PolicyDocument["version"],
  target: CallTarget,
): Cover {
  if (resource === null) return "yes";
  const texts = resource.patterns.map(({ text }) => text.replaceAll(ownAccount, target.account));
  return coverOf({ texts, negated: resource.negated, variables: version === "2012-10-17" }, target.arn);
}
