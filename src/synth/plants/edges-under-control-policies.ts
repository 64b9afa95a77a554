/** Edges that a control policy cuts, and others beside them that it lets be (IAM-SEMANTICS 5, 6, 57, 60). */
import type { Plant, Planter } from "../planter.ts";
import { allow, policy, type Statement, trusting } from "../policy-document.ts";
import { uuid } from "../random.ts";

const assume = (to: string): Statement => allow("sts:AssumeRole", to);

/** The ARN of an SCP of the organization. */
function scpArn({ plan }: Planter, name: string): string {
  const management = plan.accounts.find(({ kind }) => kind === "management")?.id ?? "";
  const id = plan.policies.find((one) => one.name === name)?.id ?? "";
  return `arn:aws:organizations::${management}:policy/${plan.id}/service_control_policy/${id}`;
}

/** The control policies that the organization has for these; see `control-policies.ts`. */
export const edgesUnderControlPolicies: readonly Plant[] = [
  function heldByAnScp(p) {
    const a = p.account();
    const b = p.other(a);
    const name = p.name(b, "BreakGlassAccess");
    const to = p.arn(b, name);
    const responder = p.caller(a, "incident-responder", [assume(to)]);
    const reader = p.caller(a, "incident-reader", [assume(to)]);
    const local = p.caller(b, "incident-console", []);
    p.roleNamed(b, { name, trust: policy(trusting([responder, reader, local])) });
    p.exists({ from: responder, to, why: "the SCP about break-glass roles spares it by name" });
    p.looksLike({ from: reader, to, why: "both sides allow it, and an SCP denies it (5)" });
    if (a.kind !== "management") {
      p.mistake(
        "scp-dead-grant",
        scpArn(p, "KeepBreakGlassApart"),
        "denies all that incident-reader's policy allows",
      );
      p.fine("scp-dead-grant", scpArn(p, "DenyRootUser"), "denies the root user alone, who needs no policy");
    }
    p.looksLike({ from: local, to, why: "named in its own account, and still under its SCPs (5)" });
  },
  function heldByAnRcp(p) {
    const a = p.account();
    const b = p.other(a);
    const outsider = p.stranger();
    const name = p.name(b, "ledger-export");
    const to = p.arn(b, name);
    const own = p.caller(a, "ledger-pull", [assume(to)]);
    p.roleNamed(b, {
      name,
      trust: policy(
        trusting(own),
        trusting(`arn:aws:iam::${outsider}:root`, {
          condition: { StringEquals: { "sts:ExternalId": uuid(p.random) } },
        }),
      ),
    });
    p.exists({ from: own, to, why: "the RCP lets identities of the organization pass (60)" });
    p.looksLike({
      from: `arn:aws:iam::${outsider}:root`,
      to,
      external: true,
      why: "an RCP denies whoever is not of the organization (57)",
    });
    p.mistake("held-back-by-rcp", to, "the trust policy lets an outsider in, and an RCP alone keeps it out");
    p.fine("external-access", to, "the outsider whom it trusts is denied by an RCP");
    const apart = p.role(b, { name: "journal-export", trust: policy(trusting(own)) });
    p.fine("held-back-by-rcp", apart, "nobody from outside is trusted");
  },
];
