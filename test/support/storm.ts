/** A storm: what really changed, told twice and thrice, out of order, between messages that are none. */
import { calls, changeMessage, notified } from "./change-messages.ts";

export type StormPlan = {
  readonly accounts: readonly string[];
  readonly rolesOfEach: number;
  readonly changesOfEach: number;
  readonly seed: number;
};

export type Storm = {
  readonly messages: readonly string[];
  /** Who each role trusts in the end. */
  readonly finals: readonly { readonly account: string; readonly role: string; readonly trust: object }[];
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

export function storm({ accounts, rolesOfEach, changesOfEach, seed }: StormPlan): Storm {
  const random = numbers(seed);
  const messages: string[] = [];
  const finals: { account: string; role: string; trust: object }[] = [];
  const trusted: string[] = [];
  let next = 700_000_000_000;
  for (const account of accounts) {
    for (let role = 0; role < rolesOfEach; role += 1) {
      const name = `role-${role}`;
      let trust: object = {};
      for (let change = 0; change < changesOfEach; change += 1) {
        next += 1;
        trust = trusting(String(next));
        trusted.push(String(next));
        const message = changeMessage(calls.updateTrust(name, trust), {
          account,
          at: begun + change * 60_000 + role * 1000,
        });
        messages.push(message);
        if (random() < 0.5) messages.push(message);
        if (random() < 0.2) messages.push(notified(message));
      }
      finals.push({ account, role: name, trust });
    }
  }
  const broken = messages.filter(() => random() < 0.05).map((message) => hostile(message, random));
  return { messages: shuffled([...messages, ...broken], random), finals, trusted };
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
  return kinds[Math.floor(random() * kinds.length)]?.() ?? message;
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
