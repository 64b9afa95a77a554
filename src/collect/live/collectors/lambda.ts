import { type CollectorContext, defineCollector, unread } from "../collector.ts";

type Sdk = typeof import("@aws-sdk/client-lambda");
type Context = CollectorContext<Sdk, InstanceType<Sdk["LambdaClient"]>>;

export const lambda = defineCollector({
  name: "lambda",
  title: "Lambda functions",
  service: "lambda",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::Lambda::Function", "AWS::Lambda::Version", "AWS::Lambda::Alias", "AWS::Lambda::LayerVersion"],
  reads: [
    {
      call: "ListFunctions",
      action: "lambda:ListFunctions",
      why: "finds the functions, their versions and roles",
    },
    {
      call: "GetPolicy",
      action: "lambda:GetPolicy",
      why: "reads the policy of a function, version or alias",
    },
    { call: "ListAliases", action: "lambda:ListAliases", why: "finds a function's aliases" },
    {
      call: "ListFunctionUrlConfigs",
      action: "lambda:ListFunctionUrlConfigs",
      why: "tells whether a function is called by URL, and by whom",
    },
    { call: "ListLayers", action: "lambda:ListLayers", why: "finds the layers" },
    { call: "ListLayerVersions", action: "lambda:ListLayerVersions", why: "finds a layer's versions" },
    {
      call: "GetLayerVersionPolicy",
      action: "lambda:GetLayerVersionPolicy",
      why: "reads who may use a layer's version",
    },
  ],
  load: () => import("@aws-sdk/client-lambda"),
  client: (sdk, configuration) => new sdk.LambdaClient(configuration),
  async collect(context) {
    await Promise.all([readFunctions(context), readLayers(context)]);
  },
});

async function readFunctions(context: Context): Promise<void> {
  const { sdk, client, found } = context;
  const pages = sdk.paginateListFunctions({ client, pageSize: 50 }, { FunctionVersion: "ALL" });
  for await (const { Functions = [] } of pages) {
    await found.each(
      Functions,
      ({ FunctionArn = "" }) => FunctionArn,
      async ({ FunctionName, FunctionArn, Version, Role }) => {
        if (FunctionName === undefined || FunctionArn === undefined) return;
        const role = Role === undefined ? {} : { roleArn: Role };
        if (Version !== undefined && Version !== "$LATEST") {
          await readQualified(context, "AWS::Lambda::Version", FunctionName, Version, FunctionArn, role);
          return;
        }
        // The unqualified function: the listing of all versions names it with :$LATEST at its end.
        const arn = FunctionArn.replace(/:\$LATEST$/, "");
        const policy = await policyOf(context, FunctionName, null, arn);
        const urls = await found.try(arn, () => urlsOf(context, FunctionName), []);
        const [url] = urls === unread ? [] : urls;
        found.resource({
          Arn: arn,
          Type: "AWS::Lambda::Function",
          ...(policy === unread ? {} : { Policy: policy }),
          Attributes: { ...role, ...(url === undefined ? {} : { functionUrl: url }) },
        });
        const aliases = await found.try(arn, () => aliasesOf(context, FunctionName), []);
        for (const { Name, AliasArn } of aliases === unread ? [] : aliases) {
          if (Name === undefined || AliasArn === undefined) continue;
          await readQualified(context, "AWS::Lambda::Alias", FunctionName, Name, AliasArn, role);
        }
      },
    );
  }
}

/** Versions and aliases that have no policy are no resources of their own. */
async function readQualified(
  context: Context,
  Type: string,
  name: string,
  qualifier: string,
  Arn: string,
  Attributes: Readonly<Record<string, unknown>>,
): Promise<void> {
  const policy = await policyOf(context, name, qualifier, Arn);
  if (policy !== unread && policy !== null) {
    context.found.resource({ Arn, Type, Policy: policy, Attributes });
  }
}

function policyOf(
  { sdk, client, found }: Context,
  FunctionName: string,
  qualifier: string | null,
  arn: string,
): Promise<string | null | typeof unread> {
  const asked = { FunctionName, ...(qualifier === null ? {} : { Qualifier: qualifier }) };
  return found.try(
    arn,
    async () => (await client.send(new sdk.GetPolicyCommand(asked))).Policy ?? null,
    null,
  );
}

async function urlsOf({ sdk, client }: Context, FunctionName: string) {
  const urls: { readonly authType: string | undefined; readonly qualifier: string | null }[] = [];
  for await (const page of sdk.paginateListFunctionUrlConfigs({ client }, { FunctionName })) {
    for (const { AuthType, FunctionArn = "" } of page.FunctionUrlConfigs ?? []) {
      urls.push({ authType: AuthType, qualifier: FunctionArn.split(":")[7] ?? null });
    }
  }
  return urls;
}

async function aliasesOf({ sdk, client }: Context, FunctionName: string) {
  const aliases = [];
  for await (const page of sdk.paginateListAliases({ client }, { FunctionName })) {
    aliases.push(...(page.Aliases ?? []));
  }
  return aliases;
}

async function readLayers({ sdk, client, found }: Context): Promise<void> {
  const subject = { what: "resource-policies", subject: "AWS::Lambda::LayerVersion" } as const;
  const read = async (): Promise<void> => {
    for await (const { Layers = [] } of sdk.paginateListLayers({ client }, {})) {
      await found.each(
        Layers,
        ({ LayerArn = "" }) => LayerArn,
        async ({ LayerName }) => {
          for await (const page of sdk.paginateListLayerVersions({ client }, { LayerName })) {
            for (const { LayerVersionArn: Arn, Version } of page.LayerVersions ?? []) {
              if (Arn === undefined || Version === undefined) continue;
              const command = new sdk.GetLayerVersionPolicyCommand({ LayerName, VersionNumber: Version });
              const policy = await found.try(Arn, () => client.send(command), null);
              const Type = "AWS::Lambda::LayerVersion";
              if (policy !== unread) found.resource({ Arn, Type, Policy: policy?.Policy ?? null });
            }
          }
        },
      );
    }
  };
  await found.try(subject, read, undefined);
}
