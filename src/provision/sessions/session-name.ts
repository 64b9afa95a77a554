/**
 * Names of sessions: valid for STS whatever they are made of, and still telling who is behind them, since CloudTrail has the
 * name in every event of the session.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { longestName, nameForm } from "./fault.ts";

export type SessionName = {
  readonly name: string;
  /** Whether it is another text than the wish: characters that STS does not take, too long or too short. */
  readonly changed: boolean;
};

/** 48 bits: two wishes of one user that differ do not get the same name by chance. */
const markLength = 12;

/**
 * The wish itself where STS takes it. Else what of it STS takes, cut, with a mark made of the whole wish behind: the same wish always
 * gets the same name, and different wishes get different ones.
 */
export function sessionName(wish: string): SessionName {
  if (nameForm.test(wish)) return { name: wish, changed: false };
  const mark = bytesToHex(sha256(utf8ToBytes(wish))).slice(0, markLength);
  const taken = wish
    .normalize("NFKD")
    .replaceAll(/\p{M}+/gu, "")
    .replaceAll(/[^A-Za-z0-9_+=,.@-]+/g, "-")
    .slice(0, longestName - markLength - 1);
  return { name: `${taken}-${mark}`, changed: true };
}

/** Who is behind a session, as far as the machine knows. */
export type Attribution = {
  readonly user: string;
  readonly host: string;
  /** Such as a ticket; null: none is given. */
  readonly purpose: string | null;
};

/** `ada@laptop`, with a purpose `ada@laptop+TICKET-12`. Of the host, the first label. */
export function attributedName({ user, host, purpose }: Attribution): SessionName {
  const place = host.split(".")[0] ?? "";
  const who = place === "" ? user : `${user}@${place}`;
  return sessionName(purpose === null ? who : `${who}+${purpose}`);
}
