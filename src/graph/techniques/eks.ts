/** Techniques by EKS, whose pods get a role by the service account that they run as. */
import type { Gives, Need, Place, Technique } from "./technique.ts";

const existingCluster: Place = {
  form: "arn:${Partition}:eks:*:${Account}:cluster/*",
  existing: "AWS::EKS::Cluster",
};

const passedRole: Gives = { kind: "passed-role", services: ["pods.eks.amazonaws.com"] };

const associate: readonly Need[] = [
  { action: "iam:PassRole", on: "target" },
  { action: "iam:GetRole", on: "target" },
  { action: "eks:CreatePodIdentityAssociation", on: existingCluster },
];

const hasAgent = "the cluster runs the Pod Identity agent (list-addons)";
const associateCommand =
  "aws eks create-pod-identity-association --cluster-name CLUSTER --namespace NAMESPACE --service-account NAME --role-arn {target}";
const runPod =
  "kubectl run NAME --namespace NAMESPACE --image amazon/aws-cli --overrides OVERRIDES -- sts get-caller-identity";

export const eksTechniques: readonly Technique[] = [
  {
    id: "accesslens-eks-access-entry",
    title:
      "makes itself administrator of an existing EKS cluster, passes the role to a service account there, and runs a pod",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-eks-privesc/index.html",
      "https://docs.aws.amazon.com/eks/latest/userguide/grant-k8s-access.html",
    ],
    gives: passedRole,
    needs: [
      ...associate,
      { action: "eks:CreateAccessEntry", on: existingCluster },
      {
        action: "eks:AssociateAccessPolicy",
        on: { form: "arn:${Partition}:eks:*:${Account}:access-entry/*/*/*/*/*" },
      },
    ],
    unseen: [hasAgent, "the cluster takes access entries, and its API can be reached (describe-cluster)"],
    commands: [
      "aws eks create-access-entry --cluster-name CLUSTER --principal-arn CALLER",
      "aws eks associate-access-policy --cluster-name CLUSTER --principal-arn CALLER --access-scope type=cluster --policy-arn arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      associateCommand,
      runPod,
    ],
  },
  {
    id: "accesslens-eks-pod-identity",
    title: "passes the role to a service account of an existing EKS cluster, where it runs a pod",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-eks-privesc/index.html",
    ],
    gives: passedRole,
    needs: associate,
    unseen: [hasAgent, "it may run pods in that cluster (its access entries, role bindings)"],
    commands: [associateCommand, runPod],
  },
];
