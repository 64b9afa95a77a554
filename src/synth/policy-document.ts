/** Policy documents as plain JSON, and short ways to write the statements that people write most. */

export type Text = string | readonly string[];
export type Condition = { readonly [operator: string]: { readonly [key: string]: Text } };
type PrincipalElement = "*" | { readonly [kind: string]: Text };

export type Statement = {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: PrincipalElement;
  readonly NotPrincipal?: PrincipalElement;
  readonly Action?: Text;
  readonly NotAction?: Text;
  readonly Resource?: Text;
  readonly NotResource?: Text;
  readonly Condition?: Condition;
};

export type PolicyDocument = {
  readonly Version: "2012-10-17" | "2008-10-17";
  readonly Statement: readonly Statement[];
};

export function policy(...statements: readonly Statement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/** What may stand beside effect and principal in a trust statement. */
export type TrustOptions = {
  readonly sid?: string;
  readonly action?: Text;
  readonly condition?: Condition;
  readonly effect?: "Allow" | "Deny";
};

function trustStatement(principal: PrincipalElement, action: Text, options: TrustOptions): Statement {
  return {
    ...(options.sid === undefined ? {} : { Sid: options.sid }),
    Effect: options.effect ?? "Allow",
    Principal: principal,
    Action: options.action ?? action,
    ...(options.condition === undefined ? {} : { Condition: options.condition }),
  };
}

/** Trust in accounts, roles, users or `*`. */
export function trusting(aws: Text, options: TrustOptions = {}): Statement {
  return trustStatement({ AWS: aws }, "sts:AssumeRole", options);
}

export function trustingService(service: Text, options: TrustOptions = {}): Statement {
  return trustStatement({ Service: service }, "sts:AssumeRole", options);
}

/** Trust in an OpenID Connect provider, by its ARN or, for the built-in ones, its host. */
export function trustingToken(provider: string, options: TrustOptions = {}): Statement {
  return trustStatement({ Federated: provider }, "sts:AssumeRoleWithWebIdentity", options);
}

export function trustingSaml(provider: string, options: TrustOptions = {}): Statement {
  return trustStatement({ Federated: provider }, "sts:AssumeRoleWithSAML", options);
}

export function allow(action: Text, resource: Text, condition?: Condition): Statement {
  return {
    Effect: "Allow",
    Action: action,
    Resource: resource,
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

export function deny(action: Text, resource: Text, condition?: Condition): Statement {
  return { ...allow(action, resource, condition), Effect: "Deny" };
}
