/** What there is to be had in an account: every request that the SCPs along its path leave (IAM-SEMANTICS 5). */
import { glob, patternMatches } from "../../logic/index.ts";
import { splitArn } from "../../model/index.ts";
import type { PolicyDocument, Statement } from "../../policy/ast.ts";
import { allowOfAll, policyOf } from "../everything.ts";
import type { RequestToDecide } from "../request-question.ts";
import { replayer } from "../symbolic/replay.ts";
import { isAbout, isPlainlyEverything, requestFor } from "./at-a-glance.ts";
import { contextGuesses } from "./context-guesses.ts";
import { joinedPolicies } from "./joined-policies.ts";

/** The policies attached to the root, to each unit on the way, and to the account. */
export type ControlDocuments = readonly (readonly PolicyDocument[])[];

export type Owner = { readonly partition: string; readonly account: string };

export type LeftByControls = {
  /** Allows what is left, or more where there are `others`. */
  readonly policy: PolicyDocument;
  /** Levels that allow less than everything, and that `policy` takes no account of. */
  readonly others: readonly PolicyDocument[];
};

/** Never empty: ways to tell it, one for each level that allows less than everything. */
export function leftByControls(levels: ControlDocuments): readonly LeftByControls[] {
  const joined = levels.map(joinedPolicies);
  const allows = (document: PolicyDocument): readonly Statement[] =>
    document.statements.filter(({ effect }) => effect === "Allow");
  const denies = joined.flatMap(({ statements }) => statements.filter(({ effect }) => effect === "Deny"));
  const withDenies = (own: readonly Statement[]): PolicyDocument =>
    policyOf([...own, ...denies].map((one, index) => ({ ...one, index })));
  const narrow = joined.filter((level) => !isPlainlyEverything([policyOf(allows(level))]));
  if (narrow.length === 0) return [{ policy: withDenies([allowOfAll("*:*")]), others: [] }];
  // The one nearest to the account is mostly the narrowest.
  return narrow.toReversed().map((level) => ({
    policy: withDenies(allows(level)),
    others: narrow.filter((other) => other !== level),
  }));
}

/**
 * A request for an action that works on no resource, which the levels leave. Null where none is plain: only likely contexts
 * are tried.
 */
export function requestLeft(levels: ControlDocuments, action: string): RequestToDecide | null {
  const joined = levels.map(joinedPolicies);
  const denies = joined
    .flatMap(({ statements }) => statements)
    .filter((statement) => statement.effect === "Deny" && isAbout(statement, action.toLowerCase()));
  const allows = joined.flatMap(({ statements }) =>
    statements.filter((one) => one.effect === "Allow" && isAbout(one, action.toLowerCase())).slice(0, 1),
  );
  const replays = joined.map((level) => replayer(level, "scp"));
  for (const context of contextGuesses({}, allows, denies)) {
    const request = { ...requestFor(action), context };
    const isLeft = replays.every((replay) => {
      const found = replay(request);
      return found !== null && found.allow === true && found.deny === false;
    });
    if (isLeft) return request;
  }
  return null;
}

/** The same for resources that the owner may own alone: S3's ARNs and those of AWS's own name no account. */
export function ownedBy({ policy, others }: LeftByControls, owner: Owner): LeftByControls {
  const statements = policy.statements.flatMap((statement): readonly Statement[] => {
    const { resource, effect } = statement;
    if (effect === "Deny" || resource === null || resource.negated) return [statement];
    const patterns = resource.patterns.flatMap(({ text, range }) =>
      ownedPatterns(text, owner).map((own) => ({ text: own, range })),
    );
    return patterns.length === 0 ? [] : [{ ...statement, resource: { ...resource, patterns } }];
  });
  return { policy: { ...policy, version: "2012-10-17", statements }, others };
}

/** `${*}` is the star of requests without a resource. */
function ownedPatterns(text: string, { partition, account }: Owner): readonly string[] {
  const owners = [account, "", "aws"];
  if (/^\*+$/.test(text)) return ["${*}", ...owners.map((owner) => `arn:${partition}:*:*:${owner}:*`)];
  const parts = splitArn(text);
  if (parts === null) return [text];
  const { service, region, resource } = parts;
  if (!patternMatches(glob(parts.partition), partition)) return [];
  return owners
    .filter((owner) => patternMatches(glob(parts.account), owner))
    .map((owner) => `arn:${partition}:${service}:${region}:${owner}:${resource}`);
}
