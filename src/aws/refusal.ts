/** Why AWS did not answer, sorted by what has to be done about it. */

export type RefusalKind =
  /** An identity, resource or session policy does not allow the call. */
  | "denied"
  /** A service or resource control policy denies it. */
  | "denied-by-organization"
  /** What was asked for is not there (any more). */
  | "absent"
  /** The region is not enabled in the account, or the service has no endpoint there. */
  | "no-such-place"
  /** The account is suspended, closed, or not signed up for the service. */
  | "account-not-usable"
  /** The service does not know the call, here or for this account. */
  | "unsupported"
  /** The session ended, or its credentials are not known. */
  | "expired"
  | "throttled"
  /** We did not ask, for as many there are. */
  | "not-asked"
  /** The service failed (5xx), or its answer can't be read. */
  | "failed"
  /** No answer: refused or broken connections, timeouts. */
  | "unreachable"
  /** A bug of AccessLens. */
  | "internal";

export type Refusal = {
  readonly kind: RefusalKind;
  /** AWS's own code, such as `AccessDeniedException`; for the network, the system's (`ECONNRESET`). */
  readonly code: string;
  /** AWS's own sentence. Untrusted text. */
  readonly message: string;
};

const byCode: ReadonlyMap<string, RefusalKind> = new Map(
  Object.entries({
    AccessDenied: "denied",
    AccessDeniedException: "denied",
    AllAccessDisabled: "denied",
    AuthorizationError: "denied",
    AuthorizationErrorException: "denied",
    Forbidden: "denied",
    ForbiddenException: "denied",
    NotAuthorized: "denied",
    UnauthorizedAccess: "denied",
    UnauthorizedException: "denied",
    UnauthorizedOperation: "denied",
    KMSAccessDeniedException: "denied",
    AccountNotManagementOrDelegatedAdministrator: "denied",
    AccountNotManagementOrDelegatedAdministratorException: "denied",
    // IAM, of its features for an organization: without these there can be none.
    ServiceAccessNotEnabled: "absent",
    ServiceAccessNotEnabledException: "absent",
    OrganizationNotInAllFeaturesMode: "absent",
    OrganizationNotInAllFeaturesModeException: "absent",
    ExpiredToken: "expired",
    ExpiredTokenException: "expired",
    TokenRefreshRequired: "expired",
    RequestExpired: "expired",
    CredentialsProviderError: "expired",
    AuthFailure: "no-such-place",
    InvalidClientTokenId: "no-such-place",
    UnrecognizedClientException: "no-such-place",
    OptInRequired: "account-not-usable",
    AccountSuspended: "account-not-usable",
    SubscriptionRequiredException: "account-not-usable",
    NotSignedUp: "account-not-usable",
    InvalidAction: "unsupported",
    UnknownOperationException: "unsupported",
    UnsupportedOperation: "unsupported",
    UnsupportedOperationException: "unsupported",
    NotImplemented: "unsupported",
    Throttling: "throttled",
    ThrottlingException: "throttled",
    ThrottledException: "throttled",
    RequestThrottled: "throttled",
    RequestThrottledException: "throttled",
    RequestLimitExceeded: "throttled",
    TooManyRequestsException: "throttled",
    TooManyRequests: "throttled",
    SlowDown: "throttled",
    BandwidthLimitExceeded: "throttled",
    PriorRequestNotComplete: "throttled",
    EC2ThrottledException: "throttled",
    TransactionInProgressException: "throttled",
    ProvisionedThroughputExceededException: "throttled",
    ENOTFOUND: "no-such-place",
    EAI_AGAIN: "unreachable",
    ECONNREFUSED: "unreachable",
    ECONNRESET: "unreachable",
    EPIPE: "unreachable",
    ETIMEDOUT: "unreachable",
    EHOSTUNREACH: "unreachable",
    ENETUNREACH: "unreachable",
    TimeoutError: "unreachable",
    AbortError: "unreachable",
    RequestTimeout: "unreachable",
    RequestTimeoutException: "unreachable",
  } satisfies Record<string, RefusalKind>),
);

/** Codes by which services say that a thing, or its policy, is not there. */
const absent =
  /^(NoSuch\w+|\w*NotFound(Exception|Fault)?|\w*\.NotFound|InvalidAMIID\.Unavailable|NonExistentQueue|\w*DoesNotExist(Exception)?|AWS\.SimpleQueueService\.NonExistentQueue|NotFound|ServerSideEncryptionConfigurationNotFoundError|OwnershipControlsNotFoundError)$/;

/** AWS answered, and without what the call is for. */
export class AnswerLacks extends Error {
  override readonly name = "IncompleteAnswer";
}

/**
 * Null: this is no refusal of AWS or of the network, but a bug, which has to be thrown on.
 * What IAM says in an AccessDenied tells whose policy it was ("with an explicit deny in a service control policy").
 */
export function refusalOf(cause: unknown): Refusal | null {
  if (!(cause instanceof Error)) return null;
  const answered = "$metadata" in cause;
  const code = codeOf(cause);
  const kind = kindOf(cause, code, answered);
  return kind === null ? null : { kind, code, message: messageOf(cause) };
}

/** What a command said is cut off there. */
const mostSaid = 1_000;

/** What follows the first line is advice of the SDK to programmers, but what a `credential_process` that failed has said on stderr. */
function messageOf({ name, message }: Error): string {
  const [first = "", ...rest] = message.split("\n");
  const said = rest.map((line) => line.trim()).filter((line) => line !== "");
  if (name !== "CredentialsProviderError" || !first.startsWith("Command failed: ") || said.length === 0) {
    return first;
  }
  return `${first}: it said: ${said.join("; ").slice(0, mostSaid)}`;
}

/** A bug, told as what it kept from being read: one collector that fails must not lose what the others have. */
export function bugAsRefusal(cause: unknown): Refusal {
  const [code, message] = cause instanceof Error ? [cause.name, cause.message] : ["Error", String(cause)];
  return { kind: "internal", code, message };
}

function codeOf(cause: Error): string {
  if ("code" in cause && typeof cause.code === "string" && cause.code !== "") return cause.code;
  if ("Code" in cause && typeof cause.Code === "string" && cause.Code !== "") return cause.Code;
  return cause.name;
}

function kindOf(cause: Error, code: string, answered: boolean): RefusalKind | null {
  const known = byCode.get(code) ?? byCode.get(cause.name);
  if (known === "denied" && /(service|resource) control policy/i.test(cause.message)) {
    return "denied-by-organization";
  }
  if (known !== undefined) return known;
  if (absent.test(code) || absent.test(cause.name)) return "absent";
  const status = statusOf(cause);
  if (status === 429) return "throttled";
  if (status !== null && status >= 500) return "failed";
  if (status === 401 || status === 403) return "denied";
  if (status === 404) return "absent";
  if (answered || cause.name === "SyntaxError" || cause instanceof AnswerLacks) return "failed";
  return null;
}

function statusOf(cause: Error): number | null {
  if (!("$metadata" in cause) || typeof cause.$metadata !== "object" || cause.$metadata === null) return null;
  const metadata: object = cause.$metadata;
  return "httpStatusCode" in metadata && typeof metadata.httpStatusCode === "number"
    ? metadata.httpStatusCode
    : null;
}

/** Whether the same call may well succeed later, with nothing changed. */
export function mayPass({ kind }: Refusal): boolean {
  return kind === "throttled" || kind === "failed" || kind === "unreachable" || kind === "expired";
}
