/** Makes the JSON Schemas of the files that people write, and of what is printed for programs, from shapes in the code: `npm run docs`. */
import { writeFileSync } from "node:fs";
import { z } from "zod";
import { alertsFileSchema } from "../src/notify/index.ts";
import { acceptanceShape } from "../src/work/acceptance-shape.ts";
import { analyzerShape } from "../src/work/analyzer-shape.ts";
import { crownJewelsShape } from "../src/work/crown-jewels-answer.ts";
import {
  alertListShape,
  alertRetryShape,
  alertTestShape,
  expectAddShape,
  expectListShape,
  expectWithdrawShape,
  whyShape,
} from "../src/work/deliver/alerts-shape.ts";
import { diffShape } from "../src/work/drift/diff-shape.ts";
import { alertMessageShape } from "../src/work/drift-shape.ts";
import { intentSchema } from "../src/work/intent-file.ts";
import { adviceShape } from "../src/work/provision/advice/advice-shape.ts";
import {
  externalIdCheckShape,
  externalIdImportShape,
  externalIdIssueShape,
  externalIdListShape,
  externalIdRevokeShape,
  externalIdRotateShape,
  externalIdVerifyShape,
} from "../src/work/provision/external-ids/external-ids-shape.ts";
import { rolesFileSchema } from "../src/work/provision/external-ids/roles-file.ts";
import { fixShape } from "../src/work/provision/fixes/fix-shape.ts";
import { changesShape, grantShape, undoShape } from "../src/work/provision/grants/grant-shape.ts";
import { roleSetSchema, rolesShape } from "../src/work/provision/roles/index.ts";
import { eachShape, sessionShape } from "../src/work/provision/sessions/index.ts";
import { blastRadiusShape, chokepointsShape, exposureShape, pathsShape } from "../src/work/reach-shape.ts";
import { caseShape } from "../src/work/simulate/case-shape.ts";
import { suppressionSchema } from "../src/work/suppression-file.ts";
import { teamSchema } from "../src/work/team-file.ts";
import { reviewShape } from "../src/work/trail/review/review-shape.ts";
import {
  auditShape,
  chainsShape,
  compareShape,
  deniedShape,
  sessionsShape,
  tightenShape,
  unusedShape,
  whoShape,
} from "../src/work/trail/trail-shape.ts";
import { whatCanShape } from "../src/work/what-can-shape.ts";
import { whatIfShape } from "../src/work/what-if/what-if-shape.ts";

export function schemaText(schema: z.ZodType, title: string): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input", target: "draft-2020-12" });
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}

