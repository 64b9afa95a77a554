/**
 * CloudTrail's records as text: of each call, the copies that accounts get of it. Written from CloudTrail's documentation and from
 * published logs, without what parses them.
 */
import type { AccountId } from "../../model/index.ts";
import type { FastText } from "./fast-text.ts";
import { accountOf, type Use } from "./use.ts";

/** One happening of a use. */
export type Happening = {
  readonly use: Use;
  /** Seconds since 1970, UTC. */
  readonly time: number;
  readonly address: string;
  /** Of the session that signs; null: the caller has none. */
  readonly signing: Session | null;
  /** Of the session that is given. */
  readonly key: string;
};

/** A session that was given. */
export type Session = {
  readonly key: string;
  readonly name: string;
  readonly begun: number;
  readonly sourceIdentity: string | null;
};

export type Copy = { readonly account: AccountId; readonly region: string; readonly text: string };

/** As JSON, in ASCII alone. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** What is the same in each record of a use. */
type Constants = {
  readonly agent: string;
  readonly request: string;
  readonly extra: string;
  readonly resources: string;
  /** Of a response, around the credentials. */
  readonly assumed: string;
  readonly told: string;
};

const constantsByUse = new WeakMap<Use, Constants>();

function constantsOf(use: Use): Constants {
  const known = constantsByUse.get(use);
  if (known !== undefined) return known;
  const made: Constants = {
    agent: quoted(use.userAgent),
    request: requestText(use),
    extra: extraText(use),
    resources: resourcesText(use),
    assumed: assumedText(use),
    told: toldText(use),
  };
  constantsByUse.set(use, made);
  return made;
}

const tls =
  '"tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"sts.us-east-1.amazonaws.com"}';

/** The copies, the caller's account's first. A refused call has its caller's copy alone; accounts outside keep theirs. */
export function copiesOf(
  happening: Happening,
  texts: FastText,
  isOurs: (account: AccountId) => boolean,
  tellsId: boolean,
): readonly Copy[] {
  const { use } = happening;
  const from = accountOf(use.caller);
  const owner = use.role?.account ?? from;
  const request = texts.uuid();
  const shared = texts.uuid();
  const copies: Copy[] = [];
  const add = (account: AccountId, identity: string, isShared: boolean): void => {
    if (!isOurs(account)) return;
    const text = recordText(happening, texts, {
      account,
      identity,
      request,
      shared: isShared ? shared : null,
    });
    copies.push({ account, region: use.region, text });
  };
  switch (use.call) {
    case "AssumeRole":
      if (from === null) {
        // Services: told to the owner alone, with a shared id all the same.
        if (owner !== null) add(owner, callerIdentity(happening, texts), true);
      } else if (from === owner || use.refusal !== null) {
        add(from, callerIdentity(happening, texts), use.refusal === null && tellsId);
      } else {
        add(from, callerIdentity(happening, texts), true);
        if (owner !== null) add(owner, strangerIdentity(happening, from, tellsId), true);
      }
      break;
    case "SwitchRole":
      if (owner !== null) add(owner, switchedIdentity(use), false);
      break;
    case "AssumeRoleWithSAML":
    case "AssumeRoleWithWebIdentity":
    case "CreateSession":
      if (owner !== null) add(owner, callerIdentity(happening, texts), false);
      break;
    case "AssumeRoot":
    case "GetFederationToken":
    case "GetSessionToken":
    case "GetRoleCredentials":
    case "Federate":
      if (from !== null) add(from, callerIdentity(happening, texts), false);
      break;
  }
  return copies;
}

type CopyFacts = {
  readonly account: AccountId;
  readonly identity: string;
  readonly request: string;
  readonly shared: string | null;
};

const sources: Readonly<Partial<Record<Use["call"], string>>> = {
  SwitchRole: "signin.amazonaws.com",
  CreateSession: "rolesanywhere.amazonaws.com",
  GetRoleCredentials: "sso.amazonaws.com",
  Federate: "sso.amazonaws.com",
};

