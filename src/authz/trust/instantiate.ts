/** Answers with the owner's account put in for its token. */
import {
  type AccountId,
  type Arn,
  isAccountId,
  isArn,
  isOrganizationId,
  type OrganizationId,
  ownAccount,
} from "../../model/index.ts";
import { controlNumber } from "../controls/resource-controls.ts";
import type { Certainty, ControlEvidence, DeadEnd, Guard, Party, TrustGrant } from "../types.ts";
import type { DraftAnswer, GrantDraft, PartyDraft, TrustAnswer } from "./drafts.ts";

export function holdsOwner(grants: readonly GrantDraft[], deadEnds: readonly DeadEnd[]): boolean {
  return (
    grants.some(
      ({ party, guard, doubts }) =>
        Object.values(party).some((text) => text?.includes(ownAccount)) ||
        guard.some(({ values }) => values.some((value) => value.includes(ownAccount))) ||
        doubts.some((doubt) => doubt.includes(ownAccount)),
    ) || deadEnds.some(({ principal, because }) => `${principal} ${because}`.includes(ownAccount))
  );
}

export function instantiate(answer: DraftAnswer, owner: AccountId): TrustAnswer {
  const fill = (text: string): string =>
    text.includes(ownAccount) ? text.replaceAll(ownAccount, owner) : text;
  const deadEnds = answer.namesOwner
    ? answer.deadEnds.map((end) => ({
        ...end,
        principal: end.principal === null ? null : fill(end.principal),
        because: fill(end.because),
      }))
    : answer.deadEnds;
  return { grants: answer.grants.map((grant) => grantOf(grant, fill, answer.controls)), deadEnds };
}

const proven: Certainty = { kind: "proven" };

function grantOf(
  draft: GrantDraft,
  fill: (text: string) => string,
  controls: readonly ControlEvidence[],
): TrustGrant {
  const byControls = draft.narrowedBy.flatMap((statement) => controls[controlNumber(statement) ?? -1] ?? []);
  return {
    party: partyOf(draft.party, fill),
    action: draft.action,
    guard: guardOf(draft.guard, fill),
    certainty: draft.doubts.length === 0 ? proven : { kind: "may", reasons: draft.doubts.map(fill) },
    session: draft.session,
    matchedAs: draft.matchedAs,
    allowedBy: draft.allowedBy,
    narrowedBy:
      byControls.length === 0
        ? draft.narrowedBy
        : draft.narrowedBy.filter((statement) => controlNumber(statement) === null),
    narrowedByControls: byControls,
  };
}

function guardOf(guard: Guard, fill: (text: string) => string): Guard {
  return guard.some(({ values }) => values.some((value) => value.includes(ownAccount)))
    ? guard.map((term) => ({ ...term, values: term.values.map(fill) }))
    : guard;
}

function partyOf(party: PartyDraft, fill: (text: string) => string): Party {
  switch (party.kind) {
    case "role":
    case "user":
      return {
        kind: party.kind,
        arn: arnIn(fill(party.arn)),
        account: accountIn(fill(party.account)),
        named: party.named,
      };
    case "session":
      return { kind: "session", arn: arnIn(fill(party.arn)), account: accountIn(fill(party.account)) };
    case "account":
      return { kind: "account", account: accountIn(fill(party.account)) };
    case "organization":
      return organizationIn(party.id);
    case "federated":
      return { ...party, provider: fill(party.provider) };
    default:
      return party;
  }
}

// `principals.ts` and `refine.ts` make drafts of well-formed texts only, so a text that is none is a bug.
function arnIn(text: string): Arn {
  if (!isArn(text)) throw new Error(`not an ARN: ${text}`);
  return text;
}

function accountIn(text: string): AccountId {
  if (!isAccountId(text)) throw new Error(`not an account id: ${text}`);
  return text;
}

function organizationIn(id: string): Party {
  if (!isOrganizationId(id)) throw new Error(`not an organization id: ${id}`);
  return { kind: "organization", id: id satisfies OrganizationId };
}
