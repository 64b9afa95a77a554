/** The same policy without what makes no difference: each removal is proven. */
import { normalize } from "accesslens";

const normalized = normalize({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Action: ["s3:GetObject", "s3:Get*"], Resource: "*" },
    { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::ledger/*" },
  ],
});

if (!normalized.ok) {
  console.error(`${normalized.error.at}: ${normalized.error.message}`);
  process.exitCode = 1;
} else {
  console.log(normalized.value.text);
  for (const { what, text } of normalized.value.removed) console.log(`left out the ${what} ${text}`);
}
