/** Techniques by IoT Core, whose credentials provider gives a role's credentials for a certificate. */
import type { Technique } from "./technique.ts";

export const iotTechniques: readonly Technique[] = [
  {
    id: "accesslens-iot-role-alias",
    title: "passes the role to a new role alias, and gets its credentials by a certificate of its own",
    references: [
      "https://cloud.hacktricks.wiki/en/pentesting-cloud/aws-security/aws-privilege-escalation/aws-iot-privesc/index.html",
      "https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html",
    ],
    gives: { kind: "passed-role", services: ["credentials.iot.amazonaws.com"] },
    needs: [
      { action: "iam:PassRole", on: "target" },
      {
        action: "iot:CreateRoleAlias",
        on: { form: "arn:${Partition}:iot:*:${Account}:rolealias/*" },
      },
      { action: "iot:CreateKeysAndCertificate", on: "nothing" },
      { action: "iot:CreatePolicy", on: { form: "arn:${Partition}:iot:*:${Account}:policy/*" } },
      { action: "iot:AttachPolicy", on: { form: "arn:${Partition}:iot:*:${Account}:cert/*" } },
    ],
    commands: [
      "aws iot create-role-alias --role-alias NAME --role-arn {target}",
      "aws iot create-keys-and-certificate --set-as-active --certificate-pem-outfile CERTIFICATE.pem --private-key-outfile KEY.pem",
      "aws iot create-policy --policy-name NAME --policy-document file://POLICY.json",
      "aws iot attach-policy --policy-name NAME --target CERTIFICATE",
      "curl --cert CERTIFICATE.pem --key KEY.pem https://ENDPOINT/role-aliases/NAME/credentials",
    ],
  },
];
