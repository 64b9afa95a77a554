/** The techniques as a page for people: docs/techniques.md is made of the catalogue, so that it can't lag behind it. */
import { techniques } from "../src/graph/techniques/catalogue.ts";
import type { Gives, Need, Place, Technique } from "../src/graph/techniques/technique.ts";

export const techniquePageFile = "docs/techniques.md";

export function techniquePage(): string {
  return [introduction(), contents(), ...techniques.map(section)].join("\n\n").concat("\n");
}

function introduction(): string {
  return `# Techniques

<!-- Made by \`npm run docs\` from src/graph/techniques: edit the technique, not this page. -->

The ${techniques.length} ways that AccessLens knows by which permissions turn into another principal's permissions. Each says what it
**needs** — all of it, every line a request of its own that the caller's policies have to allow — and whom it **gives**. What no snapshot
shows stands under *not known*; a technique with such facts is told as *may*. In the forms of ARNs, \`\${Partition}\` and \`\${Account}\`
are the caller's, and \`*\` stands for a name that the caller may choose. Ids such as \`lambda-001\` are those of
[pathfinding.cloud](https://pathfinding.cloud); ids that begin with \`accesslens-\` are our own.`;
}

function contents(): string {
  const rows = techniques.map(
    ({ id, title, gives }) => `| [\`${id}\`](#${id}) | it ${escaped(title)} | ${whom(gives)} |`,
  );
  return ["| technique | how | gives |", "|---|---|---|", ...rows].join("\n");
}

function section(technique: Technique): string {
  const { id, title, gives, needs, unseen = [], references } = technique;
  const blocks = [
    `## ${id}`,
    `It ${escaped(title)}. Gives ${whom(gives)}.`,
    `Needs:\n\n${needs.map((need) => `- ${needText(need, technique)}`).join("\n")}`,
  ];
  if (unseen.length > 0)
    blocks.push(`Not known:\n\n${unseen.map((fact) => `- whether ${escaped(fact)}`).join("\n")}`);
  blocks.push(`Described at ${references.map((url) => `<${url}>`).join(", ")}.`);
  return blocks.join("\n\n");
}

const federated = {
  "existing-saml": "a role that trusts a SAML provider of the account",
  "missing-saml": "a role that trusts a SAML provider that is not there",
  "missing-oidc": "a role that trusts an OIDC provider that is not there",
  cognito: "a role that trusts identity pools of Cognito",
} as const;

function whom(gives: Gives): string {
  switch (gives.kind) {
    case "passed-role": {
      const services = gives.services.map((service) => `\`${service}\``).join(" or ");
      const profile = gives.instanceProfile === true ? " and is in an instance profile" : "";
      return `a role that trusts ${services}${profile}`;
    }
    case "workload-role":
      return `the role of an existing ${gives.workload.types.map((type) => `\`${type}\``).join(" or ")}${gives.services === undefined ? "" : ` that trusts ${gives.services.map((service) => `\`${service}\``).join(" or ")}`}`;
    case "federated-role":
      return federated[gives.provider];
    case "user":
      return "the user";
    case "assumable-role":
      return "a role that lets it in as it is";
    case "trusting-role":
      return "the role";
    case "self":
      if (gives.by === "boundary") return "itself, without its permissions boundary";
      return gives.by === "joined-group"
        ? "itself what the group has"
        : `itself, ${gives.principals.map((principal) => `a ${principal}`).join(" or ")}, any permission`;
    case "new-administrator":
      return "a new administrator of the account";
    case "member-administrators":
      return `administrators of member accounts${gives.alsoManagement === true ? ", and of the management account from there" : ""}; the caller is of the management account, or of the delegated administrator of \`${gives.servicePrincipal}\``;
    case "member-root":
      return `administrators of a member account, by its root user; the caller is of the management account${gives.enabled === "already" ? ", or of the delegated administrator of `iam.amazonaws.com`" : ""}`;
    case "organization":
      return "what the organization holds over its accounts; the caller is of the management account";
    case "edited":
      if (gives.by === "boundary") return `the ${gives.principal}, without its permissions boundary`;
      return `the ${gives.principal}, with any permission${gives.frees === true ? ", and without its permissions boundary" : ""}`;
  }
}

function needText({ action, on, context = {} }: Need, technique: Technique): string {
  const fixed = Object.entries(context).map(([key, value]) => `\`${key}\` = \`${value}\``);
  if (action === "iam:PassRole" && on === "target" && technique.gives.kind === "passed-role")
    fixed.push("`iam:PassedToService` = that service");
  return [`\`${action}\` on ${placeText(on, technique)}`, ...fixed].join(", ");
}

function placeText(on: Place, { gives }: Technique): string {
  switch (on) {
    case "nothing":
      return "`*`, as it takes no resource";
    case "target":
      return gives.kind === "self" ? "itself" : isUser(gives) ? "the user" : "the role";
    case "workload":
      return "the resource whose role it is";
    case "provider":
      return "the provider";
    case "boundary":
      return "the policy that is its permissions boundary";
    case "member-root":
      return "the member account's root user";
    case "policy":
      return "the policy";
    case "group":
      return "the group";
    default:
      return "existing" in on ? `an existing \`${on.form}\` (\`${on.existing}\`)` : `\`${on.form}\``;
  }
}

function isUser(gives: Gives): boolean {
  return gives.kind === "user" || (gives.kind === "edited" && gives.principal === "user");
}

/** What Markdown would read as emphasis or HTML. */
function escaped(text: string): string {
  return text.replace(/[*_<>|]/g, (character) => `\\${character}`);
}
