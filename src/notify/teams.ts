/** Alerts in Microsoft Teams, by a Workflows webhook that posts Adaptive Cards. https://adaptivecards.io/explorer */
import type { Alert, AlertSeverity } from "../model/index.ts";
import { plain, plainLines } from "../model/plain-text.ts";
import type { ChannelMeans, OpenChannel } from "./channel.ts";
import { openSecretUrl } from "./secret-url.ts";
import type { ChannelOf } from "./settings.ts";
import { fittingStory, type Story, type StoryPart } from "./story/story.ts";

/** Teams takes 28 KB; what it counts is not told exactly. */
const mostBytes = 26_000;

export function openTeams(settings: ChannelOf<"teams">, means: ChannelMeans): OpenChannel {
  return openSecretUrl(settings, means, teamsBody);
}

type Run = {
  readonly type: "TextRun";
  readonly text: string;
  readonly weight?: "Bolder";
  readonly size?: "Large";
  readonly color?: "Attention" | "Warning" | "Default";
  readonly fontType?: "Monospace";
  readonly isSubtle?: true;
};
type RichText = {
  readonly type: "RichTextBlock";
  readonly inlines: readonly Run[];
  readonly separator?: true;
  readonly spacing?: "None" | "Small";
};

/** The body to post. */
export function teamsBody(alert: Alert): string {
  return fittingStory(
    alert,
    (story) => JSON.stringify(card(story)),
    (text) => Buffer.byteLength(text) <= mostBytes,
  );
}

const colours: Readonly<Record<AlertSeverity, NonNullable<Run["color"]>>> = {
  critical: "Attention",
  high: "Attention",
  medium: "Warning",
  low: "Default",
  info: "Default",
};

/** Text runs, in which no Markdown is looked for. */
function card({ severity, title, parts, id }: Story): object {
  const head = run(`${severity.toUpperCase()}: ${title}`);
  return {
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.4",
          msteams: { width: "Full" },
          body: [
            block({ ...head, weight: "Bolder", size: "Large", color: colours[severity] }),
            ...parts.flatMap(partBlocks),
            block({ ...run(id), isSubtle: true }),
          ],
        },
      },
    ],
  };
}

function partBlocks(part: StoryPart): readonly RichText[] {
  switch (part.kind) {
    case "heading":
      return [{ ...block(bold(part.text)), separator: true }];
    case "text":
      return [block(run(part.text))];
    case "facts":
      return part.rows.map(([label, value]) => ({
        ...block(bold(`${label}: `), run(value)),
        spacing: "None",
      }));
    case "list":
      return [
        block(bold(part.title)),
        ...part.items.map((item) => ({ ...block(run(`• ${item}`)), spacing: "Small" }) as const),
      ];
    case "code":
      return [
        block(bold(part.title)),
        block({ ...run(""), text: inert(plainLines(part.text)), fontType: "Monospace" }),
      ];
  }
}

function block(...inlines: readonly Run[]): RichText {
  return { type: "RichTextBlock", inlines };
}

function run(content: string): Run {
  return { type: "TextRun", text: inert(plain(content)) };
}

function bold(content: string): Run {
  return { ...run(content), weight: "Bolder" };
}

/** `{{DATE(…)}}` is computed, and `<at>` is a mention where a card names one. */
function inert(content: string): string {
  return content.replaceAll("{{", "{ {").replaceAll(/<(?=\/?at>)/gi, "‹");
}
