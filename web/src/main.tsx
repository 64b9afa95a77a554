/**
 * The browser's side of AccessLens: the map and the pages around it. It asks the server's API and holds no logic of the engine.
 * Start reading at `app/pages.ts`, then the page.
 */
import { render } from "preact";
import "./app.css";
import { App } from "./app/app.tsx";
import { pages } from "./app/pages.ts";

const root = document.getElementById("app");
if (root !== null) render(<App pages={pages} />, root);
