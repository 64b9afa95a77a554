/** Policies of KMS keys, and the grants beside them. */
import type { StandingPolicy } from "./standing-policy.ts";
import { clientsFor, outcomeOf, type WriteAccess } from "./write-client.ts";

const calls = {
  service: "kms",
  reads: ["DescribeKey", "GetKeyPolicy", "ListGrants"],
  writes: ["PutKeyPolicy", "CreateGrant", "RevokeGrant"],
};

async function clients(access: WriteAccess) {
  const sdk = await import("@aws-sdk/client-kms");
  return { sdk, ...clientsFor((configuration) => new sdk.KMSClient(configuration), access, calls) };
}

export type KeyFacts = {
  readonly arn: string;
  /** `aws`: AWS made it for a service, and nobody can change its policy. */
  readonly manager: "aws" | "customer";
  readonly state: string;
};

/** `key`: an ARN, an id, or an alias. */
export async function keyFacts(key: string, access: WriteAccess): Promise<KeyFacts> {
  const { sdk, reader } = await clients(access);
  const { KeyMetadata } = await reader.send(new sdk.DescribeKeyCommand({ KeyId: key }));
  return {
    arn: KeyMetadata?.Arn ?? key,
    manager: KeyMetadata?.KeyManager === "AWS" ? "aws" : "customer",
    state: KeyMetadata?.KeyState ?? "unknown",
  };
}

export async function keyPolicy(arn: string, access: WriteAccess): Promise<StandingPolicy> {
  const { sdk, reader, writer, turn } = await clients(access);
  return {
    target: arn,
    account: access.account,
    isConditional: false,
    async read() {
      const asked = { KeyId: arn, PolicyName: "default" };
      const { Policy } = await reader.send(new sdk.GetKeyPolicyCommand(asked));
      return { text: Policy ?? null, revision: null };
    },
    write: (text, _over, deadline) =>
      outcomeOf(
        async (abortSignal) => {
          // A key always has one; AWS's own check for a lock-out stays on.
          if (text === null) throw new Error("a key's policy can't be removed");
          await writer.send(
            new sdk.PutKeyPolicyCommand({ KeyId: arn, PolicyName: "default", Policy: text }),
            { abortSignal },
          );
        },
        turn,
        { deadline, now: access.now },
      ),
  };
}

/** Of a grant, what makes it the same: the name is ours. */
export type NamedGrant = {
  readonly name: string;
  readonly grantee: string;
  readonly operations: readonly string[];
};

/**
 * The grants of a key that have a name, as a text that is merged with: `{"Statement": [{"Sid": NAME, …}]}`. Writing it makes and revokes single
 * grants, so that nobody else's is touched.
 */
export async function keyGrants(arn: string, access: WriteAccess): Promise<StandingPolicy> {
  const { sdk, reader, writer, turn } = await clients(access);
  const standing = async () => {
    const grants: { readonly id: string; readonly grant: NamedGrant }[] = [];
    for await (const page of sdk.paginateListGrants({ client: reader, pageSize: 100 }, { KeyId: arn })) {
      for (const { Name = "", GrantId = "", GranteePrincipal = "", Operations = [] } of page.Grants ?? []) {
        if (Name === "") continue;
        grants.push({
          id: GrantId,
          grant: { name: Name, grantee: GranteePrincipal, operations: Operations },
        });
      }
    }
    return grants;
  };
  return {
    target: arn,
    account: access.account,
    // Each grant is a thing of its own: nobody writes over another's.
    isConditional: true,
    async read() {
      return { text: grantsText((await standing()).map(({ grant }) => grant)), revision: null };
    },
    write: (text, over, deadline) =>
      outcomeOf(
        async (abortSignal) => {
          const wanted = grantsIn(text);
          const known = grantsIn(over.text);
          for (const { name, grantee, operations } of wanted) {
            if (known.some((one) => one.name === name)) continue;
            await writer.send(
              new sdk.CreateGrantCommand({
                KeyId: arn,
                Name: name,
                GranteePrincipal: grantee,
                Operations: operations.filter(isOperation),
              }),
              { abortSignal },
            );
          }
          for (const { id, grant } of await standing()) {
            if (wanted.some(({ name }) => name === grant.name)) continue;
            if (!known.some(({ name }) => name === grant.name)) continue;
            await writer.send(new sdk.RevokeGrantCommand({ KeyId: arn, GrantId: id }), { abortSignal });
          }
        },
        turn,
        { deadline, now: access.now },
      ),
  };
  function isOperation(text: string): text is (typeof sdk.GrantOperation)[keyof typeof sdk.GrantOperation] {
    return Object.values<string>(sdk.GrantOperation).includes(text);
  }
}

/** As a statement reads, so that it is merged and shown as the others are. */
export function grantsText(grants: readonly NamedGrant[]): string {
  return JSON.stringify({
    Statement: grants.map(({ name, grantee, operations }) => ({
      Sid: name,
      Effect: "Allow",
      Principal: { AWS: grantee },
      Action: operations.map((operation) => `kms:${operation}`),
      Resource: "*",
    })),
  });
}

function grantsIn(text: string | null): readonly NamedGrant[] {
  if (text === null) return [];
  const read: {
    Statement: readonly { Sid: string; Principal: { AWS: string }; Action: string | readonly string[] }[];
  } = JSON.parse(text);
  return read.Statement.map(({ Sid, Principal, Action }) => ({
    name: Sid,
    grantee: Principal.AWS,
    operations: [Action].flat().map((action) => action.replace(/^kms:/, "")),
  }));
}
