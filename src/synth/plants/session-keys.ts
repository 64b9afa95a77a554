/** Keys that a request has only with a further action, and trust that forgets that action (IAM-SEMANTICS 30, 32, 33). */
import type { Plant, Planter } from "../planter.ts";
import { type Condition, policy, type Statement, trusting } from "../policy-document.ts";

function pair(p: Planter, wish: string, statements: (from: string) => readonly Statement[]): string {
  const account = p.account();
  const from = p.caller(account, `${wish}-client`, []);
  return p.role(account, { name: wish, trust: policy(...statements(from)) });
}

const tagged: Condition = { StringEquals: { "aws:RequestTag/project": "atlas" } };

export const sessionKeys: readonly Plant[] = [
  function forgotten(p) {
    const cases: readonly (readonly [wish: string, condition: Condition, why: string])[] = [
      ["tagged-session", tagged, "session tags need sts:TagSession (30)"],
      [
        "tag-keys",
        { "ForAnyValue:StringEquals": { "aws:TagKeys": "project" } },
        "session tags need sts:TagSession (30)",
      ],
      [
        "transitive-tags",
        { "ForAnyValue:StringEquals": { "sts:TransitiveTagKeys": "project" } },
        "transitive tags need sts:TagSession (30)",
      ],
      [
        "named-source",
        { StringLike: { "sts:SourceIdentity": "*@corp" } },
        "a source identity needs sts:SetSourceIdentity (32)",
      ],
    ];
    for (const [wish, condition, why] of cases)
      p.mistake(
        "action-missing-for-key",
        pair(p, wish, (from) => [trusting(from, { condition })]),
        why,
      );
  },
  function remembered(p) {
    const both = ["sts:AssumeRole", "sts:TagSession"];
    const cases: readonly (readonly [
      wish: string,
      statements: (from: string) => readonly Statement[],
      why: string,
    ])[] = [
      [
        "tagged-right",
        (from) => [trusting(from, { action: both, condition: tagged })],
        "sts:TagSession is allowed in the same statement",
      ],
      [
        "tagged-case",
        (from) => [trusting(from, { action: ["sts:AssumeRole", "STS:tagsession"], condition: tagged })],
        "action names have no case (52)",
      ],
      [
        "tagged-apart",
        (from) => [trusting(from, { condition: tagged }), trusting(from, { action: "sts:TagSession" })],
        "sts:TagSession is allowed in a statement of its own",
      ],
      [
        "tagged-all",
        (from) => [trusting(from, { action: "sts:*", condition: tagged })],
        "sts:* holds sts:TagSession",
      ],
      [
        "source-right",
        (from) => [
          trusting(from, {
            action: ["sts:AssumeRole", "sts:SetSourceIdentity"],
            condition: { StringLike: { "sts:SourceIdentity": "*@corp" } },
          }),
        ],
        "sts:SetSourceIdentity is allowed",
      ],
      [
        "principal-tag",
        (from) => [trusting(from, { condition: { StringEquals: { "aws:PrincipalTag/project": "atlas" } } })],
        "tags of the principal need no further action",
      ],
    ];
    for (const [wish, statements, why] of cases)
      p.fine("action-missing-for-key", pair(p, wish, statements), why);
  },
];
