/**
 * EC2 and RDS: images and snapshots that are shared, endpoints of networks, instances and templates with their profiles. Some
 * records of EC2 hold the call as a member of its own (`ModifyVpcEndpointRequest`).
 */
import {
  all,
  type ChangeRule,
  named,
  omit,
  type RecordPath,
  resource,
  type ServiceEvents,
} from "../change-rule.ts";

const ec2Arn = "arn:{partition}:ec2:{region}:{account}";
const one = (type: string, path: string, ...at: readonly RecordPath[]): ChangeRule => ({
  touches: [resource(type, ...at.map((place) => named(place, `${ec2Arn}:${path}/{}`, /^[a-z]+-[0-9a-f]+$/)))],
});

const snapshot = one("AWS::EC2::Snapshot", "snapshot", "request.snapshotId");
const image = one("AWS::EC2::Image", "image", "request.imageId");
const instance = one(
  "AWS::EC2::Instance",
  "instance",
  "request.instancesSet.items[].instanceId",
  "response.instancesSet.items[].instanceId",
);
const profile = (call: string): ChangeRule =>
  one(
    "AWS::EC2::Instance",
    "instance",
    `request.${call}Request.InstanceId`,
    `response.${call}Response.iamInstanceProfileAssociation.instanceId`,
  );
const template = (call: string): ChangeRule =>
  one(
    "AWS::EC2::LaunchTemplate",
    "launch-template",
    `request.${call}Request.LaunchTemplateId`,
    `response.${call}Response.launchTemplate.launchTemplateId`,
    `response.${call}Response.launchTemplateVersion.launchTemplateId`,
  );
const endpoint = (call: string): ChangeRule =>
  one(
    "AWS::EC2::VPCEndpoint",
    "vpc-endpoint",
    `request.${call}Request.VpcEndpointId`,
    `response.${call}Response.vpcEndpoint.vpcEndpointId`,
  );
const shaped = "where the record holds the ids: EC2's records differ from call to call";

export const ec2Events: ServiceEvents = {
  source: "ec2.amazonaws.com",
  prefix: "ec2",
  arrives: "region",
  changes: {
    ...all(["ModifySnapshotAttribute", "ResetSnapshotAttribute", "DeleteSnapshot"], snapshot),
    ...all(
      ["ModifyImageAttribute", "ResetImageAttribute", "CancelImageLaunchPermission", "DeregisterImage"],
      image,
    ),
    ...all(["RunInstances", "TerminateInstances"], instance),
    AssociateIamInstanceProfile: profile("AssociateIamInstanceProfile"),
    ReplaceIamInstanceProfileAssociation: profile("ReplaceIamInstanceProfileAssociation"),
    DisassociateIamInstanceProfile: profile("DisassociateIamInstanceProfile"),
    CreateLaunchTemplate: { ...template("CreateLaunchTemplate"), assumed: shaped },
    CreateLaunchTemplateVersion: { ...template("CreateLaunchTemplateVersion"), assumed: shaped },
    ModifyLaunchTemplate: { ...template("ModifyLaunchTemplate"), assumed: shaped },
    DeleteLaunchTemplate: { ...template("DeleteLaunchTemplate"), assumed: shaped },
    CreateVpcEndpoint: { ...endpoint("CreateVpcEndpoint"), assumed: shaped },
    ModifyVpcEndpoint: { ...endpoint("ModifyVpcEndpoint"), assumed: shaped },
    DeleteVpcEndpoints: {
      touches: [{ kind: "resources", type: "AWS::EC2::VPCEndpoint" }],
    },
  },
  omitted: {
    ...omit(
      [
        "EnableImageBlockPublicAccess",
        "DisableImageBlockPublicAccess",
        "EnableSnapshotBlockPublicAccess",
        "DisableSnapshotBlockPublicAccess",
      ],
      "blocks of public images and snapshots are not read: what is shared is told as shared",
    ),
    ...omit(
      ["CreateTags", "DeleteTags"],
      "tags of instances are read with the next whole read: they change all the time",
    ),
    ...omit(
      [
        "CreateNetworkInterfacePermission",
        "DeleteNetworkInterfacePermission",
        "ModifyVpcEndpointServicePermissions",
      ],
      "it is about networks, not about who may call",
    ),
    ...omit(["PutResourcePolicy", "DeleteResourcePolicy"], "policies of pools and groups are not read"),
    ...omit(
      [
        "AttachApplianceToNatGateway",
        "DetachApplianceFromNatGateway",
        "AttachResourcesToPlacementGroup",
        "DetachResourcesFromPlacementGroup",
        "CreateCoipPoolPermission",
        "DeleteCoipPoolPermission",
        "CreateLocalGatewayRouteTablePermission",
        "DeleteLocalGatewayRouteTablePermission",
        "CreateOdbNetworkPeering",
        "DeleteOdbNetworkPeering",
        "ModifyOdbNetworkPeering",
      ],
      "networks and places of machines let nobody into an account",
    ),
  },
};

const rds = "arn:{partition}:rds:{region}:{account}";

export const rdsEvents: ServiceEvents = {
  source: "rds.amazonaws.com",
  prefix: "rds",
  arrives: "region",
  changes: {
    ...all(["ModifyDBSnapshotAttribute", "DeleteDBSnapshot"], {
      touches: [
        resource("AWS::RDS::DBSnapshot", named("request.dBSnapshotIdentifier", `${rds}:snapshot:{}`)),
      ],
    }),
    ...all(["ModifyDBClusterSnapshotAttribute", "DeleteDBClusterSnapshot"], {
      touches: [
        resource(
          "AWS::RDS::DBClusterSnapshot",
          named("request.dBClusterSnapshotIdentifier", `${rds}:cluster-snapshot:{}`),
        ),
      ],
    }),
  },
  omitted: {
    AuthorizeDBSecurityGroupIngress: "networks let nobody into an account",
    ...omit(["AddTagsToResource", "RemoveTagsFromResource"], "tags of snapshots are in no snapshot"),
    ...omit(
      ["AddRoleToDBCluster", "AddRoleToDBInstance", "RemoveRoleFromDBCluster", "RemoveRoleFromDBInstance"],
      "databases are not read, their shared snapshots alone",
    ),
  },
};
