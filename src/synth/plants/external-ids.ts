/** External IDs: missing, weak, shared; and those that only look so (IAM-SEMANTICS 28, 43, 46, 48, 55). */

import type { Plant, Planter } from "../planter.ts";
import { type Condition, policy, type Statement, trusting } from "../policy-document.ts";
import { uuid } from "../random.ts";
import type { RuleName } from "../truth.ts";
import { type Vendor, vendors } from "../vendors.ts";

const root = (vendor: Vendor): string => `arn:aws:iam::${vendor.account}:root`;

function vendorRole(p: Planter, vendor: Vendor, statements: readonly Statement[]): string {
  return p.role(p.account(), { name: vendor.roleName, trust: policy(...statements), lastUsedDaysAgo: 2 });
}

type Variant = readonly [condition: (p: Planter, vendor: Vendor) => Condition | undefined, why: string];

const missing: readonly Variant[] = [
  [() => undefined, "no condition at all"],
  [
    () => ({ StringLike: { "sts:RoleSessionName": "integration-*" } }),
    "the session's name is no secret: the caller picks it",
  ],
  [(p) => ({ StringNotEquals: { "aws:PrincipalOrgID": p.plan.id } }), "a condition on something else"],
];

const exactly = (id: string): Condition => ({ StringEquals: { "sts:ExternalId": id } });

const weak: readonly Variant[] = [
  [() => exactly("1234"), "four digits"],
  [() => exactly("123456789"), "digits in sequence"],
  [() => exactly("password"), "a word of every dictionary"],
  [() => exactly("externalid"), "the parameter's own name"],
  [(p) => exactly(p.plan.company), "the company's name"],
  [(_p, vendor) => exactly(vendor.name.toLowerCase().replaceAll(" ", "")), "the vendor's name"],
  [(_p, vendor) => exactly(vendor.account), "the vendor's account id"],
  [(p) => exactly(p.plan.hubs.management.id), "the management account's id"],
  [() => ({ StringLike: { "sts:ExternalId": "*" } }), "any value will do"],
  [
    (p) => ({ StringLike: { "sts:ExternalId": `${p.plan.company}-*` } }),
    "any value that begins with the company's name",
  ],
  [
    (p) => ({ StringEqualsIfExists: { "sts:ExternalId": uuid(p.random) } }),
    "IfExists: leaving it out is as good",
  ],
  [
    (p) => ({ StringNotEquals: { "sts:ExternalId": uuid(p.random) } }),
    "negated: every other value, or none, will do (46)",
  ],
  [
    (p) => ({ "ForAllValues:StringEquals": { "sts:ExternalId": uuid(p.random) } }),
    "ForAllValues holds without an external ID (48)",
  ],
  [(p) => ({ StringEquals: { "sts:ExternalId": [uuid(p.random), "test"] } }), "one of two values is a word"],
  [() => exactly("${aws:PrincipalAccount}"), "a variable that the caller's own session fills (53)"],
  [(p) => exactly(p.plan.id), "the organization's id"],
  [
    (_p, vendor) => exactly(vendor.account.replace(/^(\d{4})(\d{4})/, "$1-$2-")),
    "the vendor's account id with dashes",
  ],
];

const strong: readonly (readonly [...Variant, rules: readonly RuleName[]])[] = [
  [
    (p) => ({ StringEquals: { "STS:EXTERNALID": uuid(p.random) } }),
    "names of keys have no case (52)",
    ["external-id-missing", "external-id-weak"],
  ],
  [
    (p) => ({ StringLike: { "sts:ExternalId": uuid(p.random) } }),
    "StringLike without a wildcard",
    ["external-id-missing", "external-id-weak"],
  ],
  [
    (p) => ({ "ForAnyValue:StringEquals": { "sts:ExternalId": uuid(p.random) } }),
    "ForAnyValue fails without an external ID (48)",
    ["external-id-missing", "external-id-weak"],
  ],
  [
    (p) => exactly(p.random.text("0123456789abcdef", 32)),
    "32 random hexadecimal digits",
    ["external-id-missing", "external-id-weak"],
  ],
  [
    (p, vendor) =>
      exactly(
        `${vendor.name.toLowerCase().replaceAll(" ", "-")}-${p.random.text("abcdefghijklmnopqrstuvwxyz0123456789", 24)}`,
      ),
    "begins with the vendor's name, but ends with 24 random characters",
    ["external-id-missing", "external-id-weak"],
  ],
  [
    (p) => exactly(p.random.text("23456789ABCDEFGHJKLMNPQRSTUVWXYZ", 20)),
    "20 random letters and digits",
    ["external-id-missing", "external-id-weak"],
  ],
];