export const schemas: readonly (readonly [file: string, text: string])[] = [
  ["schemas/accesslens.schema.json", schemaText(intentSchema, "accesslens.yaml: declared intent")],
  [
    "schemas/suppressions.schema.json",
    schemaText(suppressionSchema, "accesslens-suppressions.yaml: accepted findings"),
  ],
  [
    "schemas/accept.schema.json",
    schemaText(acceptanceShape, "accept: findings accepted, or accepted no more"),
  ],
  ["schemas/alerts.schema.json", schemaText(alertsFileSchema, "alerts.yaml: which changes are told where")],
  [
    "schemas/alert.schema.json",
    schemaText(alertMessageShape, "An alert, as webhooks post it and files have it"),
  ],
  [
    "schemas/alerts-list.schema.json",
    schemaText(alertListShape, "alerts list: alerts on their way, delivered, given up"),
  ],
  ["schemas/alerts-retry.schema.json", schemaText(alertRetryShape, "alerts retry: how many wait again")],
  ["schemas/alerts-test.schema.json", schemaText(alertTestShape, "alerts test: what came back")],
  ["schemas/alerts-why.schema.json", schemaText(whyShape, "alerts why: what was seen, decided and sent")],
  ["schemas/expect-add.schema.json", schemaText(expectAddShape, "expect add: the approval")],
  ["schemas/expect-list.schema.json", schemaText(expectListShape, "expect list: approvals")],
  ["schemas/expect-withdraw.schema.json", schemaText(expectWithdrawShape, "expect withdraw")],
  [
    "schemas/external-id-check.schema.json",
    schemaText(externalIdCheckShape, "external-id check: the confused-deputy test"),
  ],
  [
    "schemas/external-id-import.schema.json",
    schemaText(externalIdImportShape, "external-id import: what trust policies ask for"),
  ],
  ["schemas/external-id-issue.schema.json", schemaText(externalIdIssueShape, "external-id issue")],
  [
    "schemas/external-id-list.schema.json",
    schemaText(externalIdListShape, "external-id list, used-at: the registry"),
  ],
  ["schemas/external-id-revoke.schema.json", schemaText(externalIdRevokeShape, "external-id revoke")],
  [
    "schemas/external-id-roles.schema.json",
    schemaText(rolesFileSchema, "external-id check --roles: whom to test"),
  ],
  [
    "schemas/external-id-rotate.schema.json",
    schemaText(externalIdRotateShape, "external-id rotate: one step of two"),
  ],
  ["schemas/external-id-verify.schema.json", schemaText(externalIdVerifyShape, "external-id verify")],

  ["schemas/roles.schema.json", schemaText(roleSetSchema, "roles.yaml: spoke roles")],
  ["schemas/role-plan.schema.json", schemaText(rolesShape, "role plan, apply and remove")],
  ["schemas/team.schema.json", schemaText(teamSchema, "team.yaml: serve for people who sign in")],
  ["schemas/cases.schema.json", schemaText(caseShape, "A case of accesslens simulate --cases")],
  ["schemas/grant.schema.json", schemaText(grantShape, "grant, revoke: the plan, and whether it stands")],
  ["schemas/advice.schema.json", schemaText(adviceShape, "advise: ways to let somebody use a resource")],
  ["schemas/changes.schema.json", schemaText(changesShape, "changes list: what was written to AWS")],
  ["schemas/undo.schema.json", schemaText(undoShape, "undo, changes finish")],
  ["schemas/what-can.schema.json", schemaText(whatCanShape, "what-can: what a principal can do")],
  ["schemas/paths.schema.json", schemaText(pathsShape, "paths: ways from somebody to somebody or something")],
  [
    "schemas/blast-radius.schema.json",
    schemaText(blastRadiusShape, "blast-radius: everything that somebody can come to"),
  ],
  [
    "schemas/exposure.schema.json",
    schemaText(exposureShape, "exposure: everybody who can come to somebody or something"),
  ],
  [
    "schemas/chokepoints.schema.json",
    schemaText(chokepointsShape, "chokepoints: the fewest accesses whose loss leaves no way"),
  ],
  [
    "schemas/compare-access-analyzer.schema.json",
    schemaText(analyzerShape, "compare access-analyzer: AWS's findings of external access beside ours"),
  ],
  [
    "schemas/crown-jewels.schema.json",
    schemaText(crownJewelsShape, "crown-jewels: what must not be lost, and who comes there"),
  ],
  [
    "schemas/what-if.schema.json",
    schemaText(whatIfShape, "what-if: what appears and disappears after a change"),
  ],
  ["schemas/fix.schema.json", schemaText(fixShape, "fix: findings' fixes by policy, planned or written")],
  [
    "schemas/diff.schema.json",
    schemaText(diffShape, "diff: who gained and lost access between two snapshots"),
  ],
  [
    "schemas/session.schema.json",
    schemaText(sessionShape, "session: a role's session, or why there is none"),
  ],
  ["schemas/each.schema.json", schemaText(eachShape, "each: how a command ended in many accounts")],
  ["schemas/trail-audit.schema.json", schemaText(auditShape, "trail audit: what is remarkable in a trail")],
  ["schemas/trail-who.schema.json", schemaText(whoShape, "trail who: who assumed which role")],
  ["schemas/trail-sessions.schema.json", schemaText(sessionsShape, "trail sessions: one by one")],
  ["schemas/trail-chains.schema.json", schemaText(chainsShape, "trail chains: roles one from the other")],
  ["schemas/trail-unused.schema.json", schemaText(unusedShape, "trail unused: ways that nobody used")],
  ["schemas/trail-denied.schema.json", schemaText(deniedShape, "trail denied: who was refused what")],
  [
    "schemas/trail-compare.schema.json",
    schemaText(compareShape, "trail compare: what could happen against what did"),
  ],
  ["schemas/trail-report.schema.json", schemaText(reviewShape, "trail report: the review of a week")],
  [
    "schemas/trail-tighten.schema.json",
    schemaText(tightenShape, "trail tighten: trust policies as narrow as their use"),
  ],
];

if (import.meta.main) for (const [file, text] of schemas) writeFileSync(file, text);
