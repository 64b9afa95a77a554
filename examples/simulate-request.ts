/** Would AWS allow this request, and if not, why? */
import { explain } from "accesslens";

const account = "111122223333";
const answer = explain({
  request: {
    principal: `arn:aws:sts::${account}:assumed-role/reports/nightly`,
    action: "s3:GetObject",
    resource: { arn: "arn:aws:s3:::ledger/2026/q3.csv", account },
    context: { "aws:SourceVpce": "vpce-1a2b" },
  },
  policies: {
    identity: [
      {
        name: "read-ledger",
        document: {
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "FromTheVpc",
              Effect: "Allow",
              Action: "s3:Get*",
              Resource: "arn:aws:s3:::ledger/*",
              Condition: { StringEquals: { "aws:SourceVpce": "vpce-9z8y" } },
            },
          ],
        },
      },
    ],
  },
});

if ("error" in answer) {
  console.error(`${answer.error.at}: ${answer.error.message}`);
  process.exitCode = 1;
} else {
  console.log(answer.decision);
  for (const { layer, policy, sid, lines } of answer.because) {
    console.log(`  by ${policy} (${layer}), statement ${sid ?? ""}, line ${lines[0]}`);
  }
  for (const layer of answer.blockedBy ?? []) console.log(`  the ${layer} layer does not allow it`);
  if (answer.nearest !== undefined) {
    const { statement, failed } = answer.nearest;
    console.log(`  nearest: ${statement.sid ?? statement.statement} of ${statement.policy}`);
    for (const { element, key, expected, actual } of failed) {
      console.log(`    ${key ?? element} is ${actual?.join(", ") ?? "absent"}, not ${expected.join(" or ")}`);
    }
  }
}
