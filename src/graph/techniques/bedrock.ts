/** Techniques by Bedrock AgentCore, which runs code as a role. */
import type { Place, Technique } from "./technique.ts";

/** The interpreter that AWS owns has no role, so only custom ones count. */
const anyInterpreter: Place = {
  form: "arn:${Partition}:bedrock-agentcore:*:${Account}:code-interpreter-custom/*",
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
];
