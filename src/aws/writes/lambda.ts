/**
 * Policies of Lambda functions. They are written statement by statement (`AddPermission`, `RemovePermission`), with the revision that was
 * read: what is asked for is the whole text, and what differs by Sid is what is called.
 */
import { orNone } from "./policy-reads.ts";
import type { StandingPolicy, StandingText } from "./standing-policy.ts";
import { clientsFor, inSteps, standingPolicy, type WriteAccess } from "./write-client.ts";

const calls = { service: "lambda", reads: ["GetPolicy"], writes: ["AddPermission", "RemovePermission"] };

/** `qualifier`: a version or an alias; null: the function itself. */
export async function functionPolicy(
  name: string,
  qualifier: string | null,
  arn: string,
  access: WriteAccess,
): Promise<StandingPolicy> {
  const sdk = await import("@aws-sdk/client-lambda");
  const { reader, writer, turn } = clientsFor(
    (configuration) => new sdk.LambdaClient(configuration),
    access,
    calls,
  );
  const asked = { FunctionName: name, ...(qualifier === null ? {} : { Qualifier: qualifier }) };
  const readNow = async () => {
    const found = await orNone(
      () => reader.send(new sdk.GetPolicyCommand(asked)),
      ["ResourceNotFoundException"],
    );
    return { text: found?.Policy ?? null, revision: found?.RevisionId ?? null };
  };
  const bring = async (text: string | null, over: StandingText, options: { abortSignal: AbortSignal }) => {
    const [was, wanted] = [permissionsIn(over.text), permissionsIn(text)];
    let { revision } = over;
    const steps = [
      ...wanted.filter((one) => !was.some(({ Sid }) => Sid === one.Sid)).map((one) => ({ add: one })),
      ...was.filter((one) => !wanted.some(({ Sid }) => Sid === one.Sid)).map((one) => ({ remove: one })),
    ];
    await inSteps(
      steps.map((step, index) => async () => {
        // The first of them changes the revision.
        if (index > 0) revision = (await readNow()).revision;
        const at = { ...asked, ...(revision === null ? {} : { RevisionId: revision }) };
        await ("add" in step
          ? writer.send(new sdk.AddPermissionCommand({ ...at, ...permissionOf(step.add) }), options)
          : writer.send(new sdk.RemovePermissionCommand({ ...at, StatementId: step.remove.Sid }), options));
      }),
    );
  };
  return standingPolicy(arn, access, turn, {
    isConditional: true,
    read: readNow,
    put: bring,
    remove: (over, options) => bring(null, over, options),
    conflicts: ["PreconditionFailedException", "ResourceConflictException"],
  });
}

type Texts = string | readonly string[];
type Permission = {
  readonly Sid: string;
  readonly Action: Texts;
  readonly Principal: string | { readonly AWS?: Texts; readonly Service?: Texts };
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Texts>>>>;
};

function permissionsIn(text: string | null): readonly Permission[] {
  if (text === null) return [];
  const read: { Statement: Permission | readonly Permission[] } = JSON.parse(text);
  return [read.Statement].flat();
}

/** As AddPermission asks for it: one action, one principal, and conditions by name. */
export function permissionOf({ Sid, Action, Principal, Condition = {} }: Permission) {
  const principal =
    typeof Principal === "string" ? Principal : (one(Principal.AWS) ?? one(Principal.Service) ?? "");
  const keys = new Map(
    Object.values(Condition)
      .flatMap((block) => Object.entries(block))
      .map(([key, value]) => [key.toLowerCase(), one(value)]),
  );
  const given = Object.entries(conditionMembers).flatMap(([key, member]) => {
    const value = keys.get(key);
    return value === undefined ? [] : [[member, value] as const];
  });
  return {
    StatementId: Sid,
    Action: one(Action) ?? "",
    Principal: principal,
    ...Object.fromEntries(given),
  };
}

/** Members of AddPermission by the condition that Lambda makes of them (AddPermission in the Lambda API reference). */
const conditionMembers = {
  "aws:principalorgid": "PrincipalOrgID",
  "aws:sourcearn": "SourceArn",
  "aws:sourceaccount": "SourceAccount",
  "lambda:eventsourcetoken": "EventSourceToken",
} as const;

function one(texts: Texts | undefined): string | undefined {
  return typeof texts === "string" ? texts : texts?.[0];
}
