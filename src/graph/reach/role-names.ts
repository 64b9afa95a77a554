/** Which roles of an account a workload's attributes mean, however the service names them. */
import { type Arn, isArn, type Resource, type Role } from "../../model/index.ts";
import type { Workload } from "../techniques/technique.ts";

export class RoleNames {
  readonly #byName: ReadonlyMap<string, Arn>;
  /** By the ARN of an instance profile, and by its name, which is unique in an account as a role's is. */
  readonly #byProfile: ReadonlyMap<string, Arn>;

  constructor(roles: readonly Pick<Role, "arn" | "name" | "instanceProfiles">[]) {
    this.#byName = new Map(roles.map(({ arn, name }) => [name, arn]));
    this.#byProfile = new Map(
      roles.flatMap(({ arn, instanceProfiles }) =>
        instanceProfiles.flatMap((profile): [string, Arn][] => [
          [profile, arn],
          [lastOf(profile), arn],
        ]),
      ),
    );
  }

  /** The roles that the workload runs as: by the first member that names any, else by its instance profile. */
  rolesOf({ attributes }: Resource, roleFrom: Workload["roleFrom"]): readonly Arn[] {
    for (const member of roleFrom) {
      const roles = textsIn(attributes[member]).flatMap((text) => this.#roleNamed(text));
      if (roles.length > 0) return roles;
    }
    return textsIn(attributes.instanceProfileArn).flatMap((text) => this.#byProfile.get(text) ?? []);
  }

  /** An ARN is taken at its word, whosever role it is. A name may stand behind the role's path. */
  #roleNamed(text: string): readonly Arn[] {
    if (isArn(text)) return [text];
    const role = this.#byName.get(lastOf(text));
    return role === undefined ? [] : [role];
  }
}

function textsIn(value: unknown): readonly string[] {
  return [value].flat().filter((text) => typeof text === "string");
}

function lastOf(text: string): string {
  return text.slice(text.lastIndexOf("/") + 1);
}
