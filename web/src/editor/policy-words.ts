/** The words of policies, asked of the server once each. */
import { type Answer, api, asked } from "../api/client.ts";

type PolicyWords = Answer<"/api/policy-words">;

const none: PolicyWords = { elements: [], operators: [], keys: [], services: [], actions: [] };
const kept = new Map<string, Promise<PolicyWords>>();

/** `service`: whose actions and own keys; null: none's. Nothing where the server does not answer. */
export function policyWords(service: string | null): Promise<PolicyWords> {
  const name = service?.toLowerCase() ?? "";
  let words = kept.get(name);
  if (words === undefined) {
    words = ask(name);
    kept.set(name, words);
  }
  return words;
}

async function ask(service: string): Promise<PolicyWords> {
  const query = service === "" ? {} : { service };
  const answer = await asked(api.GET("/api/policy-words", { params: { query } }));
  if (answer.ok) return answer.value;
  kept.delete(service);
  return none;
}
