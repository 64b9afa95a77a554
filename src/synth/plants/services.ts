/** Trust in services without telling on whose behalf they must act, and with it (F7). */
import type { AccountPlan } from "../account-plan.ts";
import type { Plant, Planter } from "../planter.ts";
import { type Condition, policy, trustingService } from "../policy-document.ts";

function role(
  p: Planter,
  wish: string,
  service: string,
  condition: (account: AccountPlan) => Condition | undefined,
): string {
  const account = p.account();
  const made = condition(account);
  return p.role(account, {
    name: wish,
    trust: policy(trustingService(service, made === undefined ? {} : { condition: made })),
  });
}

/** Services that document `aws:SourceAccount` and `aws:SourceArn` for the trust policies of their roles. */
const careless = ["scheduler", "bedrock", "vpc-flow-logs", "transfer", "codebuild", "states"];

export const services: readonly Plant[] = [
  ...careless.map(
    (service): Plant =>
      (p) => {
        const to = role(p, `${service}-default`, `${service}.amazonaws.com`, () => undefined);
        p.mistake(
          "service-confused-deputy",
          to,
          `${service} may act for any account: neither aws:SourceAccount nor aws:SourceArn is asked for`,
        );
      },
  ),
  function anyAccountWillDo(p) {
    const to = role(p, "scheduler-any-account", "scheduler.amazonaws.com", () => ({
      StringLike: { "aws:SourceAccount": "*" },
    }));
    p.mistake("service-confused-deputy", to, "any aws:SourceAccount will do");
  },
  function somebodyElses(p) {
    const stranger = p.stranger();
    const to = role(p, "scheduler-elsewhere", "scheduler.amazonaws.com", () => ({
      StringEquals: { "aws:SourceAccount": stranger },
    }));
    p.mistake("service-confused-deputy", to, "the account in aws:SourceAccount is not ours");
  },
  function careful(p) {
    const cases: readonly (readonly [
      string,
      string,
      (account: AccountPlan) => Condition | undefined,
      string,
    ])[] = [
      [
        "scheduler-own",
        "scheduler.amazonaws.com",
        ({ id }) => ({ StringEquals: { "aws:SourceAccount": id } }),
        "aws:SourceAccount is asked for",
      ],
      [
        "states-own",
        "states.amazonaws.com",
        ({ id, region }) => ({
          ArnLike: { "aws:SourceArn": `arn:aws:states:${region}:${id}:stateMachine:*` },
        }),
        "aws:SourceArn pins the account",
      ],
      [
        "codebuild-own",
        "codebuild.amazonaws.com",
        ({ id }) => ({ StringEquals: { "AWS:sourceaccount": id } }),
        "names of keys have no case (52)",
      ],
      [
        "transfer-org",
        "transfer.amazonaws.com",
        () => ({ StringEquals: { "aws:SourceOrgID": p.plan.id } }),
        "aws:SourceOrgID is asked for",
      ],
      [
        "instance-plain",
        "ec2.amazonaws.com",
        () => undefined,
        "EC2 assumes roles for instances of the role's own account and sends no source keys",
      ],
    ];
    for (const [wish, service, condition, why] of cases)
      p.fine("service-confused-deputy", role(p, wish, service, condition), why);
  },
];
