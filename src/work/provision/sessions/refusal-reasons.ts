/** What stands in the way of one action that an assumption needs, as sentences with their statements. */
import type { NeededAction } from "../../../authz/concrete/index.ts";
import type {
  DecisionLayer,
  Mismatch,
  NamedPolicy,
  NearestMiss,
  RequestQuestion,
  StatementEvidence,
} from "../../../authz/request-question.ts";
import { type Snapshot, splitArn } from "../../../model/index.ts";
import { maskPolicyText } from "../../../policy/index.ts";
import type { RefusalReason } from "./refusal-shape.ts";

type Told = Pick<RefusalReason, "kind" | "text">;

export function reasonsOfAction(
  { action, decision, nearest }: NeededAction,
  question: RequestQuestion,
  snapshot: Snapshot,
): readonly RefusalReason[] {
  const reason = (told: Told, statements: readonly StatementEvidence[]): RefusalReason => ({
    ...told,
    action,
    statements: statements.map((one) => ({
      ...one,
      lines: [one.lines[0], one.lines[1]],
      text: textOf(one, question),
    })),
  });
  switch (decision.decision) {
    case "Allowed":
    case "Unknown":
      return [];
    case "ExplicitlyDenied":
      return decision.because
        .filter(({ effect }) => effect === "Deny")
        .map((one) =>
          reason({ kind: "denied", text: `${subjectOf(one, snapshot)} denies ${action}.` }, [one]),
        );
    case "ImplicitlyDenied": {
      const rules = decision.notes.map((note) => reason({ kind: "rule", text: note }, []));
      if (rules.length > 0) return rules;
      return decision.blockedBy.flatMap((layer) => {
        const near = nearest.find(({ statement }) => statement.layer === layer) ?? null;
        const told =
          layer === "resource" ? trustReasons(action, near, question) : [ownReason(layer, action, near)];
        return told.map((one) => reason(one, near === null ? [] : [near.statement]));
      });
    }
  }
}

/** Whose word it is. */
function subjectOf({ layer, target, policy }: StatementEvidence, snapshot: Snapshot): string {
  const place = target === undefined ? "" : `, attached to ${placeName(target, snapshot)},`;
  switch (layer) {
    case "resource":
      return "The role's trust policy";
    case "scp":
      return `The service control policy ${policy}${place}`;
    case "rcp":
      return `The resource control policy ${policy}${place}`;
    case "identity":
      return `The caller's own identity policy ${policy}`;
    case "boundary":
      return `The caller's permissions boundary ${policy}`;
    case "session":
    case "endpoint":
    case "grant":
    case "block-public-access":
      return `The ${layer} policy ${policy}`;
  }
}

function placeName(target: string, snapshot: Snapshot): string {
  const unit = snapshot.organization?.units.find(({ id }) => id === target);
  if (unit !== undefined) return `${unit.parent === null ? "the root" : "the unit"} ${unit.name} (${target})`;
  return /^\d{12}$/.test(target) ? `account ${target}` : target;
}

function ownReason(layer: DecisionLayer, action: string, near: NearestMiss | null): Told {
  // About another action altogether: nothing to be learned from.
  const misses = near === null || near.failed.some(({ element }) => element === "Action") ? [] : near.failed;
  const because =
    misses.length === 0 ? "" : `; closest came a statement with ${misses.map(mismatchText).join(", ")}`;
  const kind = "not-allowed";
  switch (layer) {
    case "identity":
      return {
        kind,
        text: `The caller's own identity policies do not allow ${action} on the role${because}.`,
      };
    case "boundary":
      return {
        kind,
        text: `The caller's permissions boundary does not allow ${action} on the role${because}.`,
      };
    case "scp":
      return {
        kind,
        text: `On the path of the caller's account, service control policies do not allow ${action}${because}.`,
      };
    case "rcp":
      return {
        kind,
        text: `On the path of the role's account, resource control policies do not allow ${action}${because}.`,
      };
    default:
      return { kind, text: `The ${layer} layer does not allow ${action}${because}.` };
  }
}

function trustReasons(
  action: string,
  near: NearestMiss | null,
  { request }: RequestQuestion,
): readonly Told[] {
  const caller = typeof request.principal === "string" ? (request.role ?? request.principal) : "the caller";
  const missed = new Set(near?.failed.map(({ element }) => element));
  if (near === null || missed.has("Principal") || missed.has("NotPrincipal")) {
    const account = splitArn(caller)?.account ?? "";
    return [
      {
        kind: "not-trusted",
        text: `The role's trust policy lets neither ${caller} nor account ${account} call ${action}.`,
      },
    ];
  }
  if (missed.has("Action") || missed.has("NotAction")) return [missingAction(action)];
  return near.failed.map((failed) => conditionReason(action, failed));
}

