/** What a question names, held against the snapshot: what is not there is most likely a slip of the pen, and never silently passed over. */
import { principalOf } from "../graph/principals.ts";
import { type Snapshot, splitArn } from "../model/index.ts";

/** Why a question can't be asked. `usage`: it is worded wrongly; `input`: the snapshot lacks what it needs. */
export type NameFault = {
  readonly kind: "usage" | "input";
  readonly message: string;
  readonly advice: string;
};

/** `where`: what the snapshot is called in messages. */
export type NamedIn = { readonly snapshot: Snapshot; readonly where: string };

/** In an account that was read, a principal that the snapshot does not hold does not exist. Null: nothing speaks against it. */
export function absentPrincipal(principal: string, { snapshot, where }: NamedIn): NameFault | null {
  const parts = splitArn(principal);
  const account = parts === null ? null : snapshot.accountIndex(parts.account);
  if (parts === null || account === null || parts.resource === "root") return null;
  if (snapshot.accounts[account]?.hasData !== true || principalOf(principal, snapshot) !== null) return null;
  return {
    kind: "usage",
    message: `${where} holds no principal ${JSON.stringify(principal)}, though it holds the data of account ${parts.account}`,
    advice:
      "Give the whole ARN, path included; accesslens show account tells what the snapshot knows of an account.",
  };
}

/** An account whose IAM data the snapshot lacks, where an answer is about what is in it. */
export function unreadAccount(account: string, { snapshot, where }: NamedIn): NameFault | null {
  const index = snapshot.accountIndex(account);
  if (index === null) {
    return {
      kind: "usage",
      message: `${where} holds no account ${account}`,
      advice:
        "accesslens show overview tells which accounts it holds; import its data, too, to ask about it.",
    };
  }
  if (snapshot.accounts[index]?.hasData === true) return null;
  return {
    kind: "input",
    message: `${where} knows account ${account}, and holds none of its IAM data`,
    advice: `Collect it (aws iam get-account-authorization-details in that account) as accounts/${account}/authorization-details.json, and import again.`,
  };
}

/** A resource of which nobody could say whose it is. */
export function ownerlessResource(arn: string, where: string): NameFault {
  return {
    kind: "input",
    message: `${where}: nobody can say which account ${JSON.stringify(arn)} belongs to`,
    advice: "Give the whole ARN of a resource that the snapshot holds, or whose ARN names an account of it.",
  };
}

/** Null: it is an action as a request has it. */
export function badAction(action: string): NameFault | null {
  if (/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action)) return null;
  return {
    kind: "usage",
    message: `${JSON.stringify(action)} is no action`,
    advice: "Give one action as a request has it, such as s3:GetObject; wildcards are for policies.",
  };
}
