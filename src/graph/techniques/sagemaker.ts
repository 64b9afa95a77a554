/** Techniques by SageMaker: notebooks and jobs run code as a role. */
import type { Gives, Need, Place, Technique } from "./technique.ts";

const anyNotebook: Place = { form: "arn:${Partition}:sagemaker:*:${Account}:notebook-instance/*" };
const anyTrainingJob: Place = { form: "arn:${Partition}:sagemaker:*:${Account}:training-job/*" };
const anyProcessingJob: Place = { form: "arn:${Partition}:sagemaker:*:${Account}:processing-job/*" };
const anyLifecycleConfig: Place = {
  form: "arn:${Partition}:sagemaker:*:${Account}:notebook-instance-lifecycle-config/*",
};

const passedRole: Gives = { kind: "passed-role", services: ["sagemaker.amazonaws.com"] };
const roleOfNotebook: Gives = {
  kind: "workload-role",
  workload: { types: ["AWS::SageMaker::NotebookInstance"], roleFrom: ["roleArn"] },
};
const passRole: Need = { action: "iam:PassRole", on: "target" };

const hasBucket = "there is a bucket for input and output that the role may use";

const createNotebook =
  "aws sagemaker create-notebook-instance --notebook-instance-name NAME --instance-type ml.t3.medium --role-arn {target}";

export const sagemakerTechniques: readonly Technique[] = [
  {
    id: "sagemaker-001",
    title: "passes the role to a new SageMaker notebook",
    references: ["https://pathfinding.cloud/paths/sagemaker-001"],
    gives: passedRole,
    needs: [passRole, { action: "sagemaker:CreateNotebookInstance", on: anyNotebook }],
    // The published path counts the signed URL as helpful only; accesslens-sagemaker-notebook-url has it as a need.
    unseen: ["it has a way into the new notebook (a URL that it or somebody for it signs)"],
    commands: [
      createNotebook,
      "aws sagemaker create-presigned-notebook-instance-url --notebook-instance-name NAME",
    ],
  },
  {
    id: "sagemaker-002",
    title: "passes the role to a new SageMaker training job, whose container it chooses",
    references: ["https://pathfinding.cloud/paths/sagemaker-002"],
    gives: passedRole,
    needs: [passRole, { action: "sagemaker:CreateTrainingJob", on: anyTrainingJob }],
    unseen: [hasBucket],
    commands: [
      "aws sagemaker create-training-job --training-job-name NAME --role-arn {target} --cli-input-json file://JOB.json",
    ],
  },
  {
    id: "sagemaker-003",
    title: "passes the role to a new SageMaker processing job, whose container it chooses",
    references: ["https://pathfinding.cloud/paths/sagemaker-003"],
    gives: passedRole,
    needs: [passRole, { action: "sagemaker:CreateProcessingJob", on: anyProcessingJob }],
    unseen: [hasBucket],
    commands: [
      "aws sagemaker create-processing-job --processing-job-name NAME --role-arn {target} --cli-input-json file://JOB.json",
    ],
  },
  {
    id: "sagemaker-004",
    title: "signs a URL into an existing SageMaker notebook",
    references: ["https://pathfinding.cloud/paths/sagemaker-004"],
    gives: roleOfNotebook,
    needs: [{ action: "sagemaker:CreatePresignedNotebookInstanceUrl", on: "workload" }],
    unseen: ["the notebook is in service (describe-notebook-instance)"],
    commands: [
      "aws sagemaker create-presigned-notebook-instance-url --notebook-instance-name {workload.name}",
    ],
  },
  {
    id: "sagemaker-005",
    title: "gives an existing SageMaker notebook a lifecycle configuration, whose script runs when it starts",
    references: ["https://pathfinding.cloud/paths/sagemaker-005"],
    gives: roleOfNotebook,
    needs: [
      { action: "sagemaker:CreateNotebookInstanceLifecycleConfig", on: anyLifecycleConfig },
      { action: "sagemaker:StopNotebookInstance", on: "workload" },
      { action: "sagemaker:UpdateNotebookInstance", on: "workload" },
      { action: "sagemaker:StartNotebookInstance", on: "workload" },
    ],
    commands: [
      "aws sagemaker create-notebook-instance-lifecycle-config --notebook-instance-lifecycle-config-name NAME --on-start Content=BASE64",
      "aws sagemaker stop-notebook-instance --notebook-instance-name {workload.name}",
      "aws sagemaker update-notebook-instance --notebook-instance-name {workload.name} --lifecycle-config-name NAME",
      "aws sagemaker start-notebook-instance --notebook-instance-name {workload.name}",
    ],
  },
  {
    id: "accesslens-sagemaker-notebook-lifecycle",
    title: "passes the role to a new SageMaker notebook, with a script that runs when it starts",
    references: ["https://www.plerion.com/blog/privilege-escalation-with-sagemaker-and-execution-roles"],
    gives: passedRole,
    needs: [
      passRole,
      { action: "sagemaker:CreateNotebookInstanceLifecycleConfig", on: anyLifecycleConfig },
      { action: "sagemaker:CreateNotebookInstance", on: anyNotebook },
    ],
    commands: [
      "aws sagemaker create-notebook-instance-lifecycle-config --notebook-instance-lifecycle-config-name CONFIG --on-start Content=BASE64",
      `${createNotebook} --lifecycle-config-name CONFIG`,
    ],
  },
  {
    id: "accesslens-sagemaker-notebook-url",
    title: "passes the role to a new SageMaker notebook and signs a URL into it",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-sagemaker-privesc/index.html",
    ],
    gives: passedRole,
    needs: [
      passRole,
      { action: "sagemaker:CreateNotebookInstance", on: anyNotebook },
      { action: "sagemaker:CreatePresignedNotebookInstanceUrl", on: anyNotebook },
    ],
    commands: [
      createNotebook,
      "aws sagemaker create-presigned-notebook-instance-url --notebook-instance-name NAME",
    ],
  },
  {
    id: "accesslens-sagemaker-studio-url",
    title: "signs a URL into an existing user profile of SageMaker Studio",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-sagemaker-privesc/index.html",
    ],
    gives: {
      kind: "workload-role",
      workload: {
        types: ["AWS::SageMaker::UserProfile"],
        roleFrom: ["executionRoleArn", "roleArn"],
      },
    },
    needs: [{ action: "sagemaker:CreatePresignedDomainUrl", on: "workload" }],
    commands: [
      "aws sagemaker create-presigned-domain-url --domain-id DOMAIN --user-profile-name {workload.name}",
    ],
  },
  {
    id: "accesslens-sagemaker-tuning-job",
    title: "passes the role to a new SageMaker tuning job, whose container it chooses",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-sagemaker-privesc/index.html",
    ],
    gives: passedRole,
    needs: [
      passRole,
      {
        action: "sagemaker:CreateHyperParameterTuningJob",
        on: { form: "arn:${Partition}:sagemaker:*:${Account}:hyper-parameter-tuning-job/*" },
      },
    ],
    unseen: [hasBucket],
    commands: [
      "aws sagemaker create-hyper-parameter-tuning-job --hyper-parameter-tuning-job-name NAME --cli-input-json file://JOB.json",
    ],
  },
];
