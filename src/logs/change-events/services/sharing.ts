/** Glue, API Gateway, CloudWatch Logs, CodeArtifact, RAM, SES and Systems Manager. */
import {
  all,
  arnAt,
  type ChangeRule,
  named,
  omit,
  type RecordPath,
  resource,
  resourcePolicy,
  type ServiceEvents,
  type Touch,
} from "../change-rule.ts";

const glueArn = "arn:{partition}:glue:{region}:{account}";
const catalog: Touch = resource("AWS::Glue::Catalog", { always: `${glueArn}:catalog` });
const glueJob = (at: RecordPath): ChangeRule => ({
  touches: [resource("AWS::Glue::Job", named(at, `${glueArn}:job/{}`))],
});

export const glueEvents: ServiceEvents = {
  source: "glue.amazonaws.com",
  prefix: "glue",
  arrives: "region",
  changes: {
    PutResourcePolicy: { touches: [catalog], ...resourcePolicy("request.policyInJson") },
    DeleteResourcePolicy: { touches: [catalog], ...resourcePolicy("deleted") },
    CreateJob: glueJob("request.name"),
    ...all(["UpdateJob", "DeleteJob"], glueJob("request.jobName")),
    ...all(["CreateDevEndpoint", "UpdateDevEndpoint", "DeleteDevEndpoint"], {
      touches: [
        resource("AWS::Glue::DevEndpoint", named("request.endpointName", `${glueArn}:devEndpoint/{}`)),
      ],
    }),
  },
  omitted: omit(
    [
      "BatchGetStageFiles",
      "DeregisterDataPreview",
      "DescribeConnectionType",
      "DescribeEntity",
      "GetDataPreviewStatement",
      "GetEnvironment",
      "GetExecutors",
      "GetExecutorsThreads",
      "GetLogParsingStatus",
      "GetNotebookInstanceStatus",
      "GetQueries",
      "GetQuery",
      "GetRecipeAction",
      "GetStage",
      "GetStageAttempt",
      "GetStageAttemptTaskList",
      "GetStageAttemptTaskSummary",
      "GetStageFiles",
      "GetStages",
      "GetStorage",
      "GetStorageUnit",
      "GlueNotebookAuthorize",
      "GlueNotebookRefreshCredentials",
      "ListConnectionTypes",
      "ListEntities",
      "ManagedConnector",
      "RefreshOAuth2Tokens",
      "RequestLogParsing",
      "RunDataPreviewStatement",
      "SendRecipeAction",
      "StartNotebook",
      "TerminateNotebook",
      "TestConnection",
      "UseGlueStudio",
    ],
    "it reads, or runs something: AWS lists it as permissions management all the same",
  ),
};

const restApi: ChangeRule = {
  touches: [
    resource(
      "AWS::ApiGateway::RestApi",
      named("request.restApiId", "arn:{partition}:execute-api:{region}:{account}:{}", /^\w+$/),
      named("response.id", "arn:{partition}:execute-api:{region}:{account}:{}", /^\w+$/),
    ),
  ],
};

/** What an update carries are edits of the API, of which its policy may be one: no whole document. */
export const apiGatewayEvents: ServiceEvents = {
  source: "apigateway.amazonaws.com",
  prefix: "apigateway",
  arrives: "region",
  changes: {
    ...all(["CreateRestApi", "ImportRestApi"], { ...restApi, permission: "apigateway:POST" }),
    UpdateRestApi: { ...restApi, permission: "apigateway:UpdateRestApiPolicy" },
    PutRestApi: { ...restApi, permission: "apigateway:PUT" },
    DeleteRestApi: { ...restApi, permission: "apigateway:DELETE" },
  },
  omitted: omit(
    [
      "PutPortalProductSharingPolicy",
      "DeletePortalProductSharingPolicy",
      "AddCertificateToDomain",
      "RemoveCertificateFromDomain",
      "CreateAccessAssociation",
      "RejectAccessAssociation",
      "SetWebACL",
      "UpdateDomainNameManagementPolicy",
      "UpdateDomainNamePolicy",
    ],
    "portals and domain names are not read",
  ),
};

const logsArn = "arn:{partition}:logs:{region}:{account}";
const logsPolicy: Touch = resource(
  "AWS::Logs::ResourcePolicy",
  named("request.policyName", `${logsArn}:resource-policy:{}`),
);
const destination: Touch = resource(
  "AWS::Logs::Destination",
  named("request.destinationName", `${logsArn}:destination:{}`),
);
const deliveryDestination = (at: RecordPath): Touch =>
  resource("AWS::Logs::DeliveryDestination", named(at, `${logsArn}:delivery-destination:{}`));

export const logsEvents: ServiceEvents = {
  source: "logs.amazonaws.com",
  prefix: "logs",
  arrives: "region",
  changes: {
    PutResourcePolicy: { touches: [logsPolicy], ...resourcePolicy("request.policyDocument") },
    DeleteResourcePolicy: { touches: [logsPolicy], ...resourcePolicy("deleted") },
    ...all(["PutDestination", "DeleteDestination"], { touches: [destination] }),
    PutDestinationPolicy: { touches: [destination], ...resourcePolicy("request.accessPolicy") },
    ...all(["PutDeliveryDestination", "DeleteDeliveryDestination"], {
      touches: [deliveryDestination("request.name")],
    }),
    PutDeliveryDestinationPolicy: {
      touches: [deliveryDestination("request.deliveryDestinationName")],
      ...resourcePolicy("request.deliveryDestinationPolicy"),
    },
    DeleteDeliveryDestinationPolicy: {
      touches: [deliveryDestination("request.deliveryDestinationName")],
      ...resourcePolicy("deleted"),
    },
  },
  omitted: {
    ...omit(
      [
        "PutAccountPolicy",
        "DeleteAccountPolicy",
        "PutDataProtectionPolicy",
        "DeleteDataProtectionPolicy",
        "PutIndexPolicy",
        "DeleteIndexPolicy",
        "PutRetentionPolicy",
        "DeleteRetentionPolicy",
        "PutStorageTierPolicy",
      ],
      "how logs are kept says nothing of who may write or read them",
    ),
    ...omit(
      ["TagLogGroup", "UntagLogGroup", "TagResource", "UntagResource"],
      "tags of log groups are in no snapshot",
    ),
  },
};

