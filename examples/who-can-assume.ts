/** Who can assume a role? Its trust policy says; an RCP of the organization and the callers' own policies have a say, too. */
import { readFileSync } from "node:fs";
import { readActionCatalogue, type Texts, type Whole, whoCan } from "accesslens";

// It tells which services' resources RCPs reach.
const catalogue = readActionCatalogue(
  readFileSync(new URL(import.meta.resolve("accesslens/actions.json")), "utf8"),
);
if (!catalogue.ok) throw new Error(catalogue.error);

const account = "111122223333";
const role = `arn:aws:iam::${account}:role/deploy`;
const told = whoCan({
  action: "sts:AssumeRole",
  resource: { arn: role, account },
  catalogue: catalogue.value,
  policies: {
    // Nothing is known of the callers' own policies.
    identity: "unknown",
    resource: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: {
            AWS: [`arn:aws:iam::${account}:role/ci`, "999988887777"],
            Service: "codebuild.amazonaws.com",
          },
          Action: "sts:AssumeRole",
        },
      ],
    },
    rcps: [
      {
        target: "r-root",
        policies: [
          {
            name: "no-outsider",
            document: {
              Version: "2012-10-17",
              Statement: [
                {
                  Effect: "Deny",
                  Principal: "*",
                  Action: "sts:AssumeRole",
                  Resource: "*",
                  Condition: { StringEquals: { "aws:PrincipalAccount": "999988887777" } },
                },
              ],
            },
          },
        ],
      },
    ],
  },
});

if (!told.ok) {
  console.error(`${told.error.at}: ${told.error.message}`);
  process.exitCode = 1;
} else {
  const { surely, maybe, unknowns, example } = told.value;
  print("surely", surely);
  print("perhaps", maybe);
  for (const unknown of unknowns) console.log(`because ${unknown}`);
  if (example !== null) console.log(`for example ${JSON.stringify(example.principal)}`);
}

function print(how: string, who: Whole<{ readonly principal: Texts }>["surely"]): void {
  if (who.kind === "capped") console.log(`${how}: ${who.reason}`);
  else for (const { principal } of who.value) console.log(`${how}: ${textOf(principal)}`);
}

function textOf({ matches, except }: Texts): string {
  const all = matches.length === 0 ? "anybody" : matches.join(" and ");
  return except.length === 0 ? all : `${all}, but not ${except.join(" or ")}`;
}
