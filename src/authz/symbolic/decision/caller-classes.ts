/** Who calls, in the classes by which IAM's layers apply (IAM-SEMANTICS A0, 6, 11, 57, 68). */
import type { Pattern, Region } from "../../../logic/types.ts";
import { anyText, arnElements, plainText } from "../arn-patterns.ts";
import {
  anonymousText,
  exactPrincipal,
  federated,
  federatedUsers,
  iamPrincipals,
  inAccounts,
  principalDimension,
  samlCallers,
  services,
  users,
  withPrincipalArn,
} from "../principal-texts.ts";
import type { RequestSpace } from "../request-space.ts";

export type CallerClasses = {
  /** Users, roles' sessions, federated users, root users: those with an account and policies of their own. */
  readonly iam: Region;
  /** Of them, those of the resource's account. */
  readonly sameAccount: Region;
  readonly user: Region;
  readonly rootUser: Region;
  readonly federatedUser: Region;
  /** Sessions of service-linked roles, told by their path. */
  readonly serviceLinked: Region;
  readonly anonymous: Region;
  readonly service: Region;
  /** Those who bring an assertion or a token; with an assertion. */
  readonly federated: Region;
  readonly saml: Region;
};

export function callerClasses({ space }: RequestSpace, resourceAccount: string): CallerClasses {
  const among = (...patterns: readonly Pattern[]): Region =>
    space.or(...patterns.map((each) => space.matches(principalDimension, each)));
  const iamArn = (...resource: NonNullable<Parameters<typeof arnElements>[0]["resource"]>): Pattern =>
    withPrincipalArn({
      elements: arnElements({ service: "iam", region: "", resource }),
      ignoreCase: false,
    });
  return {
    iam: among(iamPrincipals),
    sameAccount: among(inAccounts([plainText(resourceAccount)])),
    user: among(users),
    rootUser: among(iamArn(plainText("root"))),
    federatedUser: among(federatedUsers),
    serviceLinked: among(iamArn(plainText("role/aws-service-role/"), anyText)),
    anonymous: among(...exactPrincipal(anonymousText)),
    service: among(services),
    federated: among(federated),
    saml: among(samlCallers),
  };
}