const codeArtifactArn = "arn:{partition}:codeartifact:{region}:{account}";
const artifactDomain: Touch = resource(
  "AWS::CodeArtifact::Domain",
  named("request.domain", `${codeArtifactArn}:domain/{}`),
);
const artifactRepository: Touch = resource(
  "AWS::CodeArtifact::Repository",
  named("request.repository", `${codeArtifactArn}:repository/{request.domain}/{}`),
);

export const codeArtifactEvents: ServiceEvents = {
  source: "codeartifact.amazonaws.com",
  prefix: "codeartifact",
  arrives: "region",
  changes: {
    ...all(["CreateDomain", "DeleteDomain"], { touches: [artifactDomain] }),
    PutDomainPermissionsPolicy: { touches: [artifactDomain], ...resourcePolicy("request.policyDocument") },
    DeleteDomainPermissionsPolicy: { touches: [artifactDomain], ...resourcePolicy("deleted") },
    ...all(["CreateRepository", "DeleteRepository"], { touches: [artifactRepository] }),
    PutRepositoryPermissionsPolicy: {
      touches: [artifactRepository],
      ...resourcePolicy("request.policyDocument"),
    },
    DeleteRepositoryPermissionsPolicy: { touches: [artifactRepository], ...resourcePolicy("deleted") },
  },
  omitted: omit(["TagResource", "UntagResource"], "tags of domains and repositories are in no snapshot"),
};

const share: ChangeRule = {
  touches: [
    resource(
      "AWS::RAM::ResourceShare",
      arnAt("request.resourceShareArn"),
      arnAt("response.resourceShare.resourceShareArn"),
    ),
  ],
};

export const ramEvents: ServiceEvents = {
  source: "ram.amazonaws.com",
  prefix: "ram",
  arrives: "region",
  changes: all(
    [
      "CreateResourceShare",
      "UpdateResourceShare",
      "DeleteResourceShare",
      "AssociateResourceShare",
      "DisassociateResourceShare",
      "PromoteResourceShareCreatedFromPolicy",
    ],
    share,
  ),
  omitted: {
    ...omit(
      [
        "AssociateResourceSharePermission",
        "DisassociateResourceSharePermission",
        "CreatePermission",
        "CreatePermissionVersion",
        "DeletePermission",
        "DeletePermissionVersion",
        "SetDefaultPermissionVersion",
        "ReplacePermissionAssociations",
        "PromotePermissionCreatedFromPolicy",
      ],
      "which permissions a share gives is not read: it counts as all",
    ),
    ...omit(
      ["AcceptResourceShareInvitation", "RejectResourceShareInvitation"],
      "it happens at those who are shared with; the share itself is the owner's",
    ),
    ...omit(["EnableSharingWithAwsOrganization", "TagResource", "UntagResource"], "nothing of it is read"),
  },
};

const identityArn = "arn:{partition}:ses:{region}:{account}:identity/{}";
const identity: ChangeRule = {
  touches: [
    resource(
      "AWS::SES::EmailIdentity",
      named("request.emailIdentity", identityArn),
      named("request.identity", identityArn),
      named("request.domain", identityArn),
      named("request.emailAddress", identityArn),
    ),
  ],
};

/** An identity has many policies, which are read as one: no record carries it. */
export const sesEvents: ServiceEvents = {
  source: "ses.amazonaws.com",
  prefix: "ses",
  arrives: "region",
  changes: all(
    [
      "CreateEmailIdentity",
      "DeleteEmailIdentity",
      "CreateEmailIdentityPolicy",
      "UpdateEmailIdentityPolicy",
      "DeleteEmailIdentityPolicy",
      "PutIdentityPolicy",
      "DeleteIdentityPolicy",
      "VerifyDomainIdentity",
      "VerifyEmailIdentity",
      "DeleteIdentity",
    ],
    identity,
  ),
  omitted: {
    ...omit(
      [
        "AllowVendedLogDeliveryForResource",
        "ApplyTrackingConfigurationOverrides",
        "ReplicateEmailIdentityDkimSigningKey",
      ],
      "a permission without a call",
    ),
    ...omit(
      [
        "TagResource",
        "UntagResource",
        "CreateTrafficPolicy",
        "UpdateTrafficPolicy",
        "DeleteTrafficPolicy",
        "UpdateReputationEntityPolicy",
      ],
      "nothing of it is read",
    ),
  },
};

const ssmDocument: ChangeRule = {
  touches: [
    resource(
      "AWS::SSM::Document",
      named("request.name", "arn:{partition}:ssm:{region}:{account}:document/{}"),
    ),
  ],
};

export const ssmEvents: ServiceEvents = {
  source: "ssm.amazonaws.com",
  prefix: "ssm",
  arrives: "region",
  changes: all(["ModifyDocumentPermission", "DeleteDocument"], ssmDocument),
  omitted: {
    ...omit(["PutResourcePolicy", "DeleteResourcePolicy"], "policies of parameters are not read"),
    ...omit(["AddTagsToResource", "RemoveTagsFromResource"], "tags of documents are in no snapshot"),
    CreateDocument: "a new document is shared with nobody, and has no row",
  },
};
