/** Chooses where ways start or end: out of what stands ready, what a search finds, or as it is typed. */
import { useEffect, useId, useState } from "preact/hooks";
import { type Answer, api, asked } from "../api/client.ts";

export type Ready = { readonly value: string; readonly label: string };

type Hit = Answer<"/api/search">["hits"][number];

export function EndPicker({
  label,
  value,
  ready,
  forEnd,
  onChoose,
}: {
  readonly label: string;
  readonly value: string;
  readonly ready: readonly Ready[];
  /** Accounts are their administrators there. */
  readonly forEnd: boolean;
  onChoose(value: string): void;
}) {
  const [text, setText] = useState(value);
  const [hits, setHits] = useState<readonly Ready[]>([]);
  const [at, setAt] = useState(-1);
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  useEffect(() => setText(value), [value]);
  const typed = text === value ? "" : text.trim();
  useEffect(() => {
    setAt(-1);
    if (typed.length < 2) {
      setHits([]);
      return;
    }
    const control = new AbortController();
    const timer = setTimeout(() => {
      const query = { text: typed, limit: 20 };
      asked(api.GET("/api/search", { params: { query }, signal: control.signal })).then(
        (answer) => {
          if (answer.ok && !control.signal.aborted)
            setHits(answer.value.hits.flatMap((hit) => optionOf(hit, forEnd)));
        },
        () => undefined,
      );
    }, 150);
    return () => {
      clearTimeout(timer);
      control.abort();
    };
  }, [typed, forEnd]);
  const fixed = ready.filter(({ label: one }) => one.toLowerCase().includes(typed.toLowerCase()));
  const options = [...fixed, ...hits];
  const open = isOpen && options.length > 0;
  const choose = (chosen: string) => {
    setIsOpen(false);
    setText(chosen);
    onChoose(chosen);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setIsOpen(true);
      if (options.length > 0) setAt((at + step + options.length) % options.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(options[at]?.value ?? text.trim());
    } else if (event.key === "Escape") {
      setIsOpen(false);
      setText(value);
    }
  };
  return (
    <div class="end-picker">
      <label for={`${id}-input`}>{label}</label>
      <input
        id={`${id}-input`}
        type="text"
        role="combobox"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open && at >= 0 ? `${id}-${at}` : undefined}
        autocomplete="off"
        spellcheck={false}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setIsOpen(true);
        }}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          event.currentTarget.select();
          setIsOpen(true);
        }}
        onBlur={() => setIsOpen(false)}
      />
      <div id={`${id}-list`} class="options" role="listbox" aria-label={label} hidden={!open}>
        {options.map(({ value: option, label: told }, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input above takes the keys of the whole list.
          <div
            key={option}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            // Before the input loses the focus, which closes the list.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(option)}
          >
            <bdi>{told}</bdi>
          </div>
        ))}
      </div>
    </div>
  );
}

function optionOf(hit: Hit, forEnd: boolean): readonly Ready[] {
  switch (hit.kind) {
    case "account": {
      const name = hit.name === null ? hit.id : `${hit.name} (${hit.id})`;
      return forEnd
        ? [{ value: `admin:${hit.id}`, label: `administrator of ${name}` }]
        : [{ value: hit.id, label: `account ${name}` }];
    }
    case "unit":
      return [{ value: hit.id, label: `unit ${hit.name} (${hit.id})` }];
    case "statement":
      // Ways start and end at roles and users, not at groups and managed policies.
      return /:(?:role|user)\//.test(hit.arn)
        ? [{ value: hit.arn, label: `${hit.arn}, whose ${hit.policy} says so` }]
        : [];
    case "role":
    case "user":
      return [{ value: hit.arn, label: hit.arn }];
    case "outsider":
      return forEnd || !/^\d{12}$/.test(hit.id)
        ? []
        : [{ value: hit.id, label: `outside: ${hit.name ?? "account"} (${hit.id})` }];
  }
}
