/** The chokepoints of a question as arrows between boxes: where to cut, on the map. */
import type { Answer } from "../api/client.ts";
import type { Layout, Pair } from "./model.ts";

type Cut = Extract<Answer<"/api/chokepoints">, { over: "edges" }>["cut"];

/** What stands within one box is left out: it is told in words on the page of ways. */
export function cutPairs({ boxes }: Layout, cut: Cut): readonly Pair[] {
  const byId = new Map(boxes.map(({ id }, at) => [id, at] as const));
  const boxOf = (end: string): number | undefined =>
    idsOf(end)
      .map((id) => byId.get(id))
      .find((at) => at !== undefined);
  return cut.flatMap(({ from, to, proven }): Pair[] => {
    const [a, b] = [boxOf(from), boxOf(to)];
    return a === undefined || b === undefined || a === b
      ? []
      : [{ from: a, to: b, roles: 1, risk: "open", proven }];
  });
}

/** Boxes that may stand for it, the nearest first. */
export function idsOf(end: string): readonly string[] {
  if (end === "anyone" || end === "*") return ["party:any-account:*"];
  const provider = /:(?:oidc|saml)-provider\/(.+)$/.exec(end)?.[1];
  if (provider !== undefined)
    return [`party:federated:${provider.startsWith("AWSSSO_") ? "IAM Identity Center" : provider}`];
  const account = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(end)?.[1] ?? /^(?:admin:)?(\d{12})$/.exec(end)?.[1];
  if (account === undefined) return end.startsWith("o-") ? [`party:organization:${end}`, "organization"] : [];
  return [`role:${end}`, `user:${end}`, `account:${account}`, `party:account:${account}`];
}
