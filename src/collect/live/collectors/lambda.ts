import { type CollectorContext, defineCollector, oneResource, unread } from "../collector.ts";
import { policyMember } from "./policy-text.ts";

type Sdk = typeof import("@aws-sdk/client-lambda");
type Context = CollectorContext<Sdk, InstanceType<Sdk["LambdaClient"]>>;
type Attributes = Readonly<Record<string, unknown>>;

/**
 * Functions, and each published version and alias of theirs: somebody may be let in to any one of them alone. Neither code
 * nor environment variables are kept.
 */
export const lambda = defineCollector({
  name: "lambda",
  title: "Lambda functions with their versions, aliases and URLs",
  service: "lambda",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::Lambda::Function", "AWS::Lambda::Version", "AWS::Lambda::Alias"],
  reads: [
    {
      call: "ListFunctions",
      action: "lambda:ListFunctions",
      why: "finds the functions, their versions, and the roles that they run as",
    },
    {
      call: "ListVersionsByFunction",
      action: "lambda:ListVersionsByFunction",
      why: "finds the versions of a function that changed, and its role",
    },
    { call: "ListAliases", action: "lambda:ListAliases", why: "finds a function's aliases" },
    {
      call: "ListFunctionUrlConfigs",
      action: "lambda:ListFunctionUrlConfigs",
      why: "tells which functions can be called by URL, and whether calls have to be signed",
    },
    {
      call: "GetPolicy",
      action: "lambda:GetPolicy",
      why: "reads the policy of a function, version or alias",
    },
  ],
  load: () => import("@aws-sdk/client-lambda"),
  client: (sdk, configuration) => new sdk.LambdaClient(configuration),
  async collect(context) {
    const { sdk, client } = context;
    for await (const { Functions = [] } of sdk.paginateListFunctions(
      { client, pageSize: 50 },
      { FunctionVersion: "ALL" },
    )) {
      await readVersions(context, Functions);
    }
  },
  async collectOne(context, one) {
    const { sdk, client, found } = context;
    const arn = unqualified(oneResource(one).arn);
    const FunctionName = arn.split(":").at(-1);
    await found.each([arn], String, async () => {
      const pages = sdk.paginateListVersionsByFunction({ client, pageSize: 50 }, { FunctionName });
      for await (const { Versions = [] } of pages) await readVersions(context, Versions);
    });
  },
});

type Version = {
  readonly FunctionArn?: string | undefined;
  readonly Version?: string | undefined;
  readonly Role?: string | undefined;
};

function readVersions(context: Context, versions: readonly Version[]): Promise<void> {
  return context.found.each(
    versions,
    ({ FunctionArn = "" }) => FunctionArn,
    async ({ FunctionArn, Version, Role }) => {
      if (FunctionArn === undefined) return;
      const attributes = Role === undefined ? {} : { roleArn: Role };
      if (Version !== undefined && Version !== unpublished) {
        await readPolicy(context, FunctionArn, "AWS::Lambda::Version", attributes);
      } else await readFunction(context, unqualified(FunctionArn), attributes);
    },
  );
}

/** The version that is the function itself, as it was last changed. */
const unpublished = "$LATEST";

/** `arn:aws:lambda:REGION:ACCOUNT:function:NAME`: policies name a function so, and lists of versions don't. */
function unqualified(arn: string): string {
  return arn.split(":").slice(0, 7).join(":");
}

async function readFunction(context: Context, arn: string, attributes: Attributes): Promise<void> {
  const { found } = context;
  const urls = await found.try(arn, () => urlsOf(context, arn), new Map<string, object>());
  const urlOf = (one: string): Attributes => (urls === unread ? {} : { functionUrl: urls.get(one) ?? null });
  await readPolicy(context, arn, "AWS::Lambda::Function", { ...attributes, ...urlOf(arn) });
  await found.try(
    arn,
    async () => {
      const { sdk, client } = context;
      const pages = sdk.paginateListAliases({ client, pageSize: 10_000 }, { FunctionName: arn });
      for await (const { Aliases = [] } of pages) {
        for (const { AliasArn } of Aliases) {
          if (AliasArn === undefined) continue;
          await readPolicy(context, AliasArn, "AWS::Lambda::Alias", { ...attributes, ...urlOf(AliasArn) });
        }
      }
    },
    undefined,
  );
}

/** By the ARN of the function or alias that has one. */
async function urlsOf({ sdk, client }: Context, arn: string): Promise<Map<string, object>> {
  const urls = new Map<string, object>();
  const pages = sdk.paginateListFunctionUrlConfigs({ client, pageSize: 50 }, { FunctionName: arn });
  for await (const { FunctionUrlConfigs = [] } of pages) {
    for (const { FunctionArn, AuthType } of FunctionUrlConfigs) {
      if (FunctionArn !== undefined) urls.set(FunctionArn, { AuthType: AuthType ?? "unknown" });
    }
  }
  return urls;
}

async function readPolicy(
  { sdk, client, found }: Context,
  Arn: string,
  Type: string,
  Attributes: Attributes,
): Promise<void> {
  const policy = await found.try(
    Arn,
    () => client.send(new sdk.GetPolicyCommand({ FunctionName: Arn })),
    null,
  );
  found.resource({
    Arn,
    Type,
    ...policyMember(policy === unread ? unread : policy?.Policy),
    Attributes,
  });
}
