/** What the collector's role has to be allowed, made of what the collectors declare. */
import type { Collector } from "../../collect/live/index.ts";

export type ReadingStatement = {
  /** Letters and digits, as IAM demands. */
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: "*";
};

export type ReadingPolicy = {
  readonly Version: "2012-10-17";
  readonly Statement: readonly ReadingStatement[];
};

/** An action with everything that it is needed for. */
export type NeededAction = {
  readonly action: string;
  readonly needs: readonly { readonly collector: string; readonly call: string; readonly why: string }[];
};

/** By action, each once, in alphabetical order. */
export function neededActions(collectors: readonly Collector[]): readonly NeededAction[] {
  const reads = collectors.flatMap(({ name, reads }) => reads.map((read) => ({ collector: name, ...read })));
  const byAction = Map.groupBy(reads, ({ action }) => action);
  return [...byAction]
    .map(([action, needs]) => ({
      action,
      needs: needs.map(({ collector, call, why }) => ({ collector, call, why })),
    }))
    .sort((a, b) => (a.action < b.action ? -1 : 1));
}

/**
 * Reads of one account, and those of the organization apart: the latter are of use in the management account and in
 * delegated administrators only. No resource can be named: the collectors read all there are.
 */
export function readingPolicy(collectors: readonly Collector[]): ReadingPolicy {
  const statement = (
    Sid: string,
    isMeant: (collector: Collector) => boolean,
  ): readonly ReadingStatement[] => {
    const Action = neededActions(collectors.filter(isMeant)).map(({ action }) => action);
    return Action.length === 0 ? [] : [{ Sid, Effect: "Allow", Action, Resource: "*" }];
  };
  return {
    Version: "2012-10-17",
    Statement: [
      ...statement("ReadAccount", ({ scope }) => scope !== "organization"),
      ...statement("ReadOrganization", ({ scope }) => scope === "organization"),
    ],
  };
}