export const externalIds: readonly Plant[] = [
  ...missing.map(
    ([condition, why]): Plant =>
      (p) => {
        const vendor = p.random.pick(vendors);
        const made = condition(p, vendor);
        const to = vendorRole(p, vendor, [
          trusting(root(vendor), made === undefined ? {} : { condition: made }),
        ]);
        p.mistake("external-id-missing", to, `${vendor.name} without external ID: ${why}`);
      },
  ),
  function missingVariants(p) {
    const stranger = p.stranger();
    const unknown = p.role(p.account(), {
      name: "agency-access",
      trust: policy(trusting(stranger)),
      lastUsedDaysAgo: 2,
    });
    p.mistake("external-id-missing", unknown, "an unknown account without external ID");
    const vendor = p.random.pick(vendors);
    const oneOfTwo = vendorRole(p, vendor, [
      trusting(root(vendor), { sid: "WithExternalId", condition: exactly(uuid(p.random)) }),
      trusting(`arn:aws:iam::${vendor.account}:role/collector`, { sid: "Legacy" }),
    ]);
    p.mistake(
      "external-id-missing",
      oneOfTwo,
      "the second statement lets the same vendor in without external ID",
    );
  },
  function missingLookAlikes(p) {
    const vendor = p.random.pick(vendors);
    const id = uuid(p.random);
    const byDeny = vendorRole(p, vendor, [
      trusting(root(vendor)),
      trusting("*", { effect: "Deny", condition: { StringNotEquals: { "sts:ExternalId": id } } }),
    ]);
    p.fine(
      "external-id-missing",
      byDeny,
      "a Deny for every other external ID, and for none, asks for this one (46)",
    );
    p.fine("external-id-weak", byDeny, "the negation stands in a Deny, where it is right");
    const a = p.account();
    const b = p.other(a);
    const pod = p.role(a, {
      name: "eks-pod-target",
      trust: policy(
        trusting(p.caller(b, "eks-pod-source", []), {
          condition: exactly(`${b.region}/${b.id}/core/payments/api`),
        }),
      ),
    });
    p.fine("external-id-weak", pod, "what EKS Pod Identity sends, from a role of our own organization (43)");
  },
  ...weak.map(
    ([condition, why]): Plant =>
      (p) => {
        const vendor = p.random.pick(vendors);
        const made = condition(p, vendor);
        const to = vendorRole(p, vendor, [
          trusting(root(vendor), made === undefined ? {} : { condition: made }),
        ]);
        p.mistake("external-id-weak", to, `${vendor.name}: ${why}`);
      },
  ),
  function weakOwnAccount(p) {
    const a = p.account();
    const vendor = p.random.pick(vendors);
    const to = p.role(a, {
      name: `${vendor.roleName}-reader`,
      trust: policy(trusting(root(vendor), { condition: exactly(a.id) })),
      lastUsedDaysAgo: 2,
    });
    p.mistake("external-id-weak", to, `${vendor.name}: the account's own id`);
  },
  ...strong.map(
    ([condition, why, rules]): Plant =>
      (p) => {
        const vendor = p.random.pick(vendors);
        const made = condition(p, vendor);
        const to = vendorRole(p, vendor, [
          trusting(root(vendor), made === undefined ? {} : { condition: made }),
        ]);
        for (const rule of rules) p.fine(rule, to, `${vendor.name}: ${why}`);
      },
  ),
  function shared(p) {
    const [one, two] = p.random.sample(vendors, 2);
    if (one === undefined || two === undefined) return;
    const id = uuid(p.random);
    const group = p.newGroup();
    for (const vendor of [one, two])
      p.mistake(
        "external-id-shared",
        vendorRole(p, vendor, [trusting(root(vendor), { condition: exactly(id) })]),
        `${one.name} and ${two.name} have the same external ID`,
        group,
      );
  },
  function sharedInOneStatement(p) {
    const [one, two] = p.random.sample(vendors, 2);
    if (one === undefined || two === undefined) return;
    const to = p.role(p.account(), {
      name: "vendors-shared",
      trust: policy(trusting([root(one), root(two)], { condition: exactly(uuid(p.random)) })),
      lastUsedDaysAgo: 2,
    });
    p.mistake(
      "external-id-shared",
      to,
      `one statement gives ${one.name} and ${two.name} the same external ID`,
    );
  },
  function notShared(p) {
    const [one, two, three] = p.random.sample(vendors, 3);
    if (one === undefined || two === undefined || three === undefined) return;
    const id = `ext-${p.random.text("abcdefghijklmnopqrstuvwxyz0123456789", 22)}q`;
    const ids: readonly (readonly [Vendor, string, string])[] = [
      [one, id, "no other vendor has it"],
      [two, id.toUpperCase(), "differs from another vendor's only in case, and external IDs have case"],
      [three, `${id.slice(0, -1)}r`, "differs from another vendor's only in its last character"],
    ];
    for (const [vendor, value, why] of ids)
      p.fine(
        "external-id-shared",
        vendorRole(p, vendor, [trusting(root(vendor), { condition: exactly(value) })]),
        why,
      );
  },
];
