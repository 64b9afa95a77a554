/** A managed policy of `get-account-authorization-details`, in its default version. */
import { type Arn, type DocumentIndex, isArn, splitArn } from "../../model/index.ts";
import type { ImportContext } from "./import-context.ts";
import { quoted } from "./import-error.ts";
import type { JsonObject, JsonValue } from "./json-file.ts";
import { type FileOwner, ownArn } from "./principal-rows.ts";

export type ManagedPolicyRow = {
  readonly arn: Arn;
  readonly name: string;
  /** Null: the default version is missing or faulty. */
  readonly document: DocumentIndex | null;
};

export function managedPolicy(
  row: JsonObject,
  owner: FileOwner,
  context: ImportContext,
): ManagedPolicyRow | null {
  const name = row.text("PolicyName");
  const arnValue = row.required("Arn");
  const arn = arnValue?.known("Arn", isArn, "an ARN") ?? null;
  if (name === null || arnValue === null || arn === null || owner.id === null) return null;
  const isAws = splitArn(arn)?.account === "aws";
  if (!isAws && ownArn(arnValue, "Arn", owner) === null) return null;
  const version = defaultVersion(row);
  const text = version?.optional("Document") ?? null;
  if (text === null) {
    const reason = "The document of its default version was not collected.";
    context.builder.addCoverage({ what: "managed-policy", account: owner.id, subject: arn, reason });
    return { arn, name, document: null };
  }
  const subject = { what: `Document of ${quoted(name)}`, arn };
  return {
    arn,
    name,
    document: context.policies.document(text, "identity", isAws ? null : owner.id, subject),
  };
}

function defaultVersion(row: JsonObject): JsonObject | null {
  const wanted = row.optionalText("DefaultVersionId");
  const versions: { readonly value: JsonValue; readonly version: JsonObject; readonly marked: boolean }[] =
    [];
  for (const value of row.list("PolicyVersionList") ?? []) {
    const version = value.object("a policy version");
    if (version === null) continue;
    const marked = version.optional("IsDefaultVersion")?.boolean("IsDefaultVersion") ?? false;
    versions.push({ value, version, marked });
  }
  const marked = versions.filter((version) => version.marked);
  const second = marked[1];
  if (second !== undefined) {
    return second.value.fail("a second version is marked as the default", "Give the answer unchanged.");
  }
  const [first] = marked;
  const named = versions.find(
    ({ version }) => wanted !== null && version.optionalText("VersionId") === wanted,
  );
  if (first !== undefined && named !== undefined && first !== named) {
    const advice = "Give the answer unchanged.";
    return first.value.fail(
      `this version is marked as the default, and DefaultVersionId is ${quoted(wanted ?? "")}`,
      advice,
    );
  }
  return (first ?? named)?.version ?? null;
}
