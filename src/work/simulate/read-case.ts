/**
 * One case of `accesslens simulate --cases`: a request and every policy that applies to it, as JSON. A case that is
 * malformed, or has a policy that AWS would not have accepted, is an error that says where.
 */
import type { PolicySet, RequestQuestion } from "../../authz/request-question.ts";
import { err, ok, type Result } from "../../model/index.ts";
import { readJson } from "../../policy/index.ts";
import { CasePolicies } from "./case-policies.ts";
import { readRequest } from "./case-request.ts";
import type { CaseFault } from "./fault.ts";
import { resourcePolicyKind } from "./resource-policy-kind.ts";
import { type Member, Outline, type Piece, repeated } from "./skim.ts";

export type ReadCase = {
  /** Null: the case has none, or it can't be read. */
  readonly name: string | null;
  readonly question: Result<RequestQuestion, CaseFault>;
};

export class CaseReader {
  readonly #policies = new CasePolicies();
  readonly #outline = new Outline();

  /** `text`: one case, without anything around it. */
  read(text: string): ReadCase {
    const members = this.#outline.membersOf(this.#outline.take(text));
    if (members === null) return { name: null, question: err(jsonFault(text)) };
    const named = member(members, "name");
    const name = named === null ? null : (this.#outline.stringIn(named) ?? null);
    return { name, question: this.#question(text, members) };
  }

  #question(text: string, members: readonly Member[]): Result<RequestQuestion, CaseFault> {
    const twice = repeated(members);
    if (twice !== null) return err({ message: "the member stands here twice", at: twice });
    const requestPiece = member(members, "request");
    if (requestPiece === null) return err({ message: "the case has no request", at: "request" });
    // What is not used here may still be broken.
    for (const other of members) {
      if (other.key === "request" || other.key === "policies") continue;
      if (this.#outline.stringIn(other) === undefined && this.#value(other) === undefined) {
        return err(jsonFault(text));
      }
    }
    const value = this.#value(requestPiece);
    if (value === undefined) return err(jsonFault(text));
    const request = readRequest(value);
    if (!request.ok) return request;
    const policies = this.#policySet(text, member(members, "policies"), request.value);
    if (!policies.ok) return policies;
    return ok({ request: request.value, policies: policies.value, organization: null });
  }

  #policySet(
    text: string,
    piece: Member | null,
    request: RequestQuestion["request"],
  ): Result<PolicySet, CaseFault> {
    if (piece === null) return err({ message: "the case has no policies", at: "policies" });
    const policies = this.#policies.readPiece(this.#outline, piece, resourcePolicyKind(request));
    if (policies === null) return err(jsonFault(text));
    return policies;
  }

  /** Undefined: no JSON. */
  #value(piece: Piece): unknown {
    try {
      return JSON.parse(this.#outline.slice(piece));
    } catch {
      return undefined;
    }
  }
}

function member(members: readonly Member[], key: string): Member | null {
  return members.find((one) => one.key === key) ?? null;
}

const limits = { maxDepth: 200, maxLength: 1 << 28 };

/** The exact place, from the reader that keeps it. */
function jsonFault(text: string): CaseFault {
  const json = readJson(text, limits);
  if (json.ok) return { message: "a case is a JSON object, written once", at: "offset 0" };
  return { message: `${json.error.message}. ${json.error.advice}`, at: `offset ${json.error.offset}` };
}
