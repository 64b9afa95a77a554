/** Techniques by Bedrock AgentCore, which runs code as a role. */
import type { Place, Technique } from "./technique.ts";

/** The interpreter that AWS owns has no role, so only custom ones count. */
const anyInterpreter: Place = {
  form: "arn:${Partition}:bedrock-agentcore:*:${Account}:code-interpreter-custom/*",
};

const anyRuntime: Place = { form: "arn:${Partition}:bedrock-agentcore:*:${Account}:runtime/*" };
const anyRuntimeEndpoint: Place = {
  form: "arn:${Partition}:bedrock-agentcore:*:${Account}:runtime/*/runtime-endpoint/*",
};
/** Each account has one directory of workload identities, `default`. */
const identities: Place = {
  form: "arn:${Partition}:bedrock-agentcore:*:${Account}:workload-identity-directory/default",
};
const anyIdentity: Place = {
  form: "arn:${Partition}:bedrock-agentcore:*:${Account}:workload-identity-directory/default/workload-identity/*",
};

export const bedrockTechniques: readonly Technique[] = [
  {
    id: "bedrock-001",
    title: "passes the role to a new AgentCore code interpreter and runs code in it",
    references: ["https://pathfinding.cloud/paths/bedrock-001"],
    gives: { kind: "passed-role", services: ["bedrock-agentcore.amazonaws.com"] },
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "bedrock-agentcore:CreateCodeInterpreter", on: "nothing" },
      { action: "bedrock-agentcore:StartCodeInterpreterSession", on: anyInterpreter },
      { action: "bedrock-agentcore:InvokeCodeInterpreter", on: anyInterpreter },
    ],
    commands: [
      "aws bedrock-agentcore-control create-code-interpreter --name NAME --execution-role-arn {target} --network-configuration networkMode=PUBLIC",
      "aws bedrock-agentcore start-code-interpreter-session --code-interpreter-identifier ID",
      "aws bedrock-agentcore invoke-code-interpreter --code-interpreter-identifier ID --session-id SESSION --name executeCommand --arguments command=COMMAND",
    ],
  },
  {
    id: "bedrock-002",
    title: "runs code in an existing AgentCore code interpreter",
    references: ["https://pathfinding.cloud/paths/bedrock-002"],
    gives: {
      kind: "workload-role",
      workload: { types: ["AWS::BedrockAgentCore::CodeInterpreterCustom"], roleFrom: ["roleArn"] },
    },
    needs: [
      { action: "bedrock-agentcore:StartCodeInterpreterSession", on: "workload" },
      { action: "bedrock-agentcore:InvokeCodeInterpreter", on: "workload" },
    ],
    unseen: ["the code interpreter is ready (get-code-interpreter)"],
    commands: [
      "aws bedrock-agentcore start-code-interpreter-session --code-interpreter-identifier {workload.name}",
      "aws bedrock-agentcore invoke-code-interpreter --code-interpreter-identifier {workload.name} --session-id SESSION --name executeCommand --arguments command=COMMAND",
    ],
  },
  {
    id: "accesslens-bedrock-runtime",
    title: "passes the role to a new AgentCore runtime and runs a command in it",
    references: [
      "https://pathfinding.cloud/paths/bedrock-003",
      "https://www.beyondtrust.com/blog/entry/aws-agentcore-privilege-escalation",
    ],
    gives: { kind: "passed-role", services: ["bedrock-agentcore.amazonaws.com"] },
    needs: [
      { action: "iam:PassRole", on: "target" },
      { action: "bedrock-agentcore:CreateAgentRuntime", on: "nothing" },
      { action: "bedrock-agentcore:CreateAgentRuntimeEndpoint", on: anyRuntime },
      { action: "bedrock-agentcore:CreateWorkloadIdentity", on: identities },
      { action: "bedrock-agentcore:CreateWorkloadIdentity", on: anyIdentity },
      { action: "bedrock-agentcore:InvokeAgentRuntimeCommand", on: anyRuntime },
      { action: "bedrock-agentcore:InvokeAgentRuntimeCommand", on: anyRuntimeEndpoint },
    ],
    commands: [
      "aws bedrock-agentcore-control create-agent-runtime --agent-runtime-name NAME --role-arn {target} --network-configuration networkMode=PUBLIC --agent-runtime-artifact file://ARTIFACT.json",
      "aws bedrock-agentcore invoke-agent-runtime-command --agent-runtime-arn RUNTIME --runtime-session-id SESSION --body file://BODY.json",
    ],
  },
  {
    id: "accesslens-bedrock-runtime-command",
    title: "runs a command in an existing AgentCore runtime",
    references: [
      "https://pathfinding.cloud/paths/bedrock-004",
      "https://www.beyondtrust.com/blog/entry/aws-agentcore-privilege-escalation",
    ],
    gives: {
      kind: "workload-role",
      workload: { types: ["AWS::BedrockAgentCore::Runtime"], roleFrom: ["roleArn"] },
    },
    needs: [
      { action: "bedrock-agentcore:InvokeAgentRuntimeCommand", on: "workload" },
      { action: "bedrock-agentcore:InvokeAgentRuntimeCommand", on: anyRuntimeEndpoint },
    ],
    unseen: ["the runtime is ready (get-agent-runtime)"],
    commands: [
      "aws bedrock-agentcore invoke-agent-runtime-command --agent-runtime-arn {workload} --runtime-session-id SESSION --body file://BODY.json",
    ],
  },
];
