/** What is wrong with a policy by itself, with what is known of AWS's actions: the package brings the data. */
import { readFileSync } from "node:fs";
import { lintPolicy, readActionCatalogue } from "accesslens";

const catalogue = readActionCatalogue(
  readFileSync(new URL(import.meta.resolve("accesslens/actions.json")), "utf8"),
);
if (!catalogue.ok) throw new Error(catalogue.error);

const policy = `{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": ["s3:GetObjekt", "s3:ListBucket"],
    "Resource": "arn:aws:s3:::ledger/*"
  }
}`;
const linted = lintPolicy(policy, { catalogue: catalogue.value });

if (!linted.ok) {
  console.error(`${linted.error.at}: ${linted.error.message}`);
  process.exitCode = 2;
} else {
  for (const { position, severity, code, message, advice } of linted.value.findings) {
    console.log(`${position.line}:${position.column} ${severity} ${code}: ${message}. ${advice}`);
  }
  if (linted.value.findings.some(({ severity }) => severity === "error")) process.exitCode = 1;
}
