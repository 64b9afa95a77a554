/** Every answer has the shape that the API's description tells of it: clients are typed by it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fastify from "fastify";
import type { z } from "zod";
import {
  type OrganizationPlan,
  roleArn,
  snapshotOf,
  trusts,
} from "../../test/support/planned-organization.ts";
import { acceptedFile } from "../work/accepted-file.ts";
import { accountMapShape, mapShape, mapTrustsShape } from "../work/map/index.ts";
import { accountsShape, overviewShape, searchShape } from "../work/overview-shape.ts";
import { partyShape } from "../work/party-facts.ts";
import { blastRadiusShape, chokepointsShape, exposureShape, pathsShape } from "../work/reach-shape.ts";
import { roleFactsShape } from "../work/role-facts.ts";
import { scanSnapshot } from "../work/scan.ts";
import { canAssumeShape, whoCanAssumeShape, whoCanShape } from "../work/trust-shape.ts";
import { whatCanShape } from "../work/what-can-shape.ts";
import { addQuestions } from "./routes/index.ts";
import { servedOf } from "./served.ts";

const own = "111111111111";
const other = "222222222222";
const vendor = "464622532012";
const asks = { StringEquals: { "sts:ExternalId": "very-secret-id" } };
const everything = [{ Effect: "Allow", Action: "*", Resource: "*" }];
const plan: OrganizationPlan = {
  accounts: [
    {
      id: own,
      roles: [
        { name: "vendor", trust: [{ ...trusts({ AWS: vendor }), Condition: asks }], policies: [everything] },
        { name: "open", trust: [trusts({ AWS: "*" })], policies: [] },
        { name: "inner", trust: [trusts({ AWS: `arn:aws:iam::${other}:role/caller` })], policies: [] },
        { name: "unread", trust: null, policies: [] },
      ],
      users: [{ name: "ada", policies: [everything] }],
      resources: [
        {
          arn: "arn:aws:s3:::ledger",
          type: "AWS::S3::Bucket",
          policy: [
            { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::ledger/*" },
          ],
        },
      ],
    },
    {
      id: other,
      roles: [
        {
          name: "caller",
          trust: [trusts({ Service: "ec2.amazonaws.com" })],
          policies: [[{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }]],
        },
      ],
    },
    { id: "333333333333", hasData: false },
  ],
};
const scanned = scanSnapshot(snapshotOf(plan), {}, { chains: true });
const server = fastify();
addQuestions(
  server,
  servedOf(scanned, { accepted: acceptedFile("none.yaml"), masksExternalIds: true, where: "org.alens" }),
);

const role = roleArn(own, "vendor");
const cases: readonly (readonly [url: string, shape: z.ZodType])[] = [
  ["/api/overview", overviewShape],
  ["/api/accounts", accountsShape],
  ["/api/search?text=vend", searchShape],
  ["/api/search?text=sts:AssumeRole", searchShape],
  ["/api/search?text=ada", searchShape],
  ["/api/map", mapShape],
  ["/api/map?technique=iam-001", mapShape],
  [`/api/map/account?account=${own}`, accountMapShape],
  [`/api/map/trusts?from=party:account:${vendor}&to=account:${own}`, mapTrustsShape],
  [`/api/map/trusts?from=organization&to=organization`, mapTrustsShape],
  [`/api/role?arn=${role}`, roleFactsShape],
  [`/api/role?arn=${roleArn(own, "unread")}`, roleFactsShape],
  [`/api/party?kind=account&id=${vendor}`, partyShape],
  ["/api/party?kind=any-account&id=*", partyShape],
  ["/api/party?kind=service&id=ec2.amazonaws.com", partyShape],
  [`/api/who-can-assume?role=${role}`, whoCanAssumeShape],
  [`/api/can-assume?principal=${roleArn(other, "caller")}`, canAssumeShape],
  ["/api/who-can?action=s3:GetObject&resource=arn:aws:s3:::ledger/q3.csv", whoCanShape],
  [`/api/what-can?principal=${role}`, whatCanShape],
  [`/api/paths?from=external&to=${role}`, pathsShape],
  ["/api/blast-radius?from=external", blastRadiusShape],
  [`/api/exposure?to=${role}`, exposureShape],
  ["/api/chokepoints?from=external&to=admin", chokepointsShape],
];
for (const [url, shape] of cases) {
  test(`${url} answers as it is described, and without an external ID`, async () => {
    const { statusCode, payload } = await server.inject(encodeURI(url));
    assert.equal(statusCode, 200, payload);
    const parsed = shape.safeParse(JSON.parse(payload));
    assert.ok(parsed.success, parsed.error?.message);
    assert.doesNotMatch(payload, /very-secret-id/);
  });
}
