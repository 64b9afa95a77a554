/** Techniques by Glue: endpoints, jobs and sessions run code as a role. */
import type { Gives, Need, Place, Technique } from "./technique.ts";

const jobForm = "arn:${Partition}:glue:*:${Account}:job/*";
const anyJob: Place = { form: jobForm };
const existingJob: Place = { form: jobForm, existing: "AWS::Glue::Job" };
const anyTrigger: Place = { form: "arn:${Partition}:glue:*:${Account}:trigger/*" };

const anySession: Place = { form: "arn:${Partition}:glue:*:${Account}:session/*" };

const passedRole: Gives = { kind: "passed-role", services: ["glue.amazonaws.com"] };
const passRole: Need = { action: "iam:PassRole", on: "target" };

const commandOf = {
  createJob:
    "aws glue create-job --name NAME --role {target} --command Name=pythonshell,PythonVersion=3.9,ScriptLocation=s3://BUCKET/SCRIPT.py",
  updateJob:
    "aws glue update-job --job-name NAME --job-update Role={target},Command=[Name=pythonshell,PythonVersion=3.9,ScriptLocation=s3://BUCKET/SCRIPT.py]",
  startJobRun: "aws glue start-job-run --job-name NAME",
  createTrigger:
    'aws glue create-trigger --name TRIGGER --type SCHEDULED --schedule "cron(* * * * ? *)" --actions JobName=NAME --start-on-creation',
} as const;

export const glueTechniques: readonly Technique[] = [
  {
    id: "glue-001",
    title: "passes the role to a new Glue development endpoint and logs in by SSH",
    references: ["https://pathfinding.cloud/paths/glue-001"],
    gives: passedRole,
    needs: [passRole, { action: "glue:CreateDevEndpoint", on: "nothing" }],
    commands: [
      "aws glue create-dev-endpoint --endpoint-name NAME --role-arn {target} --public-key file://KEY.pub",
      "ssh -i KEY glue@ADDRESS",
    ],
  },
  {
    id: "glue-002",
    title: "adds an SSH key to an existing Glue development endpoint and logs in",
    references: ["https://pathfinding.cloud/paths/glue-002"],
    gives: {
      kind: "workload-role",
      workload: { types: ["AWS::Glue::DevEndpoint"], roleFrom: ["roleArn"] },
    },
    needs: [{ action: "glue:UpdateDevEndpoint", on: "workload" }],
    commands: [
      "aws glue update-dev-endpoint --endpoint-name {workload.name} --add-public-keys file://KEY.pub",
      "ssh -i KEY glue@ADDRESS",
    ],
  },
  {
    id: "glue-003",
    title: "passes the role to a new Glue job and runs it",
    references: ["https://pathfinding.cloud/paths/glue-003"],
    gives: passedRole,
    needs: [passRole, { action: "glue:CreateJob", on: anyJob }, { action: "glue:StartJobRun", on: anyJob }],
    commands: [commandOf.createJob, commandOf.startJobRun],
  },
  {
    id: "glue-004",
    title: "passes the role to a new Glue job and makes a trigger that runs it",
    references: ["https://pathfinding.cloud/paths/glue-004"],
    gives: passedRole,
    needs: [
      passRole,
      { action: "glue:CreateJob", on: anyJob },
      { action: "glue:CreateTrigger", on: anyTrigger },
    ],
    commands: [commandOf.createJob, commandOf.createTrigger],
  },
  {
    id: "glue-005",
    title: "passes the role to an existing Glue job, with a script of its own, and runs it",
    references: ["https://pathfinding.cloud/paths/glue-005"],
    gives: passedRole,
    needs: [
      passRole,
      { action: "glue:UpdateJob", on: existingJob },
      { action: "glue:StartJobRun", on: existingJob },
    ],
    commands: [commandOf.updateJob, commandOf.startJobRun],
  },
  {
    id: "glue-006",
    title:
      "passes the role to an existing Glue job, with a script of its own, and makes a trigger that runs it",
    references: ["https://pathfinding.cloud/paths/glue-006"],
    gives: passedRole,
    needs: [
      passRole,
      { action: "glue:UpdateJob", on: existingJob },
      { action: "glue:CreateTrigger", on: anyTrigger },
    ],
    commands: [commandOf.updateJob, commandOf.createTrigger],
  },
  {
    id: "accesslens-glue-job-script",
    title: "runs an existing Glue job with a script of its own in place of the job's",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-glue-privesc/index.html",
      "https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-crawler-pyspark-extensions-python-intro.html",
    ],
    gives: {
      kind: "workload-role",
      workload: { types: ["AWS::Glue::Job"], roleFrom: ["roleArn"] },
    },
    needs: [{ action: "glue:StartJobRun", on: "workload" }],
    unseen: [
      "the job leaves its script and libraries to whoever runs it (get-job: NonOverridableArguments)",
      "the job's role may read a bucket into which the caller can put the script",
    ],
    commands: [
      "aws glue start-job-run --job-name {workload.name} --arguments=--scriptLocation=s3://BUCKET/SCRIPT.py",
    ],
  },
  {
    id: "accesslens-glue-session",
    title: "passes the role to a new interactive Glue session and runs a statement in it",
    references: [
      "https://pathfinding.cloud/paths/glue-007",
      "https://docs.aws.amazon.com/glue/latest/dg/glue-is-security.html",
    ],
    gives: passedRole,
    needs: [
      passRole,
      { action: "glue:CreateSession", on: anySession },
      { action: "glue:RunStatement", on: anySession },
    ],
    commands: [
      "aws glue create-session --id NAME --role {target} --command Name=glueetl,PythonVersion=3",
      "aws glue run-statement --session-id NAME --code CODE",
    ],
  },
];
