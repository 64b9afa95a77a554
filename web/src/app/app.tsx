/** The frame around every page: menu, search, and the page that the address names. */
import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { FaultNote } from "../parts/notes.tsx";
import { hashOf, useAddress } from "./address.ts";
import type { Page } from "./page.ts";
import type { PageProps } from "./page-props.ts";
import { SearchBox } from "./search-box.tsx";

export function App({ pages }: { readonly pages: readonly Page[] }) {
  const { page: id, chosen } = useAddress();
  const page = pages.find((one) => one.id === id) ?? null;
  const heading = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    document.title = `${page?.title ?? "Nothing here"} · AccessLens`;
    // A screen reader is told that another page has come; the first one it reads by itself.
    if (!first.current) heading.current?.focus();
    first.current = false;
  }, [page]);
  return (
    <>
      <button type="button" class="skip" onClick={() => heading.current?.focus()}>
        To the content
      </button>
      <header class="top">
        <a class="name" href={hashOf("map")}>
          AccessLens
        </a>
        <nav aria-label="Pages">
          <ul>
            {pages
              .filter(({ inMenu }) => inMenu)
              .map(({ id: other, title }) => (
                <li key={other}>
                  <a href={hashOf(other)} aria-current={other === id ? "page" : undefined}>
                    {title}
                  </a>
                </li>
              ))}
          </ul>
        </nav>
        <SearchBox />
      </header>
      <main id="main" ref={heading} tabIndex={-1}>
        {page === null ? (
          <>
            <h1>Nothing here</h1>
            <FaultNote fault={{ message: "There is no such page.", advice: "Choose one from the menu." }} />
          </>
        ) : (
          <Loaded key={page.id} id={page.id} load={page.load} chosen={chosen} />
        )}
      </main>
    </>
  );
}

function Loaded({
  load,
  chosen,
}: PageProps & { readonly id: string; load(): Promise<ComponentType<PageProps>> }) {
  const [Content, setContent] = useState<ComponentType<PageProps> | null>(null);
  useEffect(() => {
    let wanted = true;
    // A component is a function, which setState would call.
    load().then((component) => wanted && setContent(() => component));
    return () => {
      wanted = false;
    };
  }, [load]);
  return Content === null ? <p role="status">Loading…</p> : <Content chosen={chosen} />;
}
