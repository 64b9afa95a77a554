/** moto has no Roles Anywhere: its answers are those that AWS documents. */
import assert from "node:assert/strict";
import { before, beforeEach, test } from "node:test";
import { collectedBy } from "../../support/collected.ts";
import { asksFor, type DocumentedAws, refused, startDocumentedAws } from "../../support/documented.ts";

let aws: DocumentedAws;
before(async () => {
  aws = await startDocumentedAws();
});
beforeEach(() => aws.asked.splice(0));

const anchorArn = (id: string): string => `arn:aws:rolesanywhere:eu-west-1:123456789012:trust-anchor/${id}`;
const anchor = (id: string) => ({
  trustAnchorId: id,
  trustAnchorArn: anchorArn(id),
  name: "company-ca",
  enabled: true,
  source: { sourceType: "CERTIFICATE_BUNDLE", sourceData: { x509CertificateData: "-----BEGIN CERTIFICATE" } },
  createdAt: "2023-05-12T20:00:00Z",
});
const profile = {
  profileId: "one",
  profileArn: "arn:aws:rolesanywhere:eu-west-1:123456789012:profile/one",
  name: "workers",
  enabled: true,
  roleArns: ["arn:aws:iam::123456789012:role/worker"],
  durationSeconds: 3600,
};

test("documented: trust anchors and profiles come with all pages, in the shape of the AWS CLI", async () => {
  aws.answers = {
    "GET /trustanchors": (request) =>
      asksFor(request, "nextToken") === null
        ? { trustAnchors: [anchor("one")], nextToken: "more" }
        : { trustAnchors: [anchor("two")] },
    "GET /profiles": () => ({ profiles: [profile] }),
  };
  const record = await collectedBy("roles-anywhere");
  assert.deepEqual(record.gaps, []);
  const parts = record.parts["roles-anywhere"] ?? [];
  const source = { sourceType: "CERTIFICATE_BUNDLE" };
  assert.partialDeepStrictEqual(parts, [
    {
      trustAnchors: [
        { trustAnchorArn: anchorArn("one"), enabled: true, source },
        { trustAnchorArn: anchorArn("two"), enabled: true, source },
      ],
    },
    { profiles: [{ profileArn: profile.profileArn, enabled: true, roleArns: profile.roleArns }] },
  ]);
  assert.doesNotMatch(JSON.stringify(parts), /CERTIFICATE-/);
  assert.equal(record.counts.calls, 3);
});

test("documented: no trust anchors are told as none", async () => {
  aws.answers = {
    "GET /trustanchors": () => ({ trustAnchors: [] }),
    "GET /profiles": () => ({ profiles: [] }),
  };
  const { parts, gaps } = await collectedBy("roles-anywhere");
  assert.deepEqual(gaps, []);
  assert.deepEqual(parts["roles-anywhere"], [{ trustAnchors: [] }, { profiles: [] }]);
});

test("documented: a list that is refused, were it only its second page, is missing and not empty", async () => {
  aws.answers = {
    "GET /trustanchors": (request) =>
      asksFor(request, "nextToken") === null
        ? { trustAnchors: [anchor("one")], nextToken: "more" }
        : refused("AccessDeniedException"),
    "GET /profiles": () => ({ profiles: [profile] }),
  };
  const { parts, gaps } = await collectedBy("roles-anywhere");
  assert.partialDeepStrictEqual(gaps, [
    {
      what: "roles-anywhere",
      subject: "trustAnchors",
      call: "ListTrustAnchors",
      refusal: { kind: "denied" },
    },
  ]);
  assert.deepEqual(
    (parts["roles-anywhere"] ?? []).flatMap((part) => Object.keys(part)),
    ["profiles"],
  );
});
