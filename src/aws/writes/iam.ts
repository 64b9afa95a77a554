/** Policies of IAM: whom a role trusts, what is written into a role, user or group, and managed policies of the account's own. */
import { decodePolicyText } from "../../model/index.ts";
import { orNone } from "./policy-reads.ts";
import type { StandingPolicy } from "./standing-policy.ts";
import { clientsFor, outcomeOf, standingPolicy, type WriteAccess } from "./write-client.ts";

const calls = {
  service: "iam",
  reads: [
    "GetRole",
    "GetRolePolicy",
    "GetUserPolicy",
    "GetGroupPolicy",
    "ListPolicyVersions",
    "GetPolicyVersion",
  ],
  writes: [
    "UpdateAssumeRolePolicy",
    "PutRolePolicy",
    "PutUserPolicy",
    "PutGroupPolicy",
    "DeleteRolePolicy",
    "DeleteUserPolicy",
    "DeleteGroupPolicy",
    "CreatePolicyVersion",
    "DeletePolicyVersion",
  ],
};

async function clients(access: WriteAccess) {
  const sdk = await import("@aws-sdk/client-iam");
  return { sdk, ...clientsFor((configuration) => new sdk.IAMClient(configuration), access, calls) };
}

/** `name`: without its path. */
export async function trustPolicy(name: string, arn: string, access: WriteAccess): Promise<StandingPolicy> {
  const { sdk, reader, writer, turn } = await clients(access);
  return standingPolicy(arn, access, turn, {
    async read() {
      const { Role } = await reader.send(new sdk.GetRoleCommand({ RoleName: name }));
      return decoded(Role?.AssumeRolePolicyDocument);
    },
    put: (text, _, options) =>
      writer.send(new sdk.UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: text }), options),
    remove: notDeleted,
  });
}

export type InlinePlace = {
  readonly holder: "role" | "user" | "group";
  /** Without its path. */
  readonly holderName: string;
  readonly holderArn: string;
  readonly name: string;
};

export async function inlinePolicy(place: InlinePlace, access: WriteAccess): Promise<StandingPolicy> {
  const { sdk, reader, writer, turn } = await clients(access);
  const { holder, holderName, holderArn, name: PolicyName } = place;
  const readText = async (): Promise<string | undefined> => {
    switch (holder) {
      case "role":
        return (await reader.send(new sdk.GetRolePolicyCommand({ RoleName: holderName, PolicyName })))
          .PolicyDocument;
      case "user":
        return (await reader.send(new sdk.GetUserPolicyCommand({ UserName: holderName, PolicyName })))
          .PolicyDocument;
      case "group":
        return (await reader.send(new sdk.GetGroupPolicyCommand({ GroupName: holderName, PolicyName })))
          .PolicyDocument;
    }
  };
  const put = (PolicyDocument: string, options: Parameters<typeof writer.send>[1]): Promise<unknown> => {
    const policy = { PolicyName, PolicyDocument };
    switch (holder) {
      case "role":
        return writer.send(new sdk.PutRolePolicyCommand({ RoleName: holderName, ...policy }), options);
      case "user":
        return writer.send(new sdk.PutUserPolicyCommand({ UserName: holderName, ...policy }), options);
      case "group":
        return writer.send(new sdk.PutGroupPolicyCommand({ GroupName: holderName, ...policy }), options);
    }
  };
  const remove = (options: Parameters<typeof writer.send>[1]): Promise<unknown> => {
    switch (holder) {
      case "role":
        return writer.send(new sdk.DeleteRolePolicyCommand({ RoleName: holderName, PolicyName }), options);
      case "user":
        return writer.send(new sdk.DeleteUserPolicyCommand({ UserName: holderName, PolicyName }), options);
      case "group":
        return writer.send(new sdk.DeleteGroupPolicyCommand({ GroupName: holderName, PolicyName }), options);
    }
  };
  return standingPolicy(`${holderArn}/${PolicyName}`, access, turn, {
    async read() {
      const text = await orNone(readText, ["NoSuchEntity", "NoSuchEntityException"]);
      return text === null ? null : decoded(text);
    },
    put: (text, _, options) => put(text, options),
    remove: (_, options) => remove(options),
  });
}

/** IAM keeps so many. */
const mostVersions = 5;

export type RemovedVersion = { readonly id: string; readonly createdAt: Date | null };

/** Each text is a version of its own. Where five are kept, the oldest that is not in force makes room, and `removed` hears of it. */
export async function managedPolicy(
  arn: string,
  access: WriteAccess,
  removed: (version: RemovedVersion) => void,
): Promise<StandingPolicy> {
  const { sdk, reader, writer, turn } = await clients(access);
  const versionsOf = async () => {
    const { Versions = [] } = await reader.send(new sdk.ListPolicyVersionsCommand({ PolicyArn: arn }));
    return Versions;
  };
  return {
    target: arn,
    account: access.account,
    isConditional: false,
    async read() {
      const inForce = (await versionsOf()).find(
        ({ IsDefaultVersion }) => IsDefaultVersion === true,
      )?.VersionId;
      if (inForce === undefined) return { text: null, revision: null };
      const { PolicyVersion } = await reader.send(
        new sdk.GetPolicyVersionCommand({ PolicyArn: arn, VersionId: inForce }),
      );
      return { text: decoded(PolicyVersion?.Document), revision: inForce };
    },
    write: async (text, over, deadline) => {
      if (text === null) return notDeleted();
      const versions = await versionsOf();
      const others = versions.filter(({ IsDefaultVersion }) => IsDefaultVersion !== true);
      if (
        !versions.some(
          ({ VersionId, IsDefaultVersion }) => IsDefaultVersion === true && VersionId === over.revision,
        )
      )
        return { kind: "changed-since" };
      const times = { deadline, now: access.now };
      const [oldest] = others.toSorted((a, b) => age(a) - age(b));
      if (versions.length >= mostVersions && oldest?.VersionId !== undefined) {
        const VersionId = oldest.VersionId;
        const gone = await outcomeOf(
          (abortSignal) =>
            writer.send(new sdk.DeletePolicyVersionCommand({ PolicyArn: arn, VersionId }), { abortSignal }),
          turn,
          times,
        );
        // The policy in force is what it was.
        if (gone.kind !== "written") return gone.kind === "unknown" ? { kind: "too-late" } : gone;
        removed({ id: VersionId, createdAt: oldest.CreateDate ?? null });
      }
      return outcomeOf(
        (abortSignal) =>
          writer.send(
            new sdk.CreatePolicyVersionCommand({
              ...{ PolicyArn: arn, PolicyDocument: text, SetAsDefault: true },
            }),
            { abortSignal },
          ),
        turn,
        times,
      );
    },
  };
}

function age({ CreateDate }: { readonly CreateDate?: Date | undefined }): number {
  return CreateDate?.getTime() ?? 0;
}

function decoded(text: string | undefined): string | null {
  return text === undefined ? null : decodePolicyText(text);
}

/** Never asked for: a role has its trust, and what a fix empties is told and not written. */
function notDeleted(): never {
  throw new Error("a policy of IAM is not deleted here");
}
