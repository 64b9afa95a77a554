/** Settings of profiles in AWS's configuration files, as `aws configure` writes them. A `profile` of null: the one that the SDK takes. */

export async function regionOfProfile(profile: string | null): Promise<string | null> {
  return settingOf(profile, "region");
}

/** Whether AWS's FIPS endpoints are asked for where the AWS CLI would look: AWS_USE_FIPS_ENDPOINT, or `use_fips_endpoint` of a profile. */
export async function asksForFips(profiles: readonly string[]): Promise<boolean> {
  const fromEnvironment = process.env.AWS_USE_FIPS_ENDPOINT;
  if (fromEnvironment !== undefined && fromEnvironment !== "") return isTrue(fromEnvironment);
  const settings = (profiles.length === 0 ? [null] : profiles).map((profile) =>
    settingOf(profile, "use_fips_endpoint"),
  );
  return (await Promise.all(settings)).some((setting) => setting !== null && isTrue(setting));
}

async function settingOf(profile: string | null, setting: string): Promise<string | null> {
  const { getProfileName, loadSharedConfigFiles } = await import("@smithy/core/config");
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const name = profile ?? getProfileName({});
  return configFile[name]?.[setting] ?? credentialsFile[name]?.[setting] ?? null;
}

function isTrue(text: string): boolean {
  return text.trim().toLowerCase() === "true";
}
