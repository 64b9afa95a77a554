/** Techniques by Athena for Apache Spark, whose workgroups run code as a role. */
import type { Place, Technique } from "./technique.ts";

const anyWorkgroup: Place = { form: "arn:${Partition}:athena:*:${Account}:workgroup/*" };

export const athenaTechniques: readonly Technique[] = [
  {
    id: "accesslens-athena-spark",
    title: "passes the role to a new Spark workgroup of Athena and runs code in a session of it",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-athena-spark-role-privesc/index.html",
    ],
    gives: { kind: "passed-role", services: ["athena.amazonaws.com"] },
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "athena:CreateWorkGroup", on: anyWorkgroup },
      { action: "athena:StartSession", on: anyWorkgroup },
      { action: "athena:StartCalculationExecution", on: anyWorkgroup },
    ],
    unseen: ["there is a bucket for results that the role may use"],
    commands: [
      "aws athena create-work-group --name NAME --configuration file://CONFIGURATION.json",
      "aws athena start-session --work-group NAME --engine-configuration MaxConcurrentDpus=2",
      "aws athena start-calculation-execution --session-id SESSION --code-block CODE",
    ],
  },
];
