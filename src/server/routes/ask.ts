/** Questions that carry a policy's text: posted, for no address and no log should hold one. They change nothing. */
import type { FastifyInstance } from "fastify";
import type { z } from "zod";
import { maskDecision, maskRequest, maskSummary, maskWhatIf, unmaskPolicyText } from "../../report/mask.ts";
import { usualHops } from "../../work/kept-radii.ts";
import { askCompare, askLint } from "../../work/policy-questions.ts";
import {
  comparedShape,
  compareQuestionShape,
  lintedShape,
  lintQuestionShape,
} from "../../work/policy-shape.ts";
import {
  answerObject,
  askSimulate,
  simulatedShape,
  simulateQuestionShape,
} from "../../work/simulate/index.ts";
import { whatIfQuestionShape } from "../../work/what-if/ask-shape.ts";
import { namedPolicy } from "../../work/what-if/named-policy.ts";
import { whatIfAnswer } from "../../work/what-if/what-if.ts";
import { type LabChange, WhatIfLab } from "../../work/what-if/what-if-lab.ts";
import { whatIfShape } from "../../work/what-if/what-if-shape.ts";
import { answer, refused } from "../answer.ts";
import { asked, bodyOf } from "../asked-body.ts";
import { described } from "../described.ts";
import { namedIn, type Served } from "../served.ts";

/** Policies have 20 KB at most, and two of them are compared. */
const bodyLimit = 64 * 1024;

/** Bodies are read by their shapes, which say what is wrong in the words of this product. */
const validatorCompiler = () => (value: unknown) => ({ value });

export function addAsk(server: FastifyInstance, served: Served): void {
  addLint(server);
  addCompare(server);
  addSimulate(server, served);
  addWhatIf(server, served);
}

function addLint(server: FastifyInstance): void {
  const summary = "What is wrong with a policy by itself, as `accesslens policy lint`.";
  const schema = described({ summary, body: bodyOf(lintQuestionShape) }, lintedShape);
  server.post("/api/ask/lint", { schema, bodyLimit, validatorCompiler }, ({ body }, reply) => {
    const question = asked(lintQuestionShape, body);
    if (!question.ok) return refused(reply, question.error);
    const { text, kind } = question.value;
    return answer(reply, askLint(text, kind ?? null));
  });
}

function addCompare(server: FastifyInstance): void {
  const summary = "Does one policy allow more than another, as `accesslens policy compare`.";
  const schema = described({ summary, body: bodyOf(compareQuestionShape) }, comparedShape);
  server.post("/api/ask/compare", { schema, bodyLimit, validatorCompiler }, ({ body }, reply) => {
    const question = asked(compareQuestionShape, body);
    if (!question.ok) return refused(reply, question.error);
    const { kind, knownActions, ...texts } = question.value;
    const compared = askCompare({ ...texts, kind: kind ?? null, knownActions: knownActions ?? false });
    return compared.ok ? answer(reply, compared.value) : refused(reply, compared.error);
  });
}

function addSimulate(server: FastifyInstance, { scan, masksExternalIds }: Served): void {
  const summary = "Would AWS allow this request, and by which statements, as `accesslens simulate`.";
  const schema = described({ summary, body: bodyOf(simulateQuestionShape) }, simulatedShape);
  server.post("/api/ask/simulate", { schema, bodyLimit, validatorCompiler }, ({ body }, reply) => {
    const question = asked(simulateQuestionShape, body);
    if (!question.ok) return refused(reply, question.error);
    const simulated = askSimulate(scan.engine.snapshot, question.value);
    if (!simulated.ok) {
      const { at, message } = simulated.error;
      const advice = "docs/simulate.md tells what a request and its policies look like.";
      return refused(reply, { message: `${at}: ${message}`, advice });
    }
    const { request, decision } = simulated.value;
    const shown = masksExternalIds ? maskDecision(decision) : decision;
    // Of policies that the question brings, the decision tells no more than they do.
    const isOwn = question.value.policies !== undefined;
    return answer(reply, {
      request: masksExternalIds ? maskRequest(request) : request,
      ...answerObject(null, isOwn ? decision : shown),
    });
  });
}

function addWhatIf(server: FastifyInstance, served: Served): void {
  const { scan, reach, masksExternalIds, where } = served;
  const lab = new WhatIfLab(scan.engine, reach, where);
  const summary = "What appears and disappears when something changes, as `accesslens what-if`.";
  const schema = described({ summary, body: bodyOf(whatIfQuestionShape) }, whatIfShape);
  server.post("/api/ask/what-if", { schema, bodyLimit, validatorCompiler }, ({ body }, reply) => {
    const question = asked(whatIfQuestionShape, body);
    if (!question.ok) return refused(reply, question.error);
    const { from, to, maxHops, only, examples } = question.value;
    const changes: LabChange[] = [];
    for (const change of question.value.changes) {
      const read = changeOf(change, served);
      if (typeof read === "string") return refused(reply, ambiguous(read));
      changes.push(read);
    }
    const found = lab.ask(
      {
        changes,
        from,
        to: to ?? null,
        mostHops: maxHops ?? usualHops,
        onlyProven: only === "proven",
        examples: examples ?? 3,
      },
      masksExternalIds ? maskSummary : (one) => one,
    );
    // Once the answer is on its way.
    setImmediate(() => lab.settle());
    if (!found.ok) return refused(reply, found.error);
    const told = masksExternalIds ? maskWhatIf(found.value.found) : found.value.found;
    return answer(reply, whatIfAnswer(from, to ?? null, told, found.value.findings));
  });
}

type Asked = z.infer<typeof whatIfQuestionShape>["changes"][number];

/** A text: the policy in which it can't be told which masked external ID is which. */
function changeOf(change: Asked, served: Served): LabChange | string {
  switch (change.kind) {
    case "replace-policy": {
      const named = served.masksExternalIds ? namedPolicy(change.policy, namedIn(served)) : null;
      const original = named?.ok === true ? named.value.text : null;
      const text = original === null ? change.text : unmaskPolicyText(change.text, original);
      return text === null ? change.policy : { ...change, text, source: change.policy };
    }
    case "step-gone":
      return { ...change, technique: change.technique ?? null };
    case "remove-statement":
    case "detach-policy":
    case "account-leaves":
    case "account-lost":
      return change;
  }
}

function ambiguous(policy: string): { readonly message: string; readonly advice: string } {
  return {
    message: `in ${policy} masked external IDs can't be put back: several are masked alike and there are not as many of them any more, or the text has another condition on external IDs that is more than one ID`,
    advice: "Serve with --external-ids shown, or write the external IDs themselves.",
  };
}
