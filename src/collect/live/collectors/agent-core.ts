import { defineCollector, type Found, unread } from "../collector.ts";
import { told } from "../row-parts.ts";

/** The answers hold runtimes' environment variables, too: no call leaves them out. They are not kept. */
export const agentCore = defineCollector({
  name: "agent-core",
  title: "Bedrock AgentCore runtimes and custom code interpreters with their roles",
  service: "bedrock-agentcore",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::BedrockAgentCore::Runtime", "AWS::BedrockAgentCore::CodeInterpreterCustom"],
  reads: [
    { call: "ListAgentRuntimes", action: "bedrock-agentcore:ListAgentRuntimes", why: "finds the runtimes" },
    {
      call: "GetAgentRuntime",
      action: "bedrock-agentcore:GetAgentRuntime",
      why: "tells the role of a runtime",
    },
    {
      call: "GetResourcePolicy",
      action: "bedrock-agentcore:GetResourcePolicy",
      why: "reads the policy of a runtime",
    },
    {
      call: "ListCodeInterpreters",
      action: "bedrock-agentcore:ListCodeInterpreters",
      why: "finds the custom code interpreters",
    },
    {
      call: "GetCodeInterpreter",
      action: "bedrock-agentcore:GetCodeInterpreter",
      why: "tells the role of a code interpreter",
    },
  ],
  load: () => import("@aws-sdk/client-bedrock-agentcore-control"),
  client: (sdk, configuration) => new sdk.BedrockAgentCoreControlClient(configuration),
  async collect({ sdk, client, found }) {
    const reading = { sdk, client, found };
    await found.try("AWS::BedrockAgentCore::Runtime", () => runtimes(reading), undefined);
    await found.try(
      "AWS::BedrockAgentCore::CodeInterpreterCustom",
      () => codeInterpreters(reading),
      undefined,
    );
  },
});

type AgentCore = typeof import("@aws-sdk/client-bedrock-agentcore-control");
type Reading = {
  readonly sdk: AgentCore;
  readonly client: InstanceType<AgentCore["BedrockAgentCoreControlClient"]>;
  readonly found: Found;
};

async function runtimes({ sdk, client, found }: Reading): Promise<void> {
  for await (const { agentRuntimes = [] } of sdk.paginateListAgentRuntimes({ client, pageSize: 100 }, {})) {
    await found.each(
      agentRuntimes,
      ({ agentRuntimeArn = "" }) => agentRuntimeArn,
      async ({ agentRuntimeArn, agentRuntimeId }) => {
        if (agentRuntimeArn === undefined) return;
        const { roleArn } = await client.send(new sdk.GetAgentRuntimeCommand({ agentRuntimeId }));
        const command = new sdk.GetResourcePolicyCommand({ resourceArn: agentRuntimeArn });
        const answer = await found.try(agentRuntimeArn, () => client.send(command), null);
        found.resource({
          Arn: agentRuntimeArn,
          Type: "AWS::BedrockAgentCore::Runtime",
          ...(answer === unread ? {} : { Policy: answer?.policy || null }),
          Attributes: told({ roleArn }),
        });
      },
    );
  }
}

/** That of AWS's own has no role. */
async function codeInterpreters({ sdk, client, found }: Reading): Promise<void> {
  const pages = sdk.paginateListCodeInterpreters({ client, pageSize: 100 }, { type: "CUSTOM" });
  for await (const { codeInterpreterSummaries = [] } of pages) {
    await found.each(
      codeInterpreterSummaries,
      ({ codeInterpreterArn = "" }) => codeInterpreterArn,
      async ({ codeInterpreterArn, codeInterpreterId }) => {
        if (codeInterpreterArn === undefined) return;
        const { executionRoleArn } = await client.send(
          new sdk.GetCodeInterpreterCommand({ codeInterpreterId }),
        );
        found.resource({
          Arn: codeInterpreterArn,
          Type: "AWS::BedrockAgentCore::CodeInterpreterCustom",
          Policy: null,
          Attributes: told({ roleArn: executionRoleArn }),
        });
      },
    );
  }
}
