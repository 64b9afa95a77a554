/** The few pages of signing in: they need no script. */
import { html } from "../../report/html.ts";

type Message = {
  readonly title: string;
  /** One sentence each. */
  readonly texts: readonly string[];
  readonly link: { readonly href: string; readonly text: string } | null;
};

export function messagePage({ title, texts, link }: Message): string {
  const paragraphs = texts.map((text) => `<p>${html(text)}</p>`).join("\n");
  const way = link === null ? "" : `<p><a href="${html(link.href)}">${html(link.text)}</a></p>`;
  return page(title, `<h1>${html(title)}</h1>\n${paragraphs}\n${way}`, "");
}

/**
 * Leads on to an own address. A browser that comes here from another site leaves a strict cookie at home, on every step of that way; what
 * this page leads to is asked by this site, and has it.
 */
export function leadingPage(href: string): string {
  const refresh = `<meta http-equiv="refresh" content="0;url=${html(href)}">`;
  return page("AccessLens", `<p><a href="${html(href)}">Go on</a></p>`, refresh);
}

function page(title: string, body: string, more: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${more}<title>${html(title)} · AccessLens</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header><p>AccessLens</p></header>
<main>
${body}
</main>
</body>
</html>
`;
}
