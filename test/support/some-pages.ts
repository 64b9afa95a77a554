/** Stands for the built pages, where a test is about who gets them. */
export const somePages = new Map([
  ["index.html", { type: "text/html; charset=utf-8", bytes: Buffer.from("<p>pages</p>") }],
]);
