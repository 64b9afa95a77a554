/** What `accesslens setup drift` writes. */
import { watcherPolicy } from "./drift-policies.ts";
import { type DriftSettings, forwardingTemplate, hubTemplate, queueArn } from "./drift-templates.ts";
import { forwardingModule, hubModule } from "./drift-terraform.ts";

export type { DriftSettings };

/** Files to review and deploy; none of them holds a secret. */
export function driftSetupFiles(
  settings: DriftSettings,
): readonly { readonly name: string; readonly text: string; readonly what: string }[] {
  return [
    {
      name: "drift-hub.yaml",
      text: hubTemplate(settings),
      what: "bus and queue, as a CloudFormation template for one stack in the hub's account",
    },
    {
      name: "drift-forward.stackset.yaml",
      text: forwardingTemplate(settings),
      what: "the rules, as a CloudFormation template for a StackSet over all accounts and regions",
    },
    { name: "drift-hub.tf", text: hubModule(settings), what: "bus and queue, as a Terraform module" },
    {
      name: "drift-forward.tf",
      text: forwardingModule(settings),
      what: "the rules, as a Terraform module for one account and region",
    },
    {
      name: "watcher-policy.json",
      text: `${JSON.stringify(watcherPolicy(queueArn(settings)), null, 2)}\n`,
      what: "what the principal needs besides that runs accesslens watch",
    },
  ];
}
