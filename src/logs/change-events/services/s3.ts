/** S3, and S3 Control, which has the same event source. Objects are data events, which are none of this. */
import {
  all,
  type ChangeRule,
  named,
  omit,
  perhaps,
  resource,
  resourcePolicy,
  type ServiceEvents,
  type Touch,
} from "../change-rule.ts";

const bucketName = /^[a-z0-9][a-z0-9._-]{1,62}$/i;
const bucketSources = [
  named("request.bucketName", "arn:{partition}:s3:::{}", bucketName),
  { listed: "AWS::S3::Bucket" },
] as const;
const bucket: Touch = resource("AWS::S3::Bucket", ...bucketSources);
const accessPoint: ChangeRule = {
  touches: [
    resource(
      "AWS::S3::AccessPoint",
      named("request.name", "arn:{partition}:s3:{region}:{account}:accesspoint/{}"),
    ),
  ],
  assumed: "that the record names the access point as the call does",
};

export const s3Events: ServiceEvents = {
  source: "s3.amazonaws.com",
  prefix: "s3",
  arrives: "region",
  changes: {
    ...all(
      [
        "CreateBucket",
        "DeleteBucket",
        "PutBucketAcl",
        "PutBucketOwnershipControls",
        "PutBucketPublicAccessBlock",
      ],
      { touches: [bucket] },
    ),
    PutBucketPolicy: { touches: [bucket], ...resourcePolicy("request.bucketPolicy") },
    DeleteBucketPolicy: { touches: [bucket], ...resourcePolicy("deleted") },
    DeleteBucketOwnershipControls: { touches: [bucket], permission: "s3:PutBucketOwnershipControls" },
    DeleteBucketPublicAccessBlock: { touches: [bucket], permission: "s3:PutBucketPublicAccessBlock" },
    ...all(["PutAccountPublicAccessBlock", "DeleteAccountPublicAccessBlock"], {
      touches: [{ kind: "account-settings" }],
      permission: "s3:PutAccountPublicAccessBlock",
    }),
    // As S3 Control's own pages name the calls for an account.
    ...all(["PutPublicAccessBlock", "DeletePublicAccessBlock"], {
      touches: [{ kind: "account-settings" }, perhaps("AWS::S3::Bucket", ...bucketSources)],
      permission: "s3:PutAccountPublicAccessBlock",
      assumed: "which of the two names records of an account's block have",
    }),
    ...all(
      ["CreateAccessPoint", "DeleteAccessPoint", "PutAccessPointPolicy", "DeleteAccessPointPolicy"],
      accessPoint,
    ),
  },
  omitted: {
    ...omit(
      [
        "PutBucketTagging",
        "DeleteBucketTagging",
        "PutBucketAbac",
        "TagResource",
        "UntagResource",
        "PutJobTagging",
        "DeleteJobTagging",
        "PutStorageLensConfigurationTagging",
        "DeleteStorageLensConfigurationTagging",
      ],
      "tags of buckets are in no snapshot",
    ),
    ...omit(
      [
        "PutObjectAcl",
        "PutObjectVersionAcl",
        "PutObjectTagging",
        "PutObjectVersionTagging",
        "DeleteObjectTagging",
        "DeleteObjectVersionTagging",
      ],
      "objects are not read, and their events are data events",
    ),
    ...omit(
      [
        "CreateAccessGrant",
        "CreateAccessGrantsInstance",
        "CreateAccessGrantsLocation",
        "DeleteAccessGrant",
        "DeleteAccessGrantsInstance",
        "DeleteAccessGrantsInstanceResourcePolicy",
        "DeleteAccessGrantsLocation",
        "PutAccessGrantsInstanceResourcePolicy",
        "UpdateAccessGrantsLocation",
        "AssociateAccessGrantsIdentityCenter",
        "DissociateAccessGrantsIdentityCenter",
      ],
      "access grants are not read",
    ),
    ...omit(
      [
        "PutAccessPointPolicyForObjectLambda",
        "DeleteAccessPointPolicyForObjectLambda",
        "PutMultiRegionAccessPointPolicy",
      ],
      "access points of Object Lambda and of several regions are not read",
    ),
    ...omit(
      [
        "BypassGovernanceRetention",
        "ObjectOwnerOverrideToBucketOwner",
        "PutAccessPointPublicAccessBlock",
        "ReplicateTags",
      ],
      "a permission without a call of its own",
    ),
  },
};
