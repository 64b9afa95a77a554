/** What the policies of an organization say about buckets' objects, by bucket: read once for all questions about a snapshot. */
import {
  type AccountIndex,
  type DocumentIndex,
  fromTemplate,
  ownAccount,
  type Snapshot,
} from "../../../model/index.ts";
import { KeptBySnapshot } from "../../kept-by-snapshot.ts";
import { isOfBucket, type ObjectText, objectTexts, readObjectText } from "./object-names.ts";

/** Those that name a bucket as it is by its name, the others apart. */
type Index = {
  readonly byName: ReadonlyMap<string, readonly string[]>;
  readonly byPattern: readonly ObjectText[];
};

const ofAccounts = new KeptBySnapshot<AccountIndex, Index>();
const ofAll = new KeptBySnapshot<"all", Index>();

/** The examples that policies of one account, or of all accounts, have for the bucket's objects: as they follow its name. */
export function objectExamples(
  snapshot: Snapshot,
  account: AccountIndex | "all",
  bucket: string,
): Iterable<string> {
  const { byName, byPattern } = account === "all" ? indexOfAll(snapshot) : indexOf(snapshot, account);
  return [
    ...(byName.get(bucket) ?? []),
    ...byPattern.flatMap((text) => (isOfBucket(text, bucket) ? [text.example] : [])),
  ];
}

function indexOf(snapshot: Snapshot, account: AccountIndex): Index {
  const known = ofAccounts.of(snapshot);
  let index = known.get(account);
  if (index === undefined) {
    index = indexed(textsOfAccount(snapshot, account));
    known.set(account, index);
  }
  return index;
}

function indexOfAll(snapshot: Snapshot): Index {
  const known = ofAll.of(snapshot);
  let index = known.get("all");
  if (index === undefined) {
    const texts = new Set<string>();
    for (const account of snapshot.accounts.keys()) {
      for (const text of textsOfAccount(snapshot, account)) texts.add(text);
    }
    index = indexed(texts);
    known.set("all", index);
  }
  return index;
}

function indexed(texts: Iterable<string>): Index {
  const byName = new Map<string, string[]>();
  const byPattern: ObjectText[] = [];
  for (const text of texts) {
    const read = readObjectText(text);
    if (read === null) continue;
    const { bucket, example } = read;
    if (typeof bucket !== "string") byPattern.push(read);
    else {
      const known = byName.get(bucket);
      if (known === undefined) byName.set(bucket, [example]);
      else known.push(example);
    }
  }
  return { byName, byPattern };
}

function textsOfAccount(snapshot: Snapshot, account: AccountIndex): ReadonlySet<string> {
  const id = snapshot.accounts[account]?.id ?? "";
  const texts = new Set<string>();
  for (const document of documentsOfAccount(snapshot, account)) {
    for (const text of textsOfDocument(snapshot, document)) texts.add(text.replaceAll(ownAccount, id));
  }
  return texts;
}

const ofDocuments = new KeptBySnapshot<DocumentIndex, readonly string[]>();

/** With `ownAccount` for the owner: many accounts have the same document. */
function textsOfDocument(snapshot: Snapshot, document: DocumentIndex): readonly string[] {
  const known = ofDocuments.of(snapshot);
  let texts = known.get(document);
  if (texts === undefined) {
    const template = snapshot.documents.template(document);
    texts = template.includes(":s3:::") ? [...objectTexts(fromTemplate(template, ownAccount))] : [];
    known.set(document, texts);
  }
  return texts;
}

function* documentsOfAccount(snapshot: Snapshot, account: AccountIndex): Iterable<DocumentIndex> {
  const [first, end] = snapshot.roles.ofAccount(account);
  const { inlineStart, inlineDocument } = snapshot.roles.columns;
  for (let at = inlineStart[first] ?? 0; at < (inlineStart[end] ?? 0); at++) {
    // INVARIANT: document numbers of the columns are indexes of the table.
    yield (inlineDocument[at] ?? 0) as DocumentIndex;
  }
  const data = snapshot.accountData(account);
  for (const { document } of data?.managedPolicies ?? []) yield document;
  for (const { inlinePolicies } of [...(data?.users ?? []), ...(data?.groups ?? [])]) {
    for (const { document } of inlinePolicies) yield document;
  }
}
