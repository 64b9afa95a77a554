/**
 * RCPs as Deny statements beside a role's trust policy. An RCP never allows (IAM-SEMANTICS 56), so it can only narrow
 * what the trust policy lets in.
 */
import { ownAccount } from "../../model/index.ts";
import { actionBit } from "../actions.ts";
import type { IdentityPolicy, IdentityStatement } from "../caller/identity-policy.ts";
import { type Cover, coverOf } from "../resource-cover.ts";
import type { CompiledStatement } from "../trust/compiled-statement.ts";
import type { ControlEvidence } from "../types.ts";

export type ResourceControls = {
  /** The same for the same statements. Empty: there are none. */
  readonly key: string;
  /** With the owner's account as `ownAccount`, as trust policies are compiled. */
  readonly denies: readonly CompiledStatement[];
  /** With the owner's real id. */
  readonly absoluteDenies: readonly CompiledStatement[];
  /** By {@link controlNumber}. */
  readonly evidence: readonly ControlEvidence[];
  /** Whether the statements speak of some roles and not of others. */
  readonly dependsOnRole: boolean;
};

export const noControls: ResourceControls = {
  key: "",
  denies: [],
  absoluteDenies: [],
  evidence: [],
  dependsOnRole: false,
};

/** Statements of control policies are numbered from here on, far from those of any trust policy. */
const firstControl = 1_000_000;

/** Place in {@link ResourceControls.evidence}; null for a statement of the trust policy itself. */
export function controlNumber(statement: number): number | null {
  return statement < firstControl ? null : statement - firstControl;
}

type AttachedPolicy = {
  readonly name: string;
  readonly target: string;
  readonly policy: IdentityPolicy | null;
};

type Candidate = {
  readonly statement: IdentityStatement;
  readonly evidence: ControlEvidence;
  readonly covers: (arn: string) => Cover;
};

/** Gives, for each role of an account, what the RCPs attached along its path deny. */
export function resourceControls(
  policies: readonly AttachedPolicy[],
  owner: string,
): (arn: string) => ResourceControls {
  const candidates = policies.flatMap(candidatesOf);
  if (candidates.length === 0) return () => noControls;
  const base = candidates
    .map(({ evidence }) => `${evidence.policy} ${evidence.target} ${evidence.statement}`)
    .join("\n");
  const namesOwner = owner !== "" && candidates.some((candidate) => names(candidate, owner));
  const dependsOnRole = candidates.some(({ statement }) => !coversAll(statement));
  const made = new Map<string, ResourceControls>();
  return (arn) => {
    const covers = candidates.map((candidate) => candidate.covers(arn));
    // Asked for every role: the whole key is long, and all but its end is the same for the account.
    const end = covers.map((cover) => (typeof cover === "string" ? cover : JSON.stringify(cover))).join(",");
    let controls = made.get(end);
    if (controls === undefined) {
      const absoluteDenies = candidates.flatMap((candidate, number) =>
        compiled(candidate, covers[number] ?? "no", number),
      );
      controls = {
        key: `${base}\n${namesOwner ? owner : ""}\n${end}`,
        absoluteDenies,
        denies: namesOwner ? absoluteDenies.map((statement) => relative(statement, owner)) : absoluteDenies,
        evidence: candidates.map(({ evidence }) => evidence),
        dependsOnRole,
      };
      made.set(end, controls);
    }
    return controls;
  };
}

/** Each account asks whether a statement names it. */
const statementTexts = new WeakMap<IdentityStatement, string>();

function names({ statement, evidence }: Candidate, account: string): boolean {
  let text = statementTexts.get(statement);
  if (text === undefined) {
    text = JSON.stringify(statement);
    statementTexts.set(statement, text);
  }
  return text.includes(account) || evidence.policy.includes(account) || evidence.target.includes(account);
}

function candidatesOf({ name, target, policy }: AttachedPolicy): readonly Candidate[] {
  const evidence = (statement: number): ControlEvidence => ({
    layer: "rcp",
    policy: name,
    target,
    statement,
  });
  if (policy === null) {
    return [
      { statement: unreadable, evidence: evidence(0), covers: () => ({ doubt: "its text is not at hand" }) },
    ];
  }
  return policy.statements
    .filter(({ effect }) => effect === "Deny")
    .map((statement) => ({
      statement,
      evidence: evidence(statement.index),
      covers: (arn) => coverOfResource(statement, arn),
    }));
}

/** What a policy whose text is not at hand may hold. */
const unreadable: IdentityStatement = {
  index: 0,
  effect: "Deny",
  actions: Object.values(actionBit).reduce((bits, bit) => bits | bit, 0),
  resources: ["*"],
  resourcesNegated: false,
  variables: false,
  tests: [],
  doubts: [],
};

function coversAll({ resources, resourcesNegated }: IdentityStatement): boolean {
  return !resourcesNegated && resources.includes("*");
}

function coverOfResource(statement: IdentityStatement, arn: string): Cover {
  const { resources: texts, resourcesNegated: negated, variables } = statement;
  return coversAll(statement) ? "yes" : coverOf({ texts, negated, variables }, arn);
}

function compiled(
  { statement, evidence }: Candidate,
  cover: Cover,
  number: number,
): readonly CompiledStatement[] {
  if (cover === "no") return [];
  const label = `statement ${evidence.statement + 1} of RCP ${evidence.policy}`;
  const doubts = statement.doubts.map((doubt) => `${label}: ${doubt}`);
  if (cover !== "yes") doubts.push(`${label}: ${cover.doubt}`);
  return [
    {
      index: firstControl + number,
      label,
      effect: "Deny",
      actions: statement.actions,
      principals: [{ kind: "anyone", text: "*", awsOnly: false }],
      principalsNegated: false,
      tests: statement.tests,
      doubts,
    },
  ];
}

function relative(statement: CompiledStatement, owner: string): CompiledStatement {
  return {
    ...statement,
    tests: statement.tests.map((test) => ({
      ...test,
      values: test.values.map((value) => value.replaceAll(owner, ownAccount)),
    })),
  };
}
