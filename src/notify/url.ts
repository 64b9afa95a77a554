/** Where a receiver is: its address, or the reference to it where the address itself is a secret. */
import { err, ok, type Result } from "../model/index.ts";
import type { ChannelMeans } from "./channel.ts";
import { readSecret } from "./secrets.ts";
import { type UrlSettings, urlFault } from "./settings.ts";

/** The error is a sentence without the address. */
export function receiverUrl(
  settings: UrlSettings,
  means: Pick<ChannelMeans, "environment" | "folder">,
): Result<URL, string> {
  const text = urlText(settings, means);
  if (!text.ok) return err(`the receiver's address is missing: ${text.error}`);
  const fault = urlFault(text.value, settings.allowHttp === true);
  return fault === null ? ok(new URL(text.value)) : err(`the receiver's address can't be used: ${fault}`);
}

function urlText(
  { url, urlEnv, urlFile }: UrlSettings,
  means: Pick<ChannelMeans, "environment" | "folder">,
): Result<string, string> {
  if (url !== undefined) return ok(url);
  if (urlEnv !== undefined) return readSecret({ env: urlEnv }, means);
  if (urlFile !== undefined) return readSecret({ file: urlFile }, means);
  return err("neither urlEnv nor urlFile is given");
}
