/** Finds accounts, principals and outside parties from every page: `/` comes here, arrows choose, Enter goes there. */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { type Answer, api, asked } from "../api/client.ts";
import { go, hashOf } from "./address.ts";

type Hit = Answer<"/api/search">["hits"][number];

export function SearchBox() {
  const [text, setText] = useState("");
  const [hits, setHits] = useState<readonly Hit[]>([]);
  const [isAll, setIsAll] = useState(true);
  const [at, setAt] = useState(-1);
  const [isOpen, setIsOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement &&
        event.target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener("keydown", focus);
    return () => removeEventListener("keydown", focus);
  }, []);
  useEffect(() => {
    setAt(-1);
    if (text.trim().length < 2) {
      setHits([]);
      return;
    }
    const control = new AbortController();
    const timer = setTimeout(() => {
      const query = { text: text.trim(), limit: 20 };
      asked(api.GET("/api/search", { params: { query }, signal: control.signal })).then(
        (answer) => {
          if (!answer.ok || control.signal.aborted) return;
          setHits(answer.value.hits);
          setIsAll(answer.value.complete);
        },
        () => undefined,
      );
    }, 120);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [text]);
  const open = isOpen && hits.length > 0;
  const choose = (hit: Hit | undefined) => {
    if (hit === undefined) return;
    setIsOpen(false);
    setText("");
    go(hashOfHit(hit));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && open) {
      event.preventDefault();
      setAt((at + step + hits.length) % hits.length);
    } else if (event.key === "Enter") choose(hits[Math.max(at, 0)]);
    else if (event.key === "Escape") setIsOpen(false);
  };
  return (
    <search class="search">
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label="Search accounts, roles, users, outside parties and statements"
        aria-expanded={open}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={open && at >= 0 ? `${list}-${at}` : undefined}
        placeholder="Search ( / )"
        autocomplete="off"
        spellcheck={false}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setIsOpen(true);
        }}
        onKeyDown={onKeyDown}
        onFocus={() => setIsOpen(true)}
        onBlur={() => setIsOpen(false)}
      />
      <div id={list} class="options" role="listbox" aria-label="Found" hidden={!open}>
        {hits.map((hit, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input above takes the keys of the whole list.
          <div
            key={labelOf(hit)}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            // Before the input loses the focus, which closes the list.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(hit)}
          >
            <span class="quiet">{kindOf(hit)}</span> <bdi>{labelOf(hit)}</bdi>
          </div>
        ))}
        {!isAll && (
          <div role="option" tabIndex={-1} aria-selected={false} aria-disabled="true" class="quiet">
            … and more: say more of it to narrow it down
          </div>
        )}
      </div>
    </search>
  );
}

function kindOf(hit: Hit): string {
  return {
    account: "account",
    unit: "unit",
    role: "role",
    user: "user",
    outsider: "outside",
    statement: "policy",
  }[hit.kind];
}

function labelOf(hit: Hit): string {
  switch (hit.kind) {
    case "account":
    case "outsider":
      return hit.name === null ? hit.id : `${hit.name} (${hit.id})`;
    case "unit":
      return `${hit.name} (${hit.id})`;
    case "role":
    case "user":
      return hit.arn;
    case "statement":
      return `${hit.arn}, ${hit.policy}: …${hit.excerpt}…`;
  }
}

function hashOfHit(hit: Hit): string {
  switch (hit.kind) {
    case "account":
      return hashOf("map", { at: `account:${hit.id}` });
    case "outsider":
      return hashOf("vendor", { kind: hit.what, id: hit.id });
    case "unit":
      return hashOf("map", { at: `unit:${hit.id}` });
    case "statement":
      return hit.arn.includes(":role/")
        ? hashOf("role", { arn: hit.arn })
        : hashOf("findings", { text: hit.arn });
    case "role":
      return hashOf("role", { arn: hit.arn });
    case "user":
      return hashOf("paths", { from: hit.arn, to: "admin" });
  }
}
