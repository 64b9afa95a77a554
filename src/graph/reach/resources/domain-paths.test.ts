import assert from "node:assert/strict";
import { test } from "node:test";
import { snapshotOf } from "../../../../test/support/planned-organization.ts";
import { reachOf, shown } from "../../../../test/support/reach-of.ts";

const account = "111111111111";
const arn = `arn:aws:es:eu-west-1:${account}:domain/logs`;

function waysOfOutsiders(resource: string): readonly string[] {
  const statement = {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::999988887777:root" },
    Action: "es:ESHttp*",
    Resource: resource,
  };
  const { paths } = reachOf(
    snapshotOf({
      accounts: [
        {
          id: account,
          resources: [{ arn, type: "AWS::OpenSearchService::Domain", policy: [statement] }],
        },
      ],
    }),
  );
  return paths({ from: "external", to: arn }).map(shown);
}

test("A domain is open to whom its policy lets in, to all of its paths or to some", () => {
  assert.equal(waysOfOutsiders(`${arn}/*`).length, 1);
  assert.equal(waysOfOutsiders(`${arn}/public-*/_search`).length, 1);
  assert.deepEqual(waysOfOutsiders(`${arn}-other/*`), []);
});
