/**
 * One policy with whatever text, in the organization as the snapshot has it: what the rules find of it then. Texts are looked at as they
 * would be in a scan, but only by what may find something about this policy.
 */
import { findingDetail } from "../../../findings/finding-detail.ts";
import { type FindingList, findingList } from "../../../findings/finding-list.ts";
import type { Found } from "../../../findings/found.ts";
import { type HeldPolicy, policiesOfAccount, policiesOfRoles } from "../../../findings/identity-policies.ts";
import { runReachRules } from "../../../findings/run-reach-rules.ts";
import { findAbout, startRules } from "../../../findings/run-rules.ts";
import { buildAssumeGraph, passOverTrust } from "../../../graph/index.ts";
import {
  buildReachGraph,
  documentAt,
  GraphEdits,
  mayConcern,
  placeEdit,
  type ReachGraph,
  type RemovablePlace,
} from "../../../graph/reach/index.ts";
import { type AccountId, type Arn, editedSnapshot, type RoleIndex } from "../../../model/index.ts";
import { type Engine, engineOf } from "../../engine.ts";
import type { Scan } from "../../scan.ts";

export type LookedAt = { readonly engine: Engine; readonly findings: FindingList };

/** Which of the rules that look at more than single policies are asked as well: they take longer. */
export type WiderRules = { readonly organization: boolean; readonly chains: boolean };

export class PolicyBench {
  readonly place: RemovablePlace;
  readonly owner: AccountId;
  /** As the snapshot has it; null: it holds no such policy. */
  readonly text: string | null;
  readonly #scan: Pick<Scan, "engine" | "reach">;
  readonly #wider: WiderRules;
  readonly #edits: GraphEdits | null;
  readonly #looked = new Map<string, LookedAt>();

  constructor(
    scan: Pick<Scan, "engine" | "reach">,
    place: RemovablePlace,
    owner: AccountId,
    wider: WiderRules,
  ) {
    const { snapshot } = scan.engine;
    const document = documentAt(snapshot, place);
    this.place = place;
    this.owner = owner;
    this.text = document === null ? null : snapshot.documents.text(document, owner);
    this.#scan = scan;
    this.#wider = wider;
    this.#edits = wider.chains && scan.reach !== null ? new GraphEdits(scan.reach) : null;
  }

  /** `narrows`: the text gives nobody more than the snapshot's. Null: the snapshot holds no such policy. */
  look(text: string, narrows: boolean): LookedAt | null {
    const known = this.#looked.get(text);
    if (known !== undefined) return known;
    const engine = this.#engineWith(text);
    if (engine === null) return null;
    const reach = this.#reachWith(text, narrows, engine);
    const { context, reader, config, expansion } = engine;
    const scope = { context, reader, rules: config.rules, expansion, reach };
    const found = [...this.#ownFound(engine), ...this.#foundOfMany(engine)];
    if (reach !== null) found.push(...runReachRules(config.rules, reach, context));
    const findings = findingList(found, context, (one, summary, chainFixes) =>
      findingDetail(one, summary, scope, chainFixes),
    );
    const looked = { engine, findings };
    this.#looked.set(text, looked);
    return looked;
  }

  #engineWith(text: string): Engine | null {
    const { engine } = this.#scan;
    if (text === this.text) return engine;
    const edit = placeEdit(engine.snapshot, this.place, text);
    const edited = edit === null ? null : editedSnapshot(engine.snapshot, [edit]);
    return edited?.ok === true ? engineOf(edited.value, engine.config) : null;
  }

  #reachWith(text: string, narrows: boolean, { snapshot, reader }: Engine): ReachGraph | null {
    const { reach, engine } = this.#scan;
    if (this.#edits === null || text === this.text) return this.#wider.chains ? reach : null;
    const edit = placeEdit(engine.snapshot, this.place, text);
    if (edit !== null && (narrows || this.place.kind === "trust-policy")) {
      const holders = mayConcern(engine.snapshot, this.place);
      const update = this.#edits.after({ edit, holders });
      if (update.ok) return update.value.graph;
    }
    const { organization } = reader;
    return buildReachGraph({ snapshot, organization, assumptions: buildAssumeGraph(reader) });
  }

  #ownFound({ config, context, reader, snapshot }: Engine): readonly Found[] {
    const concerned = new Set<Arn>(mayConcern(snapshot, this.place));
    if ("holder" in this.place) concerned.add(this.place.holder);
    if (this.place.kind === "managed-policy") concerned.add(this.place.policy);
    const roles: RoleIndex[] = [];
    const held: HeldPolicy[] = [];
    for (const arn of concerned) {
      const role = snapshot.roles.byArn(arn);
      if (role === null) continue;
      roles.push(role);
      held.push(...policiesOfRoles(snapshot, role, role + 1));
    }
    const account = snapshot.accountIndex(this.owner);
    if (account !== null) {
      for (const policy of policiesOfAccount(snapshot, account))
        if (concerned.has(policy.holder().arn)) held.push(policy);
    }
    return findAbout(config.rules, context, reader, { roles, held, controls: false });
  }

  #foundOfMany({ config, context, reader }: Engine): readonly Found[] {
    if (!this.#wider.organization) return [];
    const rules = config.rules.filter(({ kind }) => kind === "organization");
    const run = startRules(rules, context);
    passOverTrust(reader, [run.onTrust]);
    return run.finish();
  }
}
