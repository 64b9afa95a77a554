import { defineCollector } from "../collector.ts";

export const agentCore = defineCollector({
  name: "agent-core",
  title: "Bedrock AgentCore runtimes and code interpreters",
  service: "bedrock-agentcore",
  scope: "region",
  about: "resource-policies",
  types: ["AWS::BedrockAgentCore::Runtime", "AWS::BedrockAgentCore::CodeInterpreterCustom"],
  reads: [
    { call: "ListAgentRuntimes", action: "bedrock-agentcore:ListAgentRuntimes", why: "finds the runtimes" },
    {
      call: "GetAgentRuntime",
      action: "bedrock-agentcore:GetAgentRuntime",
      why: "tells the role that a runtime runs as",
    },
    {
      call: "ListCodeInterpreters",
      action: "bedrock-agentcore:ListCodeInterpreters",
      why: "finds the code interpreters",
    },
    {
      call: "GetCodeInterpreter",
      action: "bedrock-agentcore:GetCodeInterpreter",
      why: "tells the role that a code interpreter runs as",
    },
  ],
  load: () => import("@aws-sdk/client-bedrock-agentcore-control"),
  client: (sdk, configuration) => new sdk.BedrockAgentCoreControlClient(configuration),
  async collect({ sdk, client, found }) {
    for await (const page of sdk.paginateListAgentRuntimes({ client, pageSize: 100 }, {})) {
      await found.each(
        page.agentRuntimes ?? [],
        ({ agentRuntimeArn = "" }) => agentRuntimeArn,
        async ({ agentRuntimeArn, agentRuntimeId }) => {
          if (agentRuntimeArn === undefined) return;
          const { roleArn } = await client.send(new sdk.GetAgentRuntimeCommand({ agentRuntimeId }));
          found.resource({
            Arn: agentRuntimeArn,
            Type: "AWS::BedrockAgentCore::Runtime",
            Policy: null,
            Attributes: { roleArn },
          });
        },
      );
    }
    // AWS's own interpreter runs as nobody's role.
    const asked = { type: "CUSTOM" } as const;
    for await (const page of sdk.paginateListCodeInterpreters({ client, pageSize: 100 }, asked)) {
      await found.each(
        page.codeInterpreterSummaries ?? [],
        ({ codeInterpreterArn = "" }) => codeInterpreterArn,
        async ({ codeInterpreterArn, codeInterpreterId }) => {
          if (codeInterpreterArn === undefined) return;
          const command = new sdk.GetCodeInterpreterCommand({ codeInterpreterId });
          const { executionRoleArn } = await client.send(command);
          found.resource({
            Arn: codeInterpreterArn,
            Type: "AWS::BedrockAgentCore::CodeInterpreterCustom",
            Policy: null,
            Attributes: executionRoleArn === undefined ? {} : { roleArn: executionRoleArn },
          });
        },
      );
    }
  },
});
