/**
 * Techniques that take a permissions boundary away: by removing it, by one that allows everything in its place, or by
 * writing such a text into the policy that it is. By the last, every principal under that boundary is freed.
 */
import { editTechniques } from "./iam.ts";
import type { Need, Technique } from "./technique.ts";

type Removal = {
  readonly id: "remove" | "replace" | "rewrite";
  /** Completes "it …", before whose boundary it is. */
  readonly does: string;
  readonly need: (principal: "role" | "user") => Need;
  readonly command: (principal: "role" | "user") => string;
  readonly references: readonly string[];
};

const everything = "arn:${Partition}:iam::aws:policy/AdministratorAccess";
const capital = { role: "Role", user: "User" } as const;

const apiPage = (action: string): string =>
  `https://docs.aws.amazon.com/IAM/latest/APIReference/API_${action}.html`;

const removals: readonly Removal[] = [
  {
    id: "remove",
    does: "removes the permissions boundary of",
    need: (principal) => ({ action: `iam:Delete${capital[principal]}PermissionsBoundary`, on: "target" }),
    command: (principal) =>
      `aws iam delete-${principal}-permissions-boundary --${principal}-name {target.name}`,
    references: [apiPage("DeleteRolePermissionsBoundary"), apiPage("DeleteUserPermissionsBoundary")],
  },
  {
    id: "replace",
    does: "puts a permissions boundary that allows everything in place of that of",
    need: (principal) => ({
      action: `iam:Put${capital[principal]}PermissionsBoundary`,
      on: "target",
      context: { "iam:PermissionsBoundary": everything },
    }),
    command: (principal) =>
      `aws iam put-${principal}-permissions-boundary --${principal}-name {target.name} --permissions-boundary arn:aws:iam::aws:policy/AdministratorAccess`,
    references: [apiPage("PutRolePermissionsBoundary"), apiPage("PutUserPermissionsBoundary")],
  },
  {
    id: "rewrite",
    does: "writes a new default version of the policy that is the permissions boundary of",
    need: () => ({ action: "iam:CreatePolicyVersion", on: "boundary" }),
    command: () =>
      "aws iam create-policy-version --policy-arn {boundary} --policy-document file://ADMIN.json --set-as-default",
    references: [apiPage("CreatePolicyVersion")],
  },
];

const assume = "aws sts assume-role --role-arn {target} --role-session-name NAME";

function ofItself({ id, does, need, command, references }: Removal): readonly Technique[] {
  return (["role", "user"] as const).map((principal) => ({
    id: `accesslens-boundary-${id}-own-${principal}`,
    title: `${does} itself, the ${principal}`,
    references,
    gives: { kind: "self", principals: [principal], by: "boundary" },
    needs: [need(principal)],
    commands: [command(principal)],
  }));
}

function ofOthers({ id, does, need, command, references }: Removal): readonly Technique[] {
  return [
    {
      id: `accesslens-boundary-${id}-assume`,
      title: `${does} a role that lets it in, and assumes it`,
      references,
      gives: { kind: "edited", principal: "role", by: "boundary", taken: "assume" },
      needs: [need("role")],
      commands: [command("role"), assume],
    },
    {
      id: `accesslens-boundary-${id}-trust`,
      title: `${does} the role, makes the role trust the caller, and assumes it`,
      references,
      gives: { kind: "edited", principal: "role", by: "boundary", taken: "needs" },
      needs: [need("role"), { action: "iam:UpdateAssumeRolePolicy", on: "target" }],
      commands: [
        command("role"),
        "aws iam update-assume-role-policy --role-name {target.name} --policy-document file://TRUST.json",
        assume,
      ],
    },
    {
      id: `accesslens-boundary-${id}-key`,
      title: `${does} the user, and makes an access key for it`,
      references,
      gives: { kind: "edited", principal: "user", by: "boundary", taken: "needs" },
      needs: [need("user"), { action: "iam:CreateAccessKey", on: "target" }],
      unseen: ["the user has fewer than two access keys (list-access-keys, credential report)"],
      commands: [command("user"), "aws iam create-access-key --user-name {target.name}"],
    },
  ];
}

/** An edit that would stay within the boundary, and the boundary's end with it. */
function withEdit({ id, does, need, command, references }: Removal): readonly Technique[] {
  return editTechniques.flatMap((edit): readonly Technique[] => {
    const { gives } = edit;
    if (gives.kind !== "edited") return [];
    return [
      {
        ...edit,
        id: `accesslens-boundary-${id}-${edit.id}`,
        title: `${edit.title}; before, it ${does} that ${gives.principal}`,
        references: [...references, ...edit.references],
        gives: { ...gives, frees: true },
        needs: [...edit.needs, need(gives.principal)],
        commands: [...edit.commands.slice(0, -1), command(gives.principal), ...edit.commands.slice(-1)],
      },
    ];
  });
}

export const iamBoundaryTechniques: readonly Technique[] = removals.flatMap((removal) => [
  ...ofItself(removal),
  ...ofOthers(removal),
  ...withEdit(removal),
]);
