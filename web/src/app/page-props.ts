/** What every page is given: its part of the address. */
export type PageProps = { readonly chosen: Readonly<Record<string, string>> };
