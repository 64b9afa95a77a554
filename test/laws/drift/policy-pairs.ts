/** Pairs of policy texts as two snapshots have them: each on a subject of its own, so that one difference answers for all. */
import assert from "node:assert/strict";
import { type DriftAnswer, driftBetween } from "../../../src/drift/index.ts";
import {
  type Arn,
  type ControlPolicy,
  isAccountId,
  isArn,
  isOrganizationId,
  isOrganizationNodeId,
  isUniqueId,
  type Snapshot,
  SnapshotBuilder,
} from "../../../src/model/index.ts";
import { engineOf } from "../../../src/work/engine.ts";

export type PairKind = "trust" | "resource" | "identity" | "scp";
export type TextPair = { readonly kind: PairKind; readonly before: string; readonly after: string };

const account = checked("111111111111", isAccountId);
const root = checked("r-root", isOrganizationNodeId);
const managementAccount = checked("100000000001", isAccountId);

/** Whether the pair at each place is told as changed; and the whole answer. */
export function driftOf(pairs: readonly TextPair[]): {
  readonly told: readonly boolean[];
  readonly answer: DriftAnswer;
} {
  const [before, after] = [snapshotOf(pairs, "before"), snapshotOf(pairs, "after")];
  const answer = driftBetween(engineOf(before), engineOf(after), { findings: false });
  const subjects = new Set(answer.changes.map(({ subject }) => subject));
  const told = pairs.map(({ kind }, at) => subjects.has(subjectOf(kind, at)));
  return { told, answer };
}

export function subjectOf(kind: PairKind, at: number): string {
  switch (kind) {
    case "trust":
    case "identity":
      return `arn:aws:iam::${account}:role/${kind}-${at}`;
    case "resource":
      return `arn:aws:sqs:us-east-1:${account}:queue-${at}`;
    case "scp":
      return `p-${at}`;
  }
}

function snapshotOf(pairs: readonly TextPair[], when: "before" | "after"): Snapshot {
  const builder = new SnapshotBuilder({ createdAt: 1_800_000_000, source: "import" });
  builder.addAccount({ id: account, parent: root });
  builder.addAccount({ id: managementAccount, parent: root, hasData: false });
  const trust = builder.document(
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
    account,
  );
  const controls: ControlPolicy[] = [];
  const resources = pairs.flatMap(({ kind, [when]: text }, at) => {
    const subject = subjectOf(kind, at);
    const document = builder.document(text, kind === "scp" ? null : account);
    if (kind === "scp") {
      controls.push({ id: subject, name: subject, type: "SERVICE_CONTROL_POLICY", document, targets: [] });
    } else if (kind !== "resource") {
      builder.addRole(account, {
        name: `${kind}-${at}`,
        uniqueId: checked(`AROA${String(at).padStart(17, "0")}`, isUniqueId),
        trustPolicy: kind === "trust" ? document : trust,
        inlinePolicies: kind === "identity" ? [{ name: "inline", document }] : [],
      });
    } else {
      const arn: Arn = checked(subject, isArn);
      return [{ arn, type: "AWS::SQS::Queue", region: "us-east-1", policy: document, attributes: {} }];
    }
    return [];
  });
  builder.addDetails(account, { resources });
  builder.setOrganization({
    id: checked("o-exampleorg1", isOrganizationId),
    managementAccount,
    units: [{ id: root, name: "Root", parent: null }],
    controlPolicies: controls,
    delegatedAdministrators: [],
  });
  return builder.build();
}

function checked<T extends string>(text: string, is: (text: string) => text is T): T {
  assert.ok(is(text), text);
  return text;
}
