/** Thousands of policies that stood for a while between two reads: how few looks they take, and that nobody whom one let in is lost. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { roleArn, type Statement, trusts } from "../../../test/support/planned-organization.ts";
import {
  accountId,
  SettleBench,
  settleStart,
  trustEvent,
  withStore,
} from "../../../test/support/settle-bench.ts";
import type { EventDocument } from "../../model/index.ts";
import { momentsOf } from "./change-moments.ts";
import { foldedNote, looksOf } from "./folded-moments.ts";

const shop = accountId("111111111111");
const subject = { kind: "role", account: shop, name: "app" } as const;
const textOf = (...statements: readonly Statement[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const outsider = (number: number): string => String(900_000_000_000 + number);
const letting = (number: number): string => textOf(trusts({ AWS: outsider(number) }));

const momentsWith = (texts: readonly (string | null)[]) =>
  momentsOf(
    subject,
    texts.map((text, at) => trustEvent(shop, "app", text, settleStart + at * 1000)),
  );
const texts = (documents: readonly EventDocument[]): readonly (string | null)[] =>
  documents.map(({ text }) => text);

describe("Moments between two reads", () => {
  test("are looked at one by one while they are few, and what stood again counts once", () => {
    const looks = looksOf(momentsWith([letting(1), letting(2), letting(1)]));
    assert.deepEqual(
      looks.map(({ documents, first, last }) => [texts(documents), last.event.at - first.event.at]),
      [
        [[letting(1)], 2000],
        [[letting(2)], 0],
      ],
    );
    assert.deepEqual(looks.map(foldedNote), [null, null]);
  });

  test("of which there are many are folded: with all that any of them allowed, and nothing that one denied", () => {
    const denied = { ...trusts({ AWS: outsider(2) }), Effect: "Deny" };
    const all = [
      textOf({ Sid: "one", ...trusts({ AWS: outsider(1) }) }),
      textOf(trusts({ AWS: outsider(1) }), denied),
      letting(2),
      "not a policy",
      null,
    ];
    const looks = looksOf(momentsWith(all), 1);
    assert.deepEqual(
      looks.map(({ documents }) => texts(documents)),
      [[textOf(trusts({ AWS: outsider(1) }), trusts({ AWS: outsider(2) }))]],
    );
    assert.match(looks.map(foldedNote).join(), /^5 policies that stood one after the other, from 20/);
  });

  test("in which a control policy was gone are never folded: without it more may be allowed, or less", () => {
    const control = { kind: "control-policy", id: "p-12345678" } as const;
    const moments = momentsWith([null, letting(1), letting(2)]).map((moment, at) => ({
      ...moment,
      documents: [
        { subject: { kind: "organization" } as const, part: control, text: at === 1 ? null : `${at}` },
      ],
    }));
    assert.deepEqual(
      looksOf(moments, 2).map(({ together, documents }) => [together, documents[0]?.text]),
      [
        [2, textOf()],
        [1, null],
      ],
    );
  });
});

describe("Thousands of policies of one role between two reads", () => {
  const store = withStore();
  test("lose nobody whom one of them let in, and say that they are told together", async () => {
    const bench = new SettleBench(
      { accounts: [{ id: shop, roles: [{ name: "app", trust: [trusts({ AWS: shop })] }] }] },
      store(),
    );
    const count = 3000;
    const final = textOf(trusts({ AWS: shop }));
    const row = {
      RoleName: "app",
      RoleId: bench.known.engine.snapshot.roles.uniqueId(0),
      Path: "/",
      Arn: roleArn(shop, "app"),
      AssumeRolePolicyDocument: final,
      RolePolicyList: [],
      AttachedManagedPolicies: [],
    };
    bench.read = () => ({ kind: "read", parts: { "authorization-details": [{ RoleDetailList: [row] }] } });
    const events = Array.from({ length: count }, (_, number) =>
      trustEvent(shop, "app", letting(number), settleStart - 9_000_000 + number * 1000),
    );
    const [event, ...others] = await bench.settle(
      ...events,
      trustEvent(shop, "app", final, settleStart - 1000),
    );
    assert.deepEqual(others, []);
    assert.equal(event?.kind, "opened-and-closed");
    assert.ok((event?.changes.length ?? 0) <= 100, `${event?.changes.length} changes`);
    const gained = event?.changes.flatMap((change) => change.gained.map(({ id }) => id)) ?? [];
    assert.deepEqual(
      gained.toSorted(),
      Array.from({ length: count }, (_, number) => outsider(number)),
    );
    assert.match(event?.changes[0]?.notes.join() ?? "", /30 policies that stood one after the other/);
    assert.deepEqual(
      [event?.interlude?.from, event?.interlude?.to],
      [settleStart - 9_000_000, settleStart - 1000],
    );
  });
});
