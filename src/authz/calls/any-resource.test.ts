import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allow,
  deny,
  type OrganizationPlan,
  type Statement,
  snapshotOf,
} from "../../../test/support/planned-organization.ts";
import { organizationView } from "../index.ts";
import type { AnyResource } from "./any-resource.ts";
import { callEngine } from "./call-engine.ts";

const own = "111111111111";
const text = `arn:aws:lambda:*:${own}:function:*`;
const form = { text, example: `arn:aws:lambda:us-east-1:${own}:function:example-x7q` };
const named = (name: string): string => `arn:aws:lambda:*:${own}:function:${name}`;

const makes = "lambda:CreateFunction";
const calls = "lambda:InvokeFunction";

function asked(
  statements: readonly Statement[],
  { boundary, scp }: { readonly boundary?: readonly Statement[]; readonly scp?: readonly Statement[] } = {},
): AnyResource {
  const plan: OrganizationPlan = {
    accounts: [
      {
        id: own,
        users: [
          { name: "ada", policies: [statements], ...(boundary === undefined ? {} : { boundary: "limit" }) },
        ],
        managed: [{ name: "limit", statements: boundary ?? [] }],
      },
    ],
    controls: scp === undefined ? [] : [{ kind: "scp", name: "limits", statements: scp, targets: [own] }],
  };
  const snapshot = snapshotOf(plan);
  const engine = callEngine(snapshot, organizationView(snapshot), [makes, calls]);
  const account = snapshot.accountIndex(own) ?? -1;
  const subject = engine.subjects.subjectOf({ kind: "user", account, index: 0 });
  assert.ok(subject !== null);
  const requests = [makes, calls].map((action) => ({ action, context: [] }));
  return engine.decisions.decideAny(subject, requests, form);
}

/** The name that is found; null: there is none. */
function nameFor(...question: Parameters<typeof asked>): string | null {
  const answer = asked(...question);
  if (answer.kind === "denied") return null;
  for (const decision of answer.decisions)
    assert.deepEqual(decision.kind === "allowed" && decision.certainty, { kind: "proven" });
  return answer.arn.split(":").at(-1) ?? "";
}

test("a name that no policy knows is found where anything is allowed", () => {
  assert.equal(nameFor([allow([makes, calls])]), "example-x7q");
  assert.equal(nameFor([allow([makes, calls], named("*"))]), "example-x7q");
});

test("one thing has to be allowed for all requests", () => {
  assert.equal(nameFor([allow([makes, calls], named("one"))]), "one");
  assert.equal(nameFor([allow(makes, named("one")), allow(calls, named("two"))]), null);
  assert.match(nameFor([allow(makes, named("a-*")), allow(calls, named("*-z"))]) ?? "", /^a-(.*-)?z$/);
  assert.equal(nameFor([allow(makes)]), null, "the other is not allowed at all");
});

test("a name is found that a denial leaves, also between patterns that only together let it through", () => {
  const name = nameFor([allow([makes, calls], named("team-*")), deny(calls, named("team-a*"))]) ?? "";
  assert.match(name, /^team-(?!a)/);
  assert.equal(nameFor([allow([makes, calls], named("team-*")), deny(calls, named("team-*"))]), null);
  const two =
    nameFor([allow([makes, calls], named("??")), deny(makes, named("a?")), deny(calls, named("?b"))]) ?? "";
  assert.match(two, /^[^a][^b]$/);
  const outside = nameFor([
    allow([makes, calls]),
    { ...deny(makes), Resource: undefined, NotResource: named("x-*") },
  ]);
  assert.match(outside ?? "", /^x-/);
});

test("boundaries and SCPs choose the name, too", () => {
  const all = [allow([makes, calls])];
  assert.match(nameFor(all, { boundary: [allow("lambda:*", named("in-*"))] }) ?? "", /^in-/);
  assert.match(
    nameFor(all, { scp: [{ ...deny("*"), Resource: undefined, NotResource: named("ok-*") }] }) ?? "",
    /^ok-/,
  );
  const both = { boundary: [allow("lambda:*", named("in-*"))], scp: [deny("lambda:*", named("in-*"))] };
  assert.equal(nameFor(all, both), null);
});

test("what is of another account or service is no name of the form", () => {
  assert.equal(nameFor([allow([makes, calls], "arn:aws:lambda:*:222222222222:function:*")]), null);
  assert.equal(nameFor([allow([makes, calls], "arn:aws:s3:::*")]), null);
});

test("more kinds of names than are tried make the answer may, and never no", () => {
  // Of each pair of patterns every combination is another kind of name.
  const patterns = Array.from({ length: 9 }, (_, at) => named(`${"?".repeat(at)}a*`));
  const answer = asked([
    allow(makes),
    ...patterns.map((pattern) => allow(calls, pattern)),
    deny([makes, calls], patterns),
  ]);
  if (answer.kind === "denied") return;
  const [decision] = answer.decisions;
  assert.ok(decision?.kind === "allowed" && decision.certainty.kind === "may");
  assert.match(decision.certainty.reasons.join(), /kinds of names/);
});
