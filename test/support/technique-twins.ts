/** What becomes of a technique when one thing of its perfect setup is changed. */
import type { Need, Technique } from "../../src/graph/techniques/technique.ts";
import { allow, allowAll, deny, trusts } from "./planned-organization.ts";
import {
  type Conditional,
  callerArn,
  elsewhere,
  formArn,
  type Setup,
  targetArn,
  under,
} from "./technique-setup.ts";

export type Twin = {
  /** Completes "it works/does not work …". */
  readonly name: string;
  readonly setup: Setup;
  /** `whole`: as in the perfect setup; `guarded`: the same, where MFA was used; `may`: not more than possible. */
  readonly expected: "none" | "whole" | "guarded" | "may";
  /** The end is out of reach by whatever else the technique would lead to. */
  readonly isLimited?: true;
};

const mfa = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
const assume = allow("sts:AssumeRole");

export function twinsOf(perfect: Setup): readonly Twin[] {
  return [...remaining(perfect), ...eachNeed(perfect), ...aboutThings(perfect), ...aboutGiven(perfect)];
}

function remaining(perfect: Setup): readonly Twin[] {
  const { technique, allows } = perfect;
  const whole = (name: string, change: Partial<Setup>, isLimited?: true): Twin => ({
    name,
    setup: { ...perfect, ...change },
    expected: "whole",
    ...(isLimited === undefined ? {} : { isLimited }),
  });
  const { account } = perfect;
  return [
    whole("as it is declared", {}),
    whole("by a managed policy", { held: "managed" }),
    ...(perfect.caller === "user"
      ? [
          whole("by a group", { held: "group" }),
          whole("by a group's managed policy", { held: "managed by group" }),
        ]
      : []),
    whole("with actions in capitals and by patterns", {
      allows: allows.map((one, at) => ({ ...one, Action: patternOf(technique.needs[at], at) })),
    }),
    whole("on everything", { allows: allows.map((one) => ({ ...one, Resource: "*" })) }),
    whole("as what is not left out", {
      allows: [{ Effect: "Allow", NotAction: ["s3:*", "sqs:*"], NotResource: "arn:aws:s3:::*" }, ...allows],
    }),
    whole("within a boundary that has it all", { boundary: [...allows, assume] }, true),
    whole("under SCPs that have it all", { scp: { statements: [...allows, assume], isOnly: true } }, true),
    whole(
      "where something else is denied",
      {
        more: [deny("s3:*"), deny("*", "arn:aws:iam::*:role/of-somebody-else")],
      },
      true,
    ),
    whole("where an SCP denies something else", { scp: { statements: [deny("s3:*")], isOnly: false } }),
    whole("with conditions that hold for it", {
      allows: allows.map((one) =>
        under(one, {
          ArnEquals: { "aws:PrincipalArn": callerArn(perfect) },
          StringEquals: { "aws:PrincipalAccount": account, "aws:PrincipalOrgID": "o-exampleorg1" },
        }),
      ),
    }),
    whole(
      "where somebody else is denied",
      {
        more: [under(deny("*"), { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:user/somebody-else" } })],
      },
      true,
    ),
  ];
}

function patternOf(need: Need | undefined, at: number): string {
  const action = need?.action ?? "";
  const text = at % 2 === 0 ? action.toUpperCase() : action.toLowerCase();
  return `${text.slice(0, -2)}?*`;
}

function eachNeed(perfect: Setup): readonly Twin[] {
  const { technique, allows } = perfect;
  return technique.needs.flatMap((need, at): readonly Twin[] => {
    const what = `${need.action} on ${typeof need.on === "string" ? need.on : need.on.form}`;
    const others = allows.filter((_, other) => other !== at);
    const own = allows[at] ?? {};
    const lacking = need.action === "sts:AssumeRole" ? others : [...others, assume];
    const twin = (name: string, expected: Twin["expected"], change: Partial<Setup>): Twin => ({
      name: `${name} ${what}`,
      setup: { ...perfect, ...change },
      expected,
    });
    const replaced = (by: Conditional): readonly Conditional[] =>
      allows.map((one, other) => (other === at ? by : one));
    const denied = deny(need.action, own.Resource === "*" ? "*" : [String(own.Resource)]);
    const denials = own.Resource === "*" || isChosen(need) ? deny(need.action) : denied;
    return [
      twin("without", "none", { allows: others }),
      twin("where it is denied", "none", { more: [denials] }),
      twin("within a boundary that lacks", "none", { boundary: lacking }),
      twin("under an SCP that denies", "none", { scp: { statements: [denials], isOnly: false } }),
      twin("under SCPs that lack", "none", { scp: { statements: lacking, isOnly: true } }),
      twin("with another resource for", "none", {
        allows: replaced({ ...own, Resource: elsewhere(need, perfect) }),
      }),
      twin("with a condition that is about somebody else for", "none", {
        allows: replaced(under(own, { ArnEquals: { "aws:PrincipalArn": `${callerArn(perfect)}-other` } })),
      }),
      twin("with a condition that is about another organization for", "none", {
        allows: replaced(under(own, { StringEquals: { "aws:PrincipalOrgID": "o-otherorg123" } })),
      }),
      twin("denied to all but somebody else", "none", {
        more: [under(denials, { ArnNotEquals: { "aws:PrincipalArn": `${callerArn(perfect)}-other` } })],
      }),
      twin("with MFA for", "guarded", { allows: replaced(under(own, mfa)) }),
      twin("denied without MFA:", "guarded", {
        more: [under(denials, { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } })],
      }),
      ...aboutContext(need, own, perfect, twin, replaced),
    ];
  });
}

function isChosen({ on }: Need): boolean {
  return typeof on !== "string";
}

function aboutContext(
  need: Need,
  own: Conditional,
  { technique }: Setup,
  twin: (name: string, expected: Twin["expected"], change: Partial<Setup>) => Twin,
  replaced: (by: Conditional) => readonly Conditional[],
): readonly Twin[] {
  const isPassed = need.action === "iam:PassRole";
  const services = need.context?.["iam:PassedToService"] ?? servicesOf(technique)[0];
  return [
    ...(isPassed && services !== undefined
      ? [
          twin("to another service only:", "none", {
            allows: replaced(under(own, { StringEquals: { "iam:PassedToService": "other.amazonaws.com" } })),
          }),
          twin("to its service only:", "whole", {
            allows: replaced(
              under(own, { StringEquals: { "iam:PassedToService": [services, "other.amazonaws.com"] } }),
            ),
          }),
          twin("denied to all but another service:", "none", {
            more: [
              under(deny("iam:PassRole"), {
                StringNotEquals: { "iam:PassedToService": "other.amazonaws.com" },
              }),
            ],
          }),
        ]
      : []),
    ...(/^iam:Create(Role|User)$/.test(need.action)
      ? [
          twin("under a boundary only:", "none", {
            allows: replaced(
              under(own, { ArnLike: { "iam:PermissionsBoundary": "arn:aws:iam::*:policy/*" } }),
            ),
          }),
        ]
      : []),
    ...(!/^iam:Attach(Role|User|Group)Policy$/.test(need.action)
      ? []
      : [
          twin("of a harmless policy only:", "none", {
            allows: replaced(
              under(own, { ArnEquals: { "iam:PolicyARN": "arn:aws:iam::aws:policy/ReadOnlyAccess" } }),
            ),
          }),
        ]),
  ];
}

function servicesOf({ gives }: Technique): readonly string[] {
  return gives.kind === "passed-role" ? gives.services : [];
}

/** Things whose name the caller may choose, and things that have to be there. */
function aboutThings(perfect: Setup): readonly Twin[] {
  const { technique, allows } = perfect;
  const forms = new Map<string, number[]>();
  technique.needs.forEach(({ on }, at) => {
    if (typeof on !== "string") forms.set(on.form, [...(forms.get(on.form) ?? []), at]);
  });
  const hasExisting = technique.needs.some(({ on }) => typeof on !== "string" && "existing" in on);
  const twins: Twin[] = hasExisting
    ? [{ name: "where no such thing is known", setup: { ...perfect, existing: "none" }, expected: "may" }]
    : [];
  for (const [form, [at = 0, ...more]] of forms) {
    const { account } = perfect;
    const isExisting = technique.needs.some(
      ({ on }) => typeof on !== "string" && on.form === form && "existing" in on,
    );
    // A form without a star is one thing.
    const starred = form.split(":").slice(5).join(":").includes("*");
    if (isExisting || !starred) continue;
    const named = (pattern: string): string => formArn(form, account, pattern);
    const placed = (first: string, rest: string): readonly Conditional[] =>
      allows.map((one, index) => {
        if (index === at) return { ...one, Resource: named(first) };
        return more.includes(index) ? { ...one, Resource: named(rest) } : one;
      });
    twins.push({
      name: `by a name that a denial leaves: ${form}`,
      setup: {
        ...perfect,
        allows: placed("one-*", "one-*"),
        more: [at, ...more].map((index) => deny(technique.needs[index]?.action ?? "", named("one-a*"))),
      },
      expected: "whole",
      isLimited: true,
    });
    if (more.length === 0) continue;
    twins.push(
      {
        name: `with a thing for each need: ${form}`,
        setup: { ...perfect, allows: placed("one", "two") },
        expected: "none",
      },
      {
        name: `by a name that several patterns match: ${form}`,
        setup: { ...perfect, allows: placed("one-*", "*-two") },
        expected: "whole",
      },
    );
  }
  return twins;
}

/** Whom it gives: trust and workloads. */
function aboutGiven(perfect: Setup): readonly Twin[] {
  const { technique } = perfect;
  const { gives } = technique;
  const twin = (name: string, expected: Twin["expected"], change: Partial<Setup>): Twin => ({
    name,
    setup: { ...perfect, ...change },
    expected,
  });
  switch (gives.kind) {
    case "passed-role":
      return [
        ...gives.services.map((Service) =>
          twin(`where the role trusts ${Service}`, "whole", { trust: [trusts({ Service })] }),
        ),
        twin("where the role trusts another service", "none", {
          trust: [trusts({ Service: "other.amazonaws.com" }), trusts({ AWS: "999999999999" })],
        }),
        twin("where the role's trust denies everybody", "none", {
          trust: [
            trusts({ Service: gives.services }),
            { ...trusts("*"), Effect: "Deny", Principal: { AWS: "*", Service: gives.services } },
          ],
        }),
        ...(gives.instanceProfile === true
          ? [twin("where the role is in no instance profile", "none", { hasInstanceProfile: false })]
          : []),
      ];
    case "federated-role":
      return [
        ...(gives.provider === "cognito"
          ? []
          : [
              twin("where it is not as expected whether the provider is there", "none", {
                provider: perfect.provider === "there" ? "none" : "there",
              }),
              twin("where no identity provider was collected", "may", { provider: "unknown" }),
            ]),
        twin("where the role trusts nobody but services", "none", {
          trust: [trusts({ Service: "backup.amazonaws.com" })],
        }),
        twin("where the role trusts another provider", "none", {
          trust: perfect.trust.map((one) => ({
            ...one,
            Principal: { Federated: "arn:aws:iam::999999999999:saml-provider/other" },
          })),
        }),
        twin("where the role's trust denies everybody", "none", {
          trust: [...perfect.trust, ...perfect.trust.map((one) => ({ ...one, Effect: "Deny" }))],
        }),
      ];
    case "workload-role":
      return [
        ...(gives.services === undefined
          ? []
          : [
              twin("where the role of the workload trusts another service", "none", {
                trust: [trusts({ Service: "other.amazonaws.com" })],
              }),
            ]),
        twin("where there is no such workload", "none", { workload: "none" }),
        twin("where the workload has another role", "none", { workload: "another's" }),
      ];
    case "edited":
      return [
        ...(perfect.isLimited
          ? [twin("where the target has no boundary", "none", { isLimited: false })]
          : []),
        ...takenOver(perfect, twin),
      ];
    case "assumable-role":
      return [
        twin("where the role names the caller, who needs no permission then", "whole", {
          trust: [trusts({ AWS: callerArn(perfect) })],
          allows: [],
        }),
        twin("where the role lets another account in", "none", { trust: [trusts({ AWS: "999999999999" })] }),
      ];
    default:
      return [];
  }
}

function takenOver(
  perfect: Setup,
  twin: (name: string, expected: Twin["expected"], change: Partial<Setup>) => Twin,
): readonly Twin[] {
  const { gives } = perfect.technique;
  if (gives.kind !== "edited" || gives.taken !== "assume") return [];
  return [
    twin("where the role lets somebody else in", "none", {
      trust: [trusts({ AWS: `${targetArn(perfect)}` })],
    }),
    twin("where the role's trust denies the caller", "none", {
      trust: [...perfect.trust, { ...trusts({ AWS: "*" }), Effect: "Deny" }],
    }),
  ];
}

/** A caller that is allowed everything. */
export function administratorSetup(perfect: Setup): Setup {
  return { ...perfect, allows: [allowAll] };
}
