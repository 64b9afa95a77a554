/** Who calls, in the classes by which IAM's layers apply (IAM-SEMANTICS A0, 6, 11, 57, 68). */
import type { Pattern, PatternElement, Region } from "../../../logic/types.ts";
import {
  anonymousText,
  exactPrincipal,
  iamPrincipals,
  inAccounts,
  principalDimension,
  servicesAndFederated,
  withPrincipalArn,
} from "../principal-texts.ts";
import type { RequestSpace } from "../request-space.ts";

export type CallerClasses = {
  /** Users, roles' sessions, federated users, root users: those with an account and policies of their own. */
  readonly iam: Region;
  /** Of them, those of the resource's account. */
  readonly sameAccount: Region;
  readonly rootUser: Region;
  /** Sessions of service-linked roles, told by their path. */
  readonly serviceLinked: Region;
  readonly anonymous: Region;
  readonly servicesAndFederated: Region;
};

const free: PatternElement = { kind: "many", except: null };
const colonFree: PatternElement = { kind: "many", except: ":" };

function text(value: string): PatternElement {
  return { kind: "text", text: value };
}

function iamArn(...resource: readonly PatternElement[]): Pattern {
  const elements = [text("arn:"), colonFree, text(":iam::"), colonFree, text(":"), ...resource];
  return withPrincipalArn({ elements, ignoreCase: false });
}

export function callerClasses({ space }: RequestSpace, resourceAccount: string): CallerClasses {
  const among = (...patterns: readonly Pattern[]): Region =>
    space.or(...patterns.map((each) => space.matches(principalDimension, each)));
  return {
    iam: among(iamPrincipals),
    sameAccount: among(inAccounts([text(resourceAccount)])),
    rootUser: among(iamArn(text("root"))),
    serviceLinked: among(iamArn(text("role/aws-service-role/"), free)),
    anonymous: among(...exactPrincipal(anonymousText)),
    servicesAndFederated: among(...servicesAndFederated),
  };
}
