/** Who stands on a way: its short name, its account, and the whole ARN for whoever points at it or has it read out. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { hashOf } from "../app/address.ts";
import { shortName } from "./names.ts";

/** Names of accounts, by id. */
export const AccountNames = createContext<ReadonlyMap<string, string>>(new Map());

export function Party({ text }: { readonly text: string }) {
  const names = useContext(AccountNames);
  const { name, account } = shortName(text);
  const isRole = /^arn:[^:]*:iam::\d{12}:role\//.test(text);
  const shown = <bdi>{name}</bdi>;
  return (
    <span class="party" title={text}>
      {isRole ? <a href={hashOf("role", { arn: text })}>{shown}</a> : <strong>{shown}</strong>}
      {account !== null && (
        <span class="quiet">
          {" "}
          <bdi>{names.get(account) ?? account}</bdi>
        </span>
      )}
    </span>
  );
}
