/** Makes the whole finding of what a rule found: evidence, witness, who, impact and a fix that was tried. */
import type { Guard, Request, TrustGrant } from "../authz/types.ts";
import { witnessFor } from "../authz/index.ts";
import { type ExpansionScope, expandGrants } from "../graph/index.ts";
import type { TrustReader } from "../graph/trust-pass.ts";
import type { RoleIndex } from "../model/index.ts";
import { evidenceOf } from "./evidence.ts";
import { fixIdentity, fixTrust, viewOf } from "./fix.ts";
import type { FindingSummary } from "./finding-list.ts";
import type { Found } from "./found.ts";
import { identityFacts } from "./identity-facts.ts";
import type { Rule, RuleContext, TrustView } from "./rule.ts";
import type { Evidence, Finding } from "./types.ts";
import { identityView } from "./views.ts";
