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

/**
 * What a profile's credentials come from: its settings and those of the profiles and SSO sessions that it names, secrets left out, as
 * one text. Where it differs, so may the credentials.
 */
export async function settingsOfProfile(profile: string | null): Promise<string> {
  const { getProfileName, loadSharedConfigFiles, loadSsoSessionData } = await import("@smithy/core/config");
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const sessions = await loadSsoSessionData();
  const told: unknown[] = [];
  const seen = new Set<string>();
  for (
    let name: string | undefined = profile ?? getProfileName({});
    name !== undefined && !seen.has(name);
  ) {
    seen.add(name);
    const settings: Readonly<Record<string, string | undefined>> = {
      ...configFile[name],
      ...credentialsFile[name],
    };
    const session = settings.sso_session;
    told.push([name, withoutSecrets(settings), session === undefined ? null : sessions[session]]);
    name = settings.source_profile;
  }
  return JSON.stringify(told);
}

function withoutSecrets(
  settings: Readonly<Record<string, string | undefined>>,
): readonly (readonly [string, string | undefined])[] {
  return Object.entries(settings)
    .filter(([name]) => name !== "aws_secret_access_key" && name !== "aws_session_token")
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}
