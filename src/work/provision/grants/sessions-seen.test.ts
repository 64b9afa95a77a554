import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  accountOf,
  factsOf,
  observed,
  observedSnapshot,
  own,
  roleArn,
  roleCaller,
  sister,
  userCaller,
} from "../../../../test/support/observed.ts";
import type { GrantDeclaration } from "../../../provision/index.ts";
import { sessionsSeen } from "./sessions-seen.ts";

type GrantPrincipal = GrantDeclaration["principal"];

const trust = { Effect: "Allow", Principal: { AWS: sister }, Action: "sts:AssumeRole" };
const snapshot = observedSnapshot({
  roles: [{ name: "hub", trust, account: sister, path: "/hubs/" }],
  users: [{ name: "ada" }],
});
const principal = (kind: GrantPrincipal["kind"], text: string, account = sister): GrantPrincipal => ({
  ...{ kind, text },
  account: kind === "organization" ? null : accountOf(account),
});
const hub = principal("role", `arn:aws:iam::${sister}:role/hubs/hub`);
const ada = principal("user", `arn:aws:iam::${sister}:user/ada`);
const taken = observed({ role: roleArn("hub", sister), count: 3 });
const went = observed({ caller: roleCaller("hub"), count: 2, first: taken.last + 5000 });
const elsewhere = observed({ caller: userCaller("ada", own), role: roleArn("app") });
const facts = factsOf([taken, went, elsewhere, { ...went, granted: false, count: 90 }]);
const span = "between 2026-05-31T23:00:00Z and 2026-05-31T23:00:05Z";

describe("of who is to lose access, a trail tells", () => {
  const rows = [
    [
      "sessions of a role and by it",
      hub,
      facts,
      `seen 5 sessions of ${hub.text} ${span}, the last at 2026-05-31T23:00:05Z.`,
    ],
    [
      "sessions of a user",
      ada,
      facts,
      `seen 3 sessions of ${ada.text} ${span}, the last at 2026-05-31T23:00:00Z.`,
    ],
    ["sessions of an account", principal("account", sister), facts, `seen 5 sessions of ${sister}`],
    [
      "that there is none",
      principal("role", `arn:aws:iam::${sister}:role/idle`),
      facts,
      "seen no session of ",
    ],
    [
      "that nobody watched",
      hub,
      factsOf([elsewhere], { accounts: [] }),
      "is not known: the trail has no event of account",
    ],
    [
      "that there may be more",
      hub,
      { ...facts, accounts: [] },
      "There may be more: the trail has no event of",
    ],
    ["nothing of an organization", principal("organization", "*"), facts, "Who of an organization"],
    ["that sessions are no uses", hub, facts, "Whether it used the resource, sessions do not say."],
  ] as const;
  for (const [name, who, seen, told] of rows) {
    test(name, () => {
      const note = sessionsSeen(who, seen, null);
      assert.ok(note.includes(told), note);
    });
  }

  test("more with a snapshot, which says whose a unique id is", () => {
    const bare = factsOf([{ ...went, caller: { ...roleCaller("hub"), arn: null } }]);
    assert.match(sessionsSeen(hub, bare, null), /seen no session/);
    assert.match(sessionsSeen(hub, bare, snapshot), /seen 2 sessions/);
  });
});
