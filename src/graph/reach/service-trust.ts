/** Whether services that a role trusts may take it up for something of its own account. */
import type { GuardTerm, TrustGrant } from "../../authz/types.ts";
import { glob, patternMatches } from "../../logic/index.ts";

export const anyService = "*";

/** The services that may ({@link anyService}: each), and why it is not known whether each does; empty where it surely does. */
export function trustedServices(
  grants: readonly TrustGrant[],
  account: string,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { party, guard, certainty } of grants) {
    const service =
      party.kind === "service" ? party.service : party.kind === "any-account" ? anyService : null;
    if (service === null) continue;
    const answers = guard.map((term) => (isOfCertificate(service, term) ? "yes" : answerTo(term, account)));
    if (answers.includes("no")) continue;
    const open = guard.filter((_, at) => answers[at] === "open");
    const doubts = [
      ...(certainty.kind === "may" ? certainty.reasons : []),
      ...(service === anyService ? [undocumented] : []),
      ...open.map((term) => doubtAbout(service, term)),
    ];
    const known = found.get(service);
    if (known === undefined || doubts.length < known.length) found.set(service, doubts);
  }
  return found;
}

const undocumented = 'whether the principal "*" of a trust policy lets in services is not documented';

function doubtAbout(service: string, { key, operator, values }: GuardTerm): string {
  const what = service === anyService ? "a service" : service;
  return `it is not known whether ${what} lets the role be taken up for the caller's own: its trust policy asks for ${key} ${operator} ${values.join(", ")}`;
}

/** What IAM Roles Anywhere takes from the certificate, which an authority of the caller's own issues (IAM-SEMANTICS 41). */
function isOfCertificate(service: string, { key }: GuardTerm): boolean {
  return (
    service === "rolesanywhere.amazonaws.com" &&
    /^(aws:PrincipalTag\/x509|sts:(SourceIdentity|RoleSessionName)$)/i.test(key)
  );
}

/** For whom a service calls is known by its account alone. */
function answerTo({ key, operator, values }: GuardTerm, account: string): "yes" | "no" | "open" {
  if (!/^(String|Arn)(Equals|Like)$/.test(operator)) return "open";
  // A service is nobody's principal (IAM-SEMANTICS A5, the table of keys).
  if (/^aws:Principal(Arn|Account|OrgID|OrgPaths|Tag\/.*)$/i.test(key)) return "no";
  if (/^aws:SourceAccount$/i.test(key))
    return values.some((value) => matches(value, account, operator)) ? "yes" : "no";
  if (/^aws:SourceArn$/i.test(key)) return values.some((value) => mayBeOf(value, account)) ? "open" : "no";
  return "open";
}

function matches(value: string, account: string, operator: string): boolean {
  return operator.endsWith("Like") ? patternMatches(glob(value), account) : value === account;
}

function mayBeOf(arn: string, account: string): boolean {
  const owner = arn.split(":")[4] ?? "";
  return !/^\d{12}$/.test(owner) || owner === account;
}
