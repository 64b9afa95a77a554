/**
 * Where the reader is: a page, and what is chosen on it, in the part of the address after `#`. Every view has an address of its own that
 * can be kept, sent and gone back to; and it is never sent to a server, so that no ARN stands in a log.
 */
import { useEffect, useMemo, useState } from "preact/hooks";

export type Address = {
  /** Such as `map` or `findings`. */
  readonly page: string;
  readonly chosen: Readonly<Record<string, string>>;
};

function addressOf(hash: string): Address {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  return { page: path === "" ? "map" : path, chosen: Object.fromEntries(new URLSearchParams(query)) };
}

/** Choices that are empty are left out. */
export function hashOf(page: string, chosen: Readonly<Record<string, string | undefined>> = {}): string {
  const set = Object.entries(chosen).filter((entry): entry is [string, string] => (entry[1] ?? "") !== "");
  const query = new URLSearchParams(set).toString();
  return `#/${page}${query === "" ? "" : `?${query}`}`;
}

/** `replace`: not a step to go back to. */
export function go(hash: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  if (hash === location.hash) return;
  if (replace) {
    history.replaceState(null, "", hash);
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else location.hash = hash;
}

export function useAddress(): Address {
  const [hash, setHash] = useState(() => location.hash);
  useEffect(() => {
    const follow = () => setHash(location.hash);
    addEventListener("hashchange", follow);
    // It may have changed since it was drawn.
    follow();
    return () => removeEventListener("hashchange", follow);
  }, []);
  return useMemo(() => addressOf(hash), [hash]);
}