function recordText(happening: Happening, texts: FastText, copy: CopyFacts): string {
  const { use, time } = happening;
  const { agent, request, extra, resources } = constantsOf(use);
  const error =
    use.refusal === null
      ? ""
      : `"errorCode":"AccessDenied","errorMessage":${quoted(refusalMessage(happening, use.refusal))},`;
  const parameters = use.refusal === null ? request : "null";
  const response = use.refusal === null ? responseText(happening, texts) : "null";
  const requestId = use.call === "SwitchRole" ? "" : `"requestID":"${copy.request}",`;
  const shared = copy.shared === null ? "" : `"sharedEventID":"${copy.shared}",`;
  const endpoint =
    use.vpcEndpoint === null
      ? ""
      : `"vpcEndpointId":"${use.vpcEndpoint}","vpcEndpointAccountId":"${accountOf(use.caller) ?? copy.account}",`;
  return `{"eventVersion":"1.11","userIdentity":${copy.identity},"eventTime":"${texts.iso(time)}","eventSource":"${sources[use.call] ?? "sts.amazonaws.com"}","eventName":"${use.call}","awsRegion":"${use.region}","sourceIPAddress":"${happening.address}","userAgent":${agent},${error}"requestParameters":${parameters},"responseElements":${response},${extra}${requestId}"eventID":"${texts.uuid()}","readOnly":${use.call !== "SwitchRole"},${resources}"eventType":"${eventTypes[use.call] ?? "AwsApiCall"}","managementEvent":true,"recipientAccountId":"${copy.account}",${shared}${endpoint}"eventCategory":"Management",${tls}}`;
}

const eventTypes: Readonly<Partial<Record<Use["call"], string>>> = {
  SwitchRole: "AwsConsoleSignIn",
  GetRoleCredentials: "AwsServiceEvent",
  Federate: "AwsServiceEvent",
};

function resourcesText({ call, role, refusal }: Use): string {
  if (role === null || refusal !== null || call === "SwitchRole" || call === "AssumeRoot") return "";
  return `"resources":[{"accountId":"${role.account}","type":"AWS::IAM::Role","ARN":${quoted(role.arn)}}],`;
}

function refusalMessage({ use, signing }: Happening, why: string): string {
  const { caller, role } = use;
  const who =
    caller.kind === "session"
      ? `arn:aws:sts::${caller.role.account}:assumed-role/${caller.role.name}/${signing?.name ?? use.sessionName}`
      : caller.kind === "user"
        ? caller.user.arn
        : "anonymous";
  return `User: ${who} is not authorized to perform: sts:${use.call} on resource: ${role?.arn ?? "*"}${why}`;
}

