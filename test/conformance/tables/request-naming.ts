/** The table of A2: how a resource's policy names the caller decides what the caller's own policies still have to say. */
import {
  allowAll,
  allowQueues,
  allowReads,
  denyReads,
  federatedUser,
  object,
  otherRole,
  otherUser,
  reads,
  role,
  root,
  session,
  user,
} from "./request-parties.ts";
import type { RequestRow } from "./row.ts";

const read = { action: "s3:GetObject", on: object } as const;
const silentBoundary = { boundary: [allowQueues] } as const;
const silentSession = { session: [[allowQueues]] } as const;
const byArn = { ...reads("*"), Condition: { ArnEquals: { "aws:PrincipalArn": role } } } as const;

type Case = Omit<RequestRow, "action" | "on">;

/** Rule 10 stands for the table. */
const cases: readonly Omit<Case, "rule">[] = [
  // 1: the user
  { says: "a named user needs no identity policy", by: user, resource: [reads(user)], answer: "Allowed" },
  {
    says: "a boundary does not limit a named user",
    by: user,
    resource: [reads(user)],
    ...silentBoundary,
    answer: "Allowed",
  },
  {
    says: "another user is not named",
    by: "arn:aws:iam::111111111111:user/eve",
    resource: [reads(user)],
    answer: "ImplicitlyDenied",
  },
  // 2: the role
  { says: "a named role needs no identity policy", by: session, resource: [reads(role)], answer: "Allowed" },
  {
    says: "a boundary limits a named role",
    by: session,
    resource: [reads(role)],
    ...silentBoundary,
    answer: "ImplicitlyDenied",
  },
  {
    says: "session policies limit a named role",
    by: session,
    resource: [reads(role)],
    ...silentSession,
    answer: "ImplicitlyDenied",
  },
  {
    says: "a named role with a boundary that allows gets in",
    by: session,
    resource: [reads(role)],
    boundary: [allowReads],
    session: [[allowReads]],
    answer: "Allowed",
  },
  // 3: the session
  {
    says: "a named session needs no identity policy",
    by: session,
    resource: [reads(session)],
    answer: "Allowed",
  },
  {
    says: "a boundary does not limit a named session",
    by: session,
    resource: [reads(session)],
    ...silentBoundary,
    answer: "Allowed",
  },
  {
    says: "session policies do not limit a named session",
    by: session,
    resource: [reads(session)],
    ...silentSession,
    answer: "Allowed",
  },
  {
    says: "another session of the role is not named",
    by: "arn:aws:sts::111111111111:assumed-role/app/other",
    resource: [reads(session)],
    answer: "ImplicitlyDenied",
  },
  // 4: the federated user
  {
    says: "a named federated user needs nothing of its own",
    by: federatedUser,
    resource: [reads(federatedUser)],
    ...silentBoundary,
    ...silentSession,
    answer: "Allowed",
  },
  // 5: the user of a federated user
  {
    says: "a federated user's name does not tell whether the named user made it",
    by: federatedUser,
    resource: [reads(user)],
    answer: "Unknown",
  },
  {
    says: "session policies limit a federated user whose user is named",
    by: federatedUser,
    resource: [reads(user)],
    ...silentSession,
    answer: "ImplicitlyDenied",
  },
  {
    says: "a boundary limits a federated user whose user is named",
    by: federatedUser,
    resource: [reads(user)],
    ...silentBoundary,
    answer: "ImplicitlyDenied",
  },
  // 6: the star with the role in a condition
  {
    says: "a condition on aws:PrincipalArn lets in without an identity policy",
    by: session,
    resource: [byArn],
    answer: "Allowed",
  },
  {
    says: "a boundary does not limit whom a condition on aws:PrincipalArn names",
    by: session,
    resource: [byArn],
    ...silentBoundary,
    answer: "Allowed",
  },
  {
    says: "session policies do not limit whom a condition on aws:PrincipalArn names",
    by: session,
    resource: [byArn],
    ...silentSession,
    answer: "Allowed",
  },
  // 7: the star
  { says: "the star lets in everybody of the account", by: user, resource: [reads("*")], answer: "Allowed" },
  {
    says: "a boundary does not limit whom the star lets in",
    by: session,
    resource: [reads("*")],
    ...silentBoundary,
    answer: "Allowed",
  },
  {
    says: "session policies do not limit whom the star lets in",
    by: session,
    resource: [reads("*")],
    ...silentSession,
    answer: "Allowed",
  },
  // 8: the account
  {
    says: "naming the account leaves it to the identity policy, which is silent",
    by: user,
    resource: [reads(root)],
    answer: "ImplicitlyDenied",
  },
  {
    says: "naming the account leaves it to the identity policy, which allows",
    by: user,
    identity: [allowReads],
    resource: [reads("111111111111")],
    answer: "Allowed",
  },
  {
    says: "naming the account does not lift the boundary",
    by: user,
    identity: [allowReads],
    resource: [reads(root)],
    ...silentBoundary,
    answer: "ImplicitlyDenied",
  },
  {
    says: "naming the account does not lift session policies",
    by: session,
    identity: [allowReads],
    resource: [reads(root)],
    ...silentSession,
    answer: "ImplicitlyDenied",
  },
  // A Deny wins in every row
  ...[
    [user, reads(user), "the user"],
    [session, reads(role), "the role"],
    [session, reads(session), "the session"],
    [federatedUser, reads(federatedUser), "the federated user"],
    [session, byArn, "the role in a condition"],
    [user, reads("*"), "everybody"],
    [user, reads(root), "the account"],
  ].map(([by, statement, named]) => ({
    says: `a Deny of the identity policy wins over a resource's policy that names ${named}`,
    by: String(by),
    identity: [allowAll, denyReads],
    resource: [Object(statement)],
    answer: "ExplicitlyDenied" as const,
  })),
  {
    says: "a Deny of the boundary stops a named user",
    by: user,
    resource: [reads(user)],
    boundary: [allowAll, denyReads],
    answer: "ExplicitlyDenied",
  },
  {
    says: "a Deny of a session policy stops a named session",
    by: session,
    resource: [reads(session)],
    session: [[allowAll], [denyReads]],
    answer: "ExplicitlyDenied",
  },
  // Two ways in: the easier one counts
  {
    says: "where role and session are named, the session's row counts",
    by: session,
    resource: [reads([role, session])],
    ...silentBoundary,
    answer: "Allowed",
  },
  // Across accounts the table does not matter
  ...[otherUser, "*", "222222222222", "arn:aws:iam::222222222222:root"].map((principal) => ({
    says: `across accounts ${principal} still needs permission of its own`,
    by: otherUser,
    resource: [reads(principal)],
    answer: "ImplicitlyDenied" as const,
  })),
  ...[otherUser, "*", "222222222222", "arn:aws:iam::222222222222:root"].map((principal) => ({
    says: `across accounts ${principal} with permission of its own gets in`,
    by: otherUser,
    identity: [allowReads],
    resource: [reads(principal)],
    answer: "Allowed" as const,
  })),
  {
    says: "across accounts a boundary limits, though the condition names the role",
    by: otherRole,
    identity: [allowReads],
    resource: [{ ...reads("*"), Condition: { ArnEquals: { "aws:PrincipalArn": otherRole } } }],
    ...silentBoundary,
    answer: "ImplicitlyDenied",
  },
];

export const namingRows: readonly RequestRow[] = cases.map((row) => ({ rule: 10, ...read, ...row }));
