/** IAM Roles Anywhere: trust anchors and profiles. */
import { all, omit, type ServiceEvents } from "../change-rule.ts";

export const rolesAnywhereEvents: ServiceEvents = {
  source: "rolesanywhere.amazonaws.com",
  prefix: "rolesanywhere",
  arrives: "region",
  changes: all(
    ["TrustAnchor", "Profile"].flatMap((what) =>
      ["Create", "Update", "Delete", "Enable", "Disable"].map((how) => how + what),
    ),
    { touches: [{ kind: "roles-anywhere" }] },
  ),
  omitted: {
    ...omit(
      ["ImportCrl", "UpdateCrl", "DeleteCrl", "EnableCrl", "DisableCrl"],
      "lists of revoked certificates are not read",
    ),
    ...omit(
      [
        "PutAttributeMapping",
        "DeleteAttributeMapping",
        "PutNotificationSettings",
        "ResetNotificationSettings",
        "TagResource",
        "UntagResource",
      ],
      "neither the mapping of attributes nor notifications nor tags are read",
    ),
  },
};