function callerIdentity({ use, time, signing }: Happening, texts: FastText): string {
  const { caller } = use;
  switch (caller.kind) {
    case "user": {
      const { account, arn, id, name } = caller.user;
      return `{"type":"IAMUser","principalId":"${id}","arn":${quoted(arn)},"accountId":"${account}","accessKeyId":"${caller.key}","userName":${quoted(name)}}`;
    }
    case "session": {
      const { account, arn, id, name } = caller.role;
      const session = signing?.name ?? use.sessionName;
      const source =
        signing?.sourceIdentity == null ? "" : `,"sourceIdentity":${quoted(signing.sourceIdentity)}`;
      return `{"type":"AssumedRole","principalId":${quoted(`${id}:${session}`)},"arn":${quoted(`arn:aws:sts::${account}:assumed-role/${name}/${session}`)},"accountId":"${account}","accessKeyId":"${signing?.key ?? texts.sessionKey()}","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"${id}","arn":${quoted(arn)},"accountId":"${account}","userName":${quoted(name)}},"attributes":{"creationDate":"${texts.iso(signing?.begun ?? time - 600)}","mfaAuthenticated":"false"}${source}}}`;
    }
    case "root":
      return `{"type":"Root","principalId":"${caller.account}","arn":"arn:aws:iam::${caller.account}:root","accountId":"${caller.account}","accessKeyId":"AKIAROOTKEY${caller.account.slice(0, 9)}"}`;
    case "service":
      return `{"type":"AWSService","invokedBy":"${caller.host}"}`;
    case "saml": {
      const qualifier = "nQTosBbaHrvuioiTKQkrbl3/WM=";
      return `{"type":"SAMLUser","principalId":${quoted(`${qualifier}:${caller.subject}`)},"userName":${quoted(caller.subject)},"identityProvider":"${qualifier}"}`;
    }
    case "oidc":
      return `{"type":"WebIdentityUser","principalId":${quoted(`${caller.provider}:${caller.audience}:${caller.subject}`)},"userName":${quoted(caller.subject)},"identityProvider":${quoted(caller.provider)}}`;
    case "person":
      return `{"type":"IdentityCenterUser","accountId":"${caller.home}","onBehalfOf":{"userId":"${caller.id}","identityStoreArn":"${caller.store}"},"credentialId":"${texts.token(60)}"}`;
    case "certificate":
      return `{"type":"Unknown","principalId":"","arn":"","accountId":"${use.role?.account}","accessKeyId":"","userName":""}`;
  }
}

/** In the owner's copy the caller is an account, and in most copies a unique id. */
function strangerIdentity({ use, signing }: Happening, from: AccountId, tellsId: boolean): string {
  const { caller } = use;
  const id =
    caller.kind === "session"
      ? `${caller.role.id}:${signing?.name ?? use.sessionName}`
      : caller.kind === "user"
        ? caller.user.id
        : from;
  return `{"type":"AWSAccount","principalId":${quoted(tellsId ? id : from)},"accountId":"${from}"}`;
}

function switchedIdentity({ role, sessionName }: Use): string {
  return `{"type":"AssumedRole","principalId":${quoted(`${role?.id}:${sessionName}`)},"arn":${quoted(`arn:aws:sts::${role?.account}:assumed-role/${role?.name}/${sessionName}`)},"accountId":"${role?.account}"}`;
}

function requestText(use: Use): string {
  const { caller, role } = use;
  const source = use.sourceIdentity === null ? "" : `,"sourceIdentity":${quoted(use.sourceIdentity)}`;
  const external = use.externalId === null ? "" : `,"externalId":${quoted(use.externalId)}`;
  const device =
    use.mfa && caller.kind === "user"
      ? `"serialNumber":${quoted(`arn:aws:iam::${caller.user.account}:mfa/${caller.user.name}`)}`
      : "";
  switch (use.call) {
    case "AssumeRole":
    case "AssumeRoleWithSAML":
    case "AssumeRoleWithWebIdentity": {
      const provider = caller.kind === "saml" ? `,"principalArn":${quoted(caller.provider)}` : "";
      return `{"roleArn":${quoted(role?.arn ?? "")},"roleSessionName":${quoted(use.sessionName)},"durationSeconds":${use.seconds}${external}${source}${device === "" ? "" : `,${device}`}${provider}${tagsText(use)}}`;
    }
    case "AssumeRoot":
      return `{"targetPrincipal":"${role?.account}","taskPolicyArn":{"arn":"arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"}}`;
    case "GetSessionToken":
      return `{${device === "" ? "" : `${device},`}"durationSeconds":${use.seconds}}`;
    case "GetFederationToken":
      return `{"name":${quoted(use.sessionName)},"policy":"{}","durationSeconds":${use.seconds}}`;
    case "CreateSession":
      return `{"cert":"MIIB","durationSeconds":${use.seconds},"profileArn":"arn:aws:rolesanywhere:${use.region}:${role?.account}:profile/0ace5b12-24b9-427e-a483-c55884852fbf","roleArn":${quoted(role?.arn ?? "")},"trustAnchorArn":${quoted(caller.kind === "certificate" ? caller.anchor : "")}}`;
    case "SwitchRole":
    case "GetRoleCredentials":
    case "Federate":
      return "null";
  }
}

