/** Techniques by EMR: clusters run steps as the role of their instances, serverless applications as a job's. */
import type { Technique } from "./technique.ts";

export const emrTechniques: readonly Technique[] = [
  {
    id: "accesslens-emr-cluster",
    title: "starts an EMR cluster with the role's instance profile and a step of its own",
    references: [
      "https://pathfinding.cloud/paths/emr-001",
      "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-iam-roles.html",
    ],
    gives: { kind: "passed-role", services: ["ec2.amazonaws.com"], instanceProfile: true },
    needs: [
      { action: "iam:PassRole", on: "target" },
      {
        action: "iam:PassRole",
        on: { form: "arn:${Partition}:iam::${Account}:role/*" },
        context: { "iam:PassedToService": "elasticmapreduce.amazonaws.com" },
      },
      { action: "elasticmapreduce:RunJobFlow", on: "nothing" },
    ],
    unseen: ["a role that it may pass to EMR as its service role is fit for that"],
    commands: [
      "aws emr create-cluster --name NAME --release-label emr-7.0.0 --instance-type m5.xlarge --instance-count 1 --service-role ROLE --ec2-attributes InstanceProfile=PROFILE --steps file://STEPS.json --auto-terminate",
    ],
  },
  {
    id: "accesslens-emr-serverless-job",
    title: "passes the role to a job of a new EMR Serverless application",
    references: [
      "https://pathfinding.cloud/paths/emrserverless-001",
      "https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/security-iam-role.html",
    ],
    gives: { kind: "passed-role", services: ["emr-serverless.amazonaws.com"] },
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "emr-serverless:CreateApplication", on: "nothing" },
      {
        action: "emr-serverless:StartJobRun",
        on: { form: "arn:${Partition}:emr-serverless:*:${Account}:/applications/*" },
      },
    ],
    unseen: ["the role may read a bucket into which the caller can put the job's script"],
    commands: [
      "aws emr-serverless create-application --name NAME --release-label emr-7.7.0 --type SPARK",
      "aws emr-serverless start-job-run --application-id APPLICATION --execution-role-arn {target} --job-driver file://DRIVER.json",
    ],
  },
  {
    id: "accesslens-emr-step",
    title: "adds a step of its own to an existing EMR cluster",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-emr-privesc/index.html",
      "https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-commandrunner.html",
    ],
    gives: {
      kind: "workload-role",
      workload: { types: ["AWS::EMR::Cluster"], roleFrom: ["roleArn"] },
    },
    needs: [{ action: "elasticmapreduce:AddJobFlowSteps", on: "workload" }],
    unseen: ["the cluster is active and takes steps (describe-cluster)"],
    commands: [
      "aws emr add-steps --cluster-id {workload.name} --steps Type=CUSTOM_JAR,Jar=command-runner.jar,Args=[bash,-c,COMMAND]",
    ],
  },
];
