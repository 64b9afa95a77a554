/** A storm: what really changed, told twice and thrice, out of order, between messages that are none. */
import { calls, changeMessage, notified } from "./change-messages.ts";

export type StormPlan = {
  readonly accounts: readonly string[];
  readonly rolesOfEach: number;
  readonly changesOfEach: number;
  readonly seed: number;
};

/** In order: the change is made, or a message about one that was made arrives. */
export type StormStep =
  | { readonly kind: "change"; readonly account: string; readonly role: string; readonly trust: object }
  | { readonly kind: "message"; readonly body: string };

export type Storm = {
  readonly steps: readonly StormStep[];
  /** Each of them is trusted by one role, by one change: all have to be told of. */
  readonly trusted: readonly string[];
};

/** Numbers from 0 to 1, the same in every run. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const begun = Date.UTC(2026, 9, 1);

/** How many changes later a message may arrive than another that was sent after it. */
const disorder = 20;

export function storm({ accounts, rolesOfEach, changesOfEach, seed }: StormPlan): Storm {
  const random = numbers(seed);
  const steps: { readonly when: number; readonly step: StormStep }[] = [];
  const trusted: string[] = [];
  const all = accounts.flatMap((account) =>
    Array.from({ length: rolesOfEach * changesOfEach }, (_, at) => ({
      account,
      role: `role-${at % rolesOfEach}`,
    })),
  );
  for (const [when, { account, role }] of shuffled(all, random).entries()) {
    const outsider = String(700_000_000_000 + when);
    const trust = trusting(outsider);
    trusted.push(outsider);
    steps.push({ when, step: { kind: "change", account, role, trust } });
    const body = changeMessage(calls.updateTrust(role, trust), { account, at: begun + when * 1000 });
    const arrives = (text: string): void => {
      steps.push({ when: when + 0.5 + random() * disorder, step: { kind: "message", body: text } });
    };
    arrives(body);
    if (random() < 0.5) arrives(body);
    if (random() < 0.2) arrives(notified(body));
    if (random() < 0.1) arrives(hostile(body, random));
  }
  return { steps: steps.sort((a, b) => a.when - b.when).map(({ step }) => step), trusted };
}

export function trusting(account: string): object {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: "sts:AssumeRole",
      },
    ],
  };
}

function hostile(message: string, random: () => number): string {
  const kinds = [
    () => message.slice(0, Math.floor(random() * message.length)),
    () => message.replace(/"eventName":"\w+"/, '"eventName":"\\u001b[2J<script>alert(1)</script>"'),
    () => message.replace(/"policyDocument":"/, '"policyDocument":"{\\"Statement\\":\\"'),
    () => message.replace(/"roleName":"[^"]*"/, '"roleName":{"__proto__":{"polluted":true}}'),
    () => message.replaceAll(/"(recipientAccountId|account)":"\d+"/g, '"$1":"12345"'),
    () => "[".repeat(10_000),
  ];
  const made = kinds[Math.floor(random() * kinds.length)]?.() ?? message;
  // Of its own: who can put another event under the id of a true one on the queue could as well take messages away.
  return made.replace(/"eventID":"[0-9a-f]{4}/, '"eventID":"ffff');
}

function shuffled<T>(all: readonly T[], random: () => number): readonly T[] {
  const made = [...all];
  for (let at = made.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    const [a, b] = [made[at], made[other]];
    if (a !== undefined && b !== undefined) [made[at], made[other]] = [b, a];
  }
  return made;
}
