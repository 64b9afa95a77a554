/** Trust policies as narrow as their use, as plans like fixes: written, journaled and taken back by the same code. */
import type { RemovablePlace } from "../../../graph/reach/index.ts";
import type { RoleIndex, TrailFacts } from "../../../model/index.ts";
import { parsePolicy } from "../../../policy/index.ts";
import { fixedText } from "../../../provision/index.ts";
import { type AuditedUse, tightenTrust, usesByRole, whyNotWatched } from "../../../trail/index.ts";
import type { Scan } from "../../scan.ts";
import { type ObservedWorld, observedWorld, plainSettings } from "../../trail/index.ts";
import { type FixAgain, judgedFix, type PlannedFix, whyShown } from "./plan-fixes.ts";
import { PolicyBench } from "./policy-bench.ts";

export type Tightenings = {
  readonly fixes: readonly PlannedFix[];
  readonly unchanged: readonly { readonly role: string; readonly why: string }[];
};

export function planTightenings(
  scan: Scan,
  facts: TrailFacts,
  roles: readonly RoleIndex[],
  progress: (done: number, of: number) => void,
): Tightenings {
  const world = observedWorld(scan.engine, facts, plainSettings);
  const uses = usesByRole(world.audit);
  const fixes: PlannedFix[] = [];
  const unchanged: { role: string; why: string }[] = [];
  for (const [done, role] of roles.entries()) {
    progress(done, roles.length);
    const planned = planOf(role, uses.get(role) ?? [], scan, world);
    if ("why" in planned) unchanged.push(planned);
    else fixes.push(planned);
  }
  return { fixes, unchanged };
}

function planOf(
  index: RoleIndex,
  uses: readonly AuditedUse[],
  scan: Scan,
  world: ObservedWorld,
): PlannedFix | Tightenings["unchanged"][number] {
  const { arn, account } = scan.engine.snapshot.roles.row(index);
  const unwatched = whyNotWatched(world.audit.facts, account);
  if (unwatched !== null) return { role: arn, why: unwatched };
  const place: RemovablePlace = { kind: "trust-policy", role: arn };
  const bench = new PolicyBench(scan, place, account, { organization: false, chains: false });
  const made = new Map<string, FixAgain | string>();
  const again = (text: string): FixAgain | string => {
    const known = made.get(text) ?? tightened(text, { arn, account }, uses, bench, world);
    made.set(text, known);
    return known;
  };
  const fixed = bench.text === null ? "the snapshot does not hold its trust policy" : again(bench.text);
  if (typeof fixed === "string") return { role: arn, why: fixed };
  return {
    ...{ policy: `trust policy of ${arn}`, place, account, findings: [], before: bench.text },
    ...{ after: fixed.after, statements: fixed.statements, changes: fixed.changes, alsoLost: null },
    seen: { calls: uses.reduce((sum, { use }) => sum + use.count, 0), refused: [] },
    state: fixed.reason !== null ? "refused" : whyShown(place) === null ? "planned" : "shown",
    reason: fixed.reason,
    again: (text) => {
      const now = again(text);
      // Of one that can't be tightened as it stands, nothing is written.
      return typeof now === "string" ? untouched(text, bench) : now;
    },
  };
}

function untouched(text: string, bench: PolicyBench): FixAgain | null {
  const now = bench.look(text, false);
  if (now === null) return null;
  const engines = { before: now.engine, after: now.engine };
  return {
    ...{ before: text, after: text, statements: [], findings: new Map(), engines },
    ...{ refused: null, changes: [], reason: null },
  };
}

/** Why not, else. */
function tightened(
  text: string,
  role: { readonly arn: string; readonly account: PlannedFix["account"] },
  uses: readonly AuditedUse[],
  bench: PolicyBench,
  { replay }: ObservedWorld,
): FixAgain | string {
  const parsed = parsePolicy(text, { kind: "trust" });
  if (!parsed.ok) return parsed.error.message;
  const trust = { name: "trust policy", document: parsed.value, text };
  const made = tightenTrust({ role, trust, uses }, replay);
  if (made.kind === "not-tightened") return made.why;
  const edited = fixedText(text, made.after);
  if (!edited.ok) return edited.error.why;
  const { text: after, changes: statements } = edited.value;
  const [first, now] = [bench.look(text, text === bench.text), bench.look(after, text === bench.text)];
  if (first === null || now === null) return "the snapshot does not hold the role";
  const opened = now.findings.summaries.filter(({ id }) => first.findings.find(id) === null);
  const refused =
    opened.length === 0
      ? null
      : {
          why: `it would open other findings: ${opened.map(({ id, title }) => `${id} (${title})`).join(", ")}`,
          advice: "Nothing is written.",
        };
  const engines = { before: first.engine, after: now.engine };
  const fixed = { before: text, after, statements, findings: new Map(), engines, refused };
  return judgedFix(fixed, bench.place, bench.owner);
}
