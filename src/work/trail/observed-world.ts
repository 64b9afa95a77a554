/** A trail's facts beside a snapshot: everything that audits and comparisons ask. */
import { administratorReader } from "../../authz/capability/capabilities.ts";
import type { TrailFacts } from "../../model/index.ts";
import {
  type AuditSettings,
  type AuditWorld,
  auditWorld,
  type ReplayWorld,
  resolver,
} from "../../trail/index.ts";
import { openActionCatalogue } from "../action-file.ts";
import type { Engine } from "../engine.ts";
import { policySource, trustPolicyOf } from "../simulate/index.ts";

export type ObservedWorld = {
  readonly audit: AuditWorld;
  readonly replay: ReplayWorld;
  readonly engine: Engine;
};

export function observedWorld(engine: Engine, facts: TrailFacts, settings: AuditSettings): ObservedWorld {
  const { snapshot, context } = engine;
  const replay = replayWorld(engine);
  let administratorOf: ReturnType<typeof administratorReader> | null = null;
  const audit = auditWorld(facts, settings, replay, {
    isOurs: (account) => context.isOurs(account),
    nameOf: (account) => context.nameOf(account),
    isAdministrator: ({ arn }) => {
      administratorOf ??= administratorReader(snapshot, openActionCatalogue());
      const kind = administratorOf(arn)?.kind ?? "unknown";
      return kind === "unknown" ? null : kind === "administrator";
    },
    trustOf: (role) => trustPolicyOf(snapshot, role),
  });
  return { audit, replay, engine };
}

/** What uses are replayed over. */
export function replayWorld({ snapshot, reader }: Engine): ReplayWorld {
  return {
    snapshot,
    organization: reader.organization,
    resolver: resolver(snapshot),
    policies: policySource(snapshot),
  };
}

/** For questions that are no audits. */
export const plainSettings: AuditSettings = {
  longerThan: 3600,
  sourceIdentity: false,
  newSince: null,
  depth: 1,
  refusals: 5,
  networks: null,
};
