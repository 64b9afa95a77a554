/** Policies as callers have them: text, or the object that the text stands for. */

import { decodePolicyText } from "../model/policy-encoding.ts";
import { err, ok, type Result } from "../model/result.ts";
import type { JsonError } from "../policy/json.ts";
import { lineAndColumn } from "../policy/json-text.ts";

/** A policy document: JSON, JSON as AWS's APIs URL-encode it, or the object. Lines are told of texts; an object has line 1. */
export type PolicyInput = string | object;

/** What is wrong with an input. `at`: the argument or member, and the place in a policy's text. */
export type InputFault = { readonly message: string; readonly advice: string; readonly at: string };

export function textOfPolicy(policy: PolicyInput, at: string): Result<string, InputFault> {
  return typeof policy === "string"
    ? ok(decodePolicyText(policy.replace(/^\ufeff/, "")))
    : jsonOf(policy, at);
}

/** Cycles and what JSON has no word for are faults. */
export function jsonOf(value: unknown, at: string): Result<string, InputFault> {
  let message = "this has no form in JSON";
  try {
    const text: unknown = JSON.stringify(value);
    if (typeof text === "string") return ok(text);
  } catch (cause) {
    if (cause instanceof Error) message = `this has no form in JSON: ${cause.message}`;
  }
  return err({ message, advice: "Give plain data, or its text.", at });
}

export function faultIn(text: string, { offset, message, advice }: JsonError, at: string): InputFault {
  const { line, column } = lineAndColumn(text, offset);
  return { message, advice, at: `${at}, line ${line}, column ${column}` };
}
