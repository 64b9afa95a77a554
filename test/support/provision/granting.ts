/** Plans, applies and takes back grants over moto, as the command line does. */
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { isAccountId } from "../../../src/model/index.ts";
import { declareGrant, type GrantAsked, type GrantDeclaration } from "../../../src/provision/index.ts";
import { openStateStore, type StateStore } from "../../../src/store/state/index.ts";
import { openActionCatalogue } from "../../../src/work/action-file.ts";
import { openConnected } from "../../../src/work/collect/index.ts";
import type { Engine } from "../../../src/work/engine.ts";
import {
  type Access,
  applyGrant,
  carryOutUndo,
  type GrantApplication,
  type GrantPlan,
  planGrant,
  planRevoke,
  planUndo,
} from "../../../src/work/provision/index.ts";
import { motoAccount } from "../moto.ts";

export async function openAccess(): Promise<Access> {
  const opened = await openConnected({
    ...{ version: "test", share: 1_000, profiles: [], fips: false, role: null, region: null },
  });
  assert.ok(opened.ok);
  return { ...opened.value.access, connection: opened.value.connection };
}

export class Granting {
  readonly access: Access;
  readonly store: StateStore;
  #ids = 0;

  private constructor(access: Access, store: StateStore) {
    this.access = access;
    this.store = store;
  }

  static async open(url: string): Promise<Granting> {
    const opened = await openStateStore(url);
    assert.ok(opened.ok);
    return new Granting(await openAccess(), opened.value);
  }

  /** Nobody else writes: nothing is waited for. */
  application(holder = "tests"): GrantApplication {
    return {
      store: this.store,
      holder,
      timing: { windowMilliseconds: 5_000, writers: 0, patienceMilliseconds: 1_000, attempts: 5 },
      now: Date.now,
      pause,
      random: Math.random,
      by: `arn:aws:iam::${motoAccount}:user/tests`,
      newId: () => {
        this.#ids += 1;
        return `c${this.#ids}`;
      },
    };
  }

  async plan(
    asked: GrantAsked,
    more: { via?: "policy" | "grant"; verb?: "grant" | "revoke"; base?: Engine } = {},
  ): Promise<GrantPlan> {
    const planned = await this.planned(asked, more);
    assert.ok(planned.ok, JSON.stringify(planned));
    return planned.value;
  }

  planned(
    asked: GrantAsked,
    more: { via?: "policy" | "grant"; verb?: "grant" | "revoke"; base?: Engine } = {},
  ): ReturnType<typeof planGrant> {
    assert.ok(isAccountId(motoAccount));
    const options = {
      ...{ access: this.access, catalogue: openActionCatalogue(), account: motoAccount },
      ...{ via: more.via ?? "policy", withKey: true, base: more.base ?? null },
    };
    const declaration = declared(asked);
    return more.verb === "revoke"
      ? planRevoke(declaration, { ...options, anyAction: false })
      : planGrant(declaration, options);
  }

  apply({ verb, parts }: GrantPlan) {
    return applyGrant(verb, parts, this.application());
  }

  /** `holder`: of the one that was cut off, so that its lease need not be waited for. */
  async undo(id: string, direction: "back" | "forth" = "back", holder = "tests") {
    const change = await this.store.appliedChange(id);
    assert.ok(change !== null);
    const plan = await planUndo(change, direction, this.access, this.store);
    return carryOutUndo(change, plan, direction, this.application(holder));
  }

  async close(): Promise<void> {
    this.access.connection.close();
    await this.store.close();
  }
}

export function declared(asked: GrantAsked): GrantDeclaration {
  const declaration = declareGrant(asked);
  assert.ok(declaration.ok, JSON.stringify(declaration));
  return declaration.value;
}