/** An assertion's tags are told as an object, those of a call as a list. */
function tagsText({ call, tags, transitiveTagKeys: keys }: Use): string {
  if (tags.length === 0) return "";
  const told =
    call === "AssumeRole"
      ? `"tags":[${tags.map(([key, value]) => `{"key":${quoted(key)},"value":${quoted(value)}}`).join(",")}]`
      : `"principalTags":{${tags.map(([key, value]) => `${quoted(key)}:${quoted(value)}`).join(",")}}`;
  return `,${told}${keys.length === 0 ? "" : `,"transitiveTagKeys":[${keys.map(quoted).join(",")}]`}`;
}

function responseText({ use, time, key }: Happening, texts: FastText): string {
  const { assumed, told } = constantsOf(use);
  const end = time + use.seconds;
  const written = use.call === "CreateSession" ? texts.iso(end) : texts.java(end);
  const credentials = `"credentials":{"accessKeyId":"${key}","sessionToken":"${texts.token(100)}","expiration":"${written}"}`;
  switch (use.call) {
    case "SwitchRole":
      return '{"SwitchRole":"Success"}';
    case "GetRoleCredentials":
    case "Federate":
      return "null";
    case "GetSessionToken":
    case "GetFederationToken":
    case "AssumeRoot":
      return `{${credentials}}`;
    case "CreateSession":
      return `{"credentialSet":[{${assumed},${credentials}${told}`;
    case "AssumeRole":
    case "AssumeRoleWithSAML":
    case "AssumeRoleWithWebIdentity":
      return `{${credentials},${assumed}${told}}`;
  }
}

function assumedText({ role, sessionName }: Use): string {
  return `"assumedRoleUser":{"assumedRoleId":${quoted(`${role?.id}:${sessionName}`)},"arn":${quoted(`arn:aws:sts::${role?.account}:assumed-role/${role?.name}/${sessionName}`)}}`;
}

/** What a response tells after the credentials and the session. */
function toldText({ call, caller, role, region, sourceIdentity }: Use): string {
  const source = sourceIdentity === null ? "" : `,"sourceIdentity":${quoted(sourceIdentity)}`;
  switch (caller.kind) {
    case "saml":
      return `${source},"subject":${quoted(caller.subject)},"subjectType":"persistent","issuer":"https://idp.example/saml","audience":"https://signin.aws.amazon.com/saml","nameQualifier":"nQTosBbaHrvuioiTKQkrbl3/WM="`;
    case "oidc":
      return `${source},"provider":${quoted(caller.provider)},"subjectFromWebIdentityToken":${quoted(caller.subject)},"audience":${quoted(caller.audience)}`;
    case "certificate":
      return `,"packedPolicySize":8,"roleArn":${quoted(role?.arn ?? "")},"sourceIdentity":${quoted(caller.subject)}}],"subjectArn":"arn:aws:rolesanywhere:${region}:${role?.account}:subject/5b6f4f8e-0f0a-4f9b-9d43-0d0b2a3f1c22"}`;
    default:
      return call === "AssumeRole" ? source : "";
  }
}

function extraText(use: Use): string {
  const { caller, role } = use;
  if (use.call === "SwitchRole")
    return `"additionalEventData":{"SwitchFrom":${quoted(caller.kind === "user" ? caller.user.arn : "")},"RedirectTo":"https://${use.region}.console.aws.amazon.com/console/home?region=${use.region}#"},`;
  if (use.call === "GetRoleCredentials" || use.call === "Federate") {
    const set = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(role?.name ?? "")?.[1] ?? role?.name ?? "";
    return `"serviceEventDetails":{"role_name":${quoted(set)},"account_id":"${role?.account}"},`;
  }
  return `"additionalEventData":{"RequestDetails":{"endpointType":"regional","awsServingRegion":"${use.region}"}},`;
}
