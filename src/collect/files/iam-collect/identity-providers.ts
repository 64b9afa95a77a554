/** Identity providers: a folder each, here as the import's `identity-providers.json`. */
import type { AccountId } from "../../../model/index.ts";
import type { Composed } from "./composed-file.ts";
import type { Folder, Reading } from "./reading.ts";
import { listOf, member } from "./row-parts.ts";

/** Null: there is none, or none was asked for, which the storage does not tell apart. A list without folders is left out alike. */
export async function identityProviders(reading: Reading, account: AccountId): Promise<Composed | null> {
  const below = async (type: string, make: (folder: Folder) => Promise<Composed | null>) => {
    const folders = await reading.folders(`accounts/${account}/iam/${type}`);
    const rows = (await Promise.all(folders.map(make))).filter((row) => row !== null);
    return folders.length === 0 ? undefined : rows;
  };
  const [oidc, saml] = await Promise.all([
    below("oidc-provider", oidcProvider),
    below("saml-provider", samlProvider),
  ]);
  if (oidc !== undefined || saml !== undefined) {
    return { OpenIDConnectProviders: oidc, SAMLProviders: saml };
  }
  reading.gap(
    reading.shown(`accounts/${account}/iam`),
    "iam-collect tells of no identity provider: there is none, or none was asked for.",
  );
  return null;
}

async function oidcProvider(folder: Folder): Promise<Composed | null> {
  const about = await folder.metadata();
  const Arn = about?.required("arn") ?? null;
  if (about === null || Arn === null) return null;
  const audiences = about.optional("audiences");
  return {
    Arn,
    Url: member(about, "url"),
    ClientIDList: audiences === null ? undefined : listOf(audiences, "audiences", (one) => one),
  };
}

async function samlProvider(folder: Folder): Promise<Composed | null> {
  const Arn = (await folder.metadata())?.required("arn") ?? null;
  return Arn === null ? null : { Arn };
}
