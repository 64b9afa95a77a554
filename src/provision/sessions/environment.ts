/** The environment that programs find a session's credentials in. */

export type SessionEnvironment = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
  /** Null: the programs' own business. */
  readonly region: string | null;
};

/** The variables by the names of AWS's SDKs and CLI, in the order in which they are told. */
export function sessionVariables({
  accessKeyId,
  secretAccessKey,
  sessionToken,
  expiration,
  region,
}: SessionEnvironment): Readonly<Record<string, string>> {
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_CREDENTIAL_EXPIRATION: expiration.toISOString(),
    ...(region === null ? {} : { AWS_REGION: region, AWS_DEFAULT_REGION: region }),
  };
}

/**
 * What would lead SDKs to other credentials than the session's, or is a secret of the call that took it. Profiles above all: some tools
 * prefer them to keys in the environment.
 */
export const foreignVariables: readonly string[] = [
  "AWS_PROFILE",
  "AWS_DEFAULT_PROFILE",
  "AWS_SECURITY_TOKEN",
  // SDKs take these two for the session's own: they would ask another account's endpoints, or sign for another scope.
  "AWS_ACCOUNT_ID",
  "AWS_CREDENTIAL_SCOPE",
  "AWS_BEARER_TOKEN_BEDROCK",
  "AWS_ROLE_ARN",
  "AWS_ROLE_SESSION_NAME",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
  "ACCESSLENS_EXTERNAL_ID",
  "ACCESSLENS_MFA_CODE",
  // Of a run in another account around this one.
  "ACCESSLENS_ACCOUNT_ID",
  "ACCESSLENS_ACCOUNT_NAME",
];

type Environment = Readonly<Record<string, string | undefined>>;

/** `base` with the session's credentials, and without any others. `further`: variables that come on top. */
export function commandEnvironment(
  base: Environment,
  session: SessionEnvironment,
  further: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const kept = Object.entries(base).flatMap(([name, value]): [string, string][] =>
    value === undefined || foreignVariables.includes(name) ? [] : [[name, value]],
  );
  return { ...Object.fromEntries(kept), ...sessionVariables(session), ...further };
}
