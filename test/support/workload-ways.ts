/** Asks the engine what collected rows of workloads make of a user's permissions. */
import type { UnitRecord } from "../../src/collect/live/unit.ts";
import { motoAccount } from "./moto.ts";
import { allow, allowAll, roleArn, snapshotOf, userArn } from "./planned-organization.ts";
import { reachOf, shown } from "./reach-of.ts";

const path = "/deep/";

/** As workloads name it in tests: a path is what names alone do not tell. */
export const workerRole = roleArn(motoAccount, "worker", path);

/**
 * The ways, by techniques alone, in which somebody with these actions becomes the role `worker`, which trusts nobody but AWS's
 * services and has the instance profile `worker`.
 */
export function waysToWorker(record: UnitRecord, actions: readonly string[]): readonly string[] {
  const resources = (record.parts["resource-policies"] ?? []).map(({ Arn, Type, Attributes }) => ({
    arn: String(Arn),
    type: String(Type),
    attributes: typeof Attributes === "object" && Attributes !== null ? { ...Attributes } : {},
  }));
  const { paths } = reachOf(
    snapshotOf({
      accounts: [
        {
          id: motoAccount,
          users: [{ name: "ada", policies: [[allow([...actions])]] }],
          roles: [
            {
              name: "worker",
              path,
              trust: [
                { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
              ],
              policies: [[allowAll]],
              hasInstanceProfile: true,
            },
          ],
          resources,
        },
      ],
    }),
  );
  return paths({ from: userArn(motoAccount, "ada"), to: workerRole }).map((found) =>
    shown(found).replace(` → ${workerRole}`, ""),
  );
}