function missingAction(action: string): Told {
  switch (action.toLowerCase()) {
    case "sts:tagsession":
      return {
        kind: "tags-not-allowed",
        text: "The role's trust policy does not allow sts:TagSession, which a session with tags needs besides sts:AssumeRole.",
      };
    case "sts:setsourceidentity":
      return {
        kind: "source-identity-not-allowed",
        text: "The role's trust policy does not allow sts:SetSourceIdentity, which a session with a source identity needs besides sts:AssumeRole.",
      };
    default:
      return { kind: "not-trusted", text: `The role's trust policy does not allow ${action}.` };
  }
}

function conditionReason(action: string, failed: Mismatch): Told {
  const key = failed.key?.toLowerCase() ?? "";
  const wants = `The role's trust policy allows ${action} under a condition`;
  switch (key) {
    case "sts:externalid":
      return failed.actual === null
        ? {
            kind: "external-id-missing",
            text: "The role's trust policy asks for an external ID, and none was sent.",
          }
        : {
            kind: "external-id-wrong",
            text: "The role's trust policy asks for another external ID than the one that was sent.",
          };
    case "aws:principalorgid":
    case "aws:principalorgpaths":
      return {
        kind: "organization",
        text:
          `${wants} on ${failed.key} (${listText(failed.expected)}), and ` +
          (failed.actual === null
            ? "the caller's account belongs to no organization that the snapshot knows."
            : `the caller's account has ${listText(failed.actual)}.`),
      };
    case "aws:multifactorauthpresent":
    case "aws:multifactorauthage":
      return {
        kind: "second-factor",
        text: `${wants} on ${failed.key}: sign in with a second factor (--mfa-serial).`,
      };
    default:
      return {
        kind: "condition",
        text:
          failed.actual === null && !isSent(key)
            ? `${wants} on ${failed.key}, ${failed.operator} ${listText(failed.expected)}, of which nobody knows here what AWS saw.`
            : `${wants}: ${mismatchText(failed)}.`,
      };
  }
}

/** Keys that the call itself brings, or that follow from who calls: an absent one is not there. */
function isSent(key: string): boolean {
  return /^(sts:|aws:requesttag\/|aws:tagkeys$|aws:principal(arn|account|type)$)/.test(key);
}

function mismatchText({ element, operator, key, expected, actual }: Mismatch): string {
  const isSecret = key?.toLowerCase() === "sts:externalid";
  const wanted = isSecret ? "an external ID" : listText(expected);
  const had =
    actual === null ? "there is none" : isSecret ? "another was sent" : `this has ${listText(actual)}`;
  return operator === undefined || key === undefined
    ? `${element} ${wanted}, where ${had}`
    : `${operator} ${key} ${wanted}, where ${had}`;
}

function listText(values: readonly string[]): string {
  return values.map((one) => JSON.stringify(one)).join(" or ");
}

/** The statement's lines as its policy is shown, external IDs masked. */
function textOf(told: StatementEvidence, { policies }: RequestQuestion): string | null {
  const text = policiesOf(told, policies).find(({ name }) => name === told.policy)?.text;
  if (text === undefined) return null;
  const [from, to] = told.lines;
  return maskPolicyText(
    text
      .split("\n")
      .slice(from - 1, to)
      .join("\n"),
  );
}

function policiesOf(
  { layer, target }: StatementEvidence,
  policies: RequestQuestion["policies"],
): readonly NamedPolicy[] {
  switch (layer) {
    case "resource":
      return policies.resource === null || policies.resource === "unknown" ? [] : [policies.resource];
    case "identity":
      return policies.identity === "unknown" ? [] : policies.identity;
    case "boundary":
      return policies.boundary ?? [];
    case "session":
      return policies.session ?? [];
    case "endpoint":
      return policies.endpoint ?? [];
    case "scp":
    case "rcp":
      return ((layer === "scp" ? policies.scps : policies.rcps) ?? [])
        .filter((level) => level.target === target)
        .flatMap((level) => level.policies);
    case "grant":
    case "block-public-access":
      return [];
  }
}
