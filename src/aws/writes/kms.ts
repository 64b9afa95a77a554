/** Policies of KMS keys, and the grants beside them. */
import type { StandingPolicy, StandingText } from "./standing-policy.ts";
import { clientsFor, inSteps, standingPolicy, type WriteAccess } from "./write-client.ts";

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
  const asked = { KeyId: arn, PolicyName: "default" };
  return standingPolicy(arn, access, turn, {
    read: async () => (await reader.send(new sdk.GetKeyPolicyCommand(asked))).Policy ?? null,
    // AWS's own check for a lock-out stays on.
    put: (Policy, _, options) => writer.send(new sdk.PutKeyPolicyCommand({ ...asked, Policy }), options),
    remove: () => Promise.reject(new Error("a key's policy can't be removed")),
  });
}

/** Of actions (`kms:Decrypt`) those that no grant can have, patterns among them. */
export async function notOfGrants(actions: readonly string[]): Promise<readonly string[]> {
  const sdk = await import("@aws-sdk/client-kms");
  const operations = new Set(Object.values<string>(sdk.GrantOperation).map((name) => `kms:${name}`));
  return actions.filter((action) => !operations.has(action));
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
  const bring = async (text: string | null, over: StandingText, options: { abortSignal: AbortSignal }) => {
    const wanted = grantsIn(text);
    const known = grantsIn(over.text);
    const made = wanted
      .filter(({ name }) => !known.some((one) => one.name === name))
      .map(({ name, grantee, operations }) => () => {
        const grant = { KeyId: arn, Name: name, GranteePrincipal: grantee };
        const Operations = operations.filter(isOperation);
        return writer.send(new sdk.CreateGrantCommand({ ...grant, Operations }), options);
      });
    const isRevoked = ({ grant }: { readonly grant: NamedGrant }) =>
      known.some(({ name }) => name === grant.name) && !wanted.some(({ name }) => name === grant.name);
    const revoked = (await standing()).filter(isRevoked).map(
      ({ id }) =>
        () =>
          writer.send(new sdk.RevokeGrantCommand({ KeyId: arn, GrantId: id }), options),
    );
    await inSteps([...made, ...revoked]);
  };
  return standingPolicy(arn, access, turn, {
    // Each grant is a thing of its own: nobody writes over another's.
    isConditional: true,
    read: async () => grantsText((await standing()).map(({ grant }) => grant)),
    put: bring,
    remove: (over, options) => bring(null, over, options),
  });
  function isOperation(text: string): text is (typeof sdk.GrantOperation)[keyof typeof sdk.GrantOperation] {
    return Object.values<string>(sdk.GrantOperation).includes(text);
  }
}

/** As a statement reads, so that it is merged and shown as the others are. */
function grantsText(grants: readonly NamedGrant[]): string {
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
