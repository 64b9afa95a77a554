import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  accountOf,
  factsOf,
  observed,
  observedSnapshot,
  outsider,
  own,
  roleArn,
  roleCaller,
  sister,
  useTime,
} from "../../../test/support/observed.ts";
import type { ObservedUse, TrailFacts, UseCaller } from "../../model/index.ts";
import { scanSnapshot } from "../scan.ts";
import { observedWorld, plainSettings } from "./observed-world.ts";
import { tightenAnswer } from "./tighten-answer.ts";
import { compareAnswer } from "./trail-answers.ts";

const day = 86_400_000;
const allow = (principal: object) => ({ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" });
/** A month of a trail, in which nobody came in. */
const silent: ObservedUse = observed({ role: roleArn("other"), first: useTime - 30 * day, last: useTime });

function world(trust: object, uses: readonly ObservedUse[], more: Partial<TrailFacts> = {}) {
  const snapshot = observedSnapshot({
    roles: [
      { name: "app", trust },
      { name: "other", trust: allow({ AWS: own }) },
    ],
    users: [{ name: "ada" }],
  });
  const facts = factsOf([silent, ...uses], more);
  const { engine } = scanSnapshot(snapshot);
  return { facts, observed: observedWorld(engine, facts, plainSettings) };
}

type Asked = { readonly trust?: object; readonly uses?: readonly ObservedUse[]; readonly days?: number };

/** The state of each way into `app`, and why it is not watched. */
async function states(
  { trust = allow({ AWS: sister }), uses = [], days = 20 }: Asked,
  more: Partial<TrailFacts> = {},
): Promise<unknown> {
  const { edges } = await compareAnswer(world(trust, uses, more).observed, {
    roles: [0],
    days,
    asOf: useTime,
  });
  return edges.map(({ party, state, why }) => [party.id, state, why]);
}

describe("ways that nobody used", () => {
  const named = `arn:aws:iam::${outsider}:role/theirs`;
  const untold: Extract<UseCaller, { kind: "role" }> = { ...roleCaller("theirs", outsider), arn: null };
  const callers: readonly (readonly [string, UseCaller])[] = [
    ["the unique id of another's role", untold],
    ["an account alone", { kind: "account", account: accountOf(outsider) }],
    ["a kind that is not known", { kind: "unknown", type: "Unknown" }],
  ];
  for (const [what, caller] of callers) {
    test(`are none where the trail tells ${what}, which may be whom the policy names`, async () => {
      const trust = allow({ AWS: named });
      assert.deepEqual(await states({ trust, uses: [observed({ caller })] }), [[named, "used", null]]);
    });
  }

  test("are none where the trail tells a service without its region", async () => {
    const trust = allow({ Service: "states.eu-west-1.amazonaws.com" });
    const caller: UseCaller = { kind: "service", service: "states.amazonaws.com" };
    assert.deepEqual(await states({ trust, uses: [observed({ caller })] }), [
      ["states.eu-west-1.amazonaws.com", "used", null],
    ]);
  });

  test("is what a user's name stays where a role of its account came", async () => {
    const user = `arn:aws:iam::${outsider}:user/theirs`;
    const trust = allow({ AWS: user });
    assert.deepEqual(await states({ trust, uses: [observed({ caller: untold })] }), [[user, "unused", null]]);
  });

  test("are those alone that a whole month of the trail says nothing of", async () => {
    assert.deepEqual(await states({}), [[sister, "unused", null]]);
  });

  const folder = (account: string) =>
    `AWSLogs/o-exampleorg1/${account}/CloudTrail/eu-west-1/2026/05/30/a.json.gz`;
  const skips: readonly (readonly [string, string, string, string | null])[] = [
    [
      "of the role's account",
      folder(own),
      "not-watched",
      "the trail's files of account 111111111111 were not all read whole",
    ],
    ["of another account", folder(outsider), "unused", null],
    ["of nobody knows whom", "b.json", "not-watched", "the trail's files were not all read whole"],
  ];
  for (const [what, file, state, why] of skips) {
    test(`where a file ${what} could not be read`, async () => {
      const skipped = [{ file, why: "is cut off" }];
      assert.deepEqual(await states({}, { skipped }), [[sister, state, why]]);
    });
  }
});

describe("tighter trust", () => {
  const trust = allow({ AWS: [sister, outsider] });
  const uses = [observed()];
  const whys = (more: Partial<TrailFacts>): unknown => {
    const { facts, observed: seen } = world(trust, uses, more);
    return tightenAnswer(seen, facts, [0], () => undefined).roles.map(({ state, why }) => [state, why]);
  };

  test("is proposed of a role whose account the trail covers", () => {
    assert.deepEqual(whys({}), [["tightened", null]]);
  });

  test("is not proposed where outsiders could have come unseen", () => {
    assert.deepEqual(whys({ accounts: [accountOf(sister)] }), [
      ["not-tightened", `the trail has no event of account ${own}`],
    ]);
    assert.deepEqual(whys({ skipped: [{ file: "b.json", why: "is cut off" }] }), [
      ["not-tightened", "the trail's files were not all read whole"],
    ]);
  });

  test("is not proposed where uses were left out", () => {
    const limits = [{ what: "uses" as const, count: 1, first: useTime, last: useTime }];
    assert.deepEqual(whys({ limits }), [["not-tightened", "not all uses could be kept in memory"]]);
  });
});
