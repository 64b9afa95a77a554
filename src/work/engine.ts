/** A snapshot with everything that questions about it need, opened through the cache beside it. */
import { createHash } from "node:crypto";
import { type CallerSide, createCallerSide } from "../authz/index.ts";
import { rulesFor } from "../findings/catalogue.ts";
import { emptyIntent, type Intent } from "../findings/intent.ts";
import type { Rule, RuleContext } from "../findings/rule.ts";
import { ruleContext } from "../findings/rule-context.ts";
import { type VendorDirectory, vendorDirectory } from "../findings/vendors.ts";
import {
  type AssumeGraph,
  buildAssumeGraph,
  type ExpansionScope,
  graphFromSections,
  graphSections,
  type TrustReader,
  trustReader,
} from "../graph/index.ts";
import { ok, type Result, type Snapshot } from "../model/index.ts";
import { type CacheHandle, openSnapshot, type SnapshotFileError } from "../store/index.ts";

/** What the answers depend on besides the snapshot. */
export type EngineConfig = {
  readonly intent: Intent;
  readonly vendors: VendorDirectory;
  readonly rules: readonly Rule[];
};

/** What is not given: no intent, the published vendors, and the rules that the intent leaves on. */
function wholeConfig(given: Partial<EngineConfig>): EngineConfig {
  const intent = given.intent ?? emptyIntent;
  return {
    intent,
    vendors: given.vendors ?? vendorDirectory(intent.knownAccounts),
    rules: given.rules ?? rulesFor(intent),
  };
}

export type OpenEngineOptions = {
  readonly config?: Partial<EngineConfig>;
  /** Default: true. */
  readonly cache?: boolean;
  readonly engineVersion: string;
  readonly debug?: (message: string) => void;
};

export type Engine = {
  readonly snapshot: Snapshot;
  readonly config: EngineConfig;
  readonly context: RuleContext;
  readonly reader: TrustReader;
  readonly callers: CallerSide;
  readonly expansion: ExpansionScope;
  readonly cache: CacheHandle | null;
  /** Whether the snapshot came out of the cache. */
  readonly fromCache: boolean;
};

export async function openEngine(
  path: string,
  options: OpenEngineOptions,
): Promise<Result<Engine, SnapshotFileError>> {
  const config = wholeConfig(options.config ?? {});
  const opened = await openSnapshot(path, {
    cache: options.cache ?? true,
    engineVersion: options.engineVersion,
    configHash: configHash(config),
    ...(options.debug === undefined ? {} : { debug: options.debug }),
  });
  if (!opened.ok) return opened;
  const { snapshot, cache, fromCache } = opened.value;
  const marks = options.cache === false ? null : cache.bytes(marksSection);
  return ok({
    ...engineOf(snapshot, config, marks),
    cache: options.cache === false ? null : cache,
    fromCache,
  });
}

/** What the callers' side has found out about documents, as a section of the cache. */
export const marksSection = "callers/documents";

/** For a snapshot that is in memory already. */
export function engineOf(
  snapshot: Snapshot,
  config: Partial<EngineConfig> = {},
  keptMarks: Uint8Array | null = null,
): Engine {
  const whole = wholeConfig(config);
  const reader = trustReader(snapshot);
  const context = ruleContext(snapshot, whole.intent, whole.vendors, reader.organization);
  const callers = createCallerSide(snapshot, reader.organization, keptMarks);
  const expansion = {
    snapshot,
    organization: reader.organization,
    callers,
    nameOf: (account: string) => context.nameOf(account),
  };
  return { snapshot, config: whole, context, reader, callers, expansion, cache: null, fromCache: false };
}

/** The graph out of the cache, or built and put there. */
export async function openGraph(engine: Engine): Promise<AssumeGraph> {
  const { cache, snapshot, reader } = engine;
  const kept = cache === null ? null : graphFromSections(snapshot, cache);
  if (kept !== null) return kept;
  const graph = buildAssumeGraph(reader);
  // A cache that can't be written costs time, not answers.
  if (cache !== null) await cache.write(graphSections(graph));
  return graph;
}

function configHash({ intent, vendors, rules }: EngineConfig): string {
  const parts = { intent, vendors: vendors.fingerprint, rules: rules.map((rule) => rule.id) };
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
