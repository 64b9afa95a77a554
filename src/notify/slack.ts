/** Alerts in Slack, by an incoming webhook. https://docs.slack.dev/block-kit */
import type { Alert } from "../model/index.ts";
import { plain, plainLines } from "../model/plain-text.ts";
import type { ChannelMeans, OpenChannel } from "./channel.ts";
import { openSecretUrl } from "./secret-url.ts";
import type { ChannelOf } from "./settings.ts";
import { cut } from "./story/lines.ts";
import { fittingStory, type Story, type StoryPart } from "./story/story.ts";

/** Slack's limits: blocks of a message, characters of a header, of any other text; and of a whole message, which we keep well below. */
const mostBlocks = 50;
const mostHeader = 150;
const mostText = 3000;
const mostMessage = 16_000;

export function openSlack(settings: ChannelOf<"slack">, means: ChannelMeans): OpenChannel {
  return openSecretUrl(settings, means, (alert) => JSON.stringify(slackMessage(alert)));
}

type Text = { readonly type: "text"; readonly text: string; readonly style?: { readonly bold: true } };
type RichElement =
  | { readonly type: "rich_text_section"; readonly elements: readonly Text[] }
  | { readonly type: "rich_text_preformatted"; readonly elements: readonly Text[] }
  | { readonly type: "rich_text_list"; readonly style: "bullet"; readonly elements: readonly RichElement[] };
type Block =
  | {
      readonly type: "header";
      readonly text: { readonly type: "plain_text"; readonly text: string; readonly emoji: false };
    }
  | { readonly type: "divider" }
  | { readonly type: "rich_text"; readonly elements: readonly RichElement[] };

export type SlackMessage = { readonly text: string; readonly blocks: readonly Block[] };

/**
 * Rich text, in which nothing is markup: no mention, link, emphasis or emoji can be made by a name that somebody gave to a role.
 * `text` is what notifications show, the one place where Slack looks for markup.
 */
export function slackMessage(alert: Alert): SlackMessage {
  const render = ({ severity, title, parts, id }: Story): SlackMessage => {
    const head = `${severity.toUpperCase()}: ${plain(title)}`;
    return {
      text: mrkdwn(cut(head, 300)),
      blocks: [
        { type: "header", text: { type: "plain_text", text: cut(head, mostHeader), emoji: false } },
        ...(head.length > mostHeader ? [richText(section(head))] : []),
        ...parts.flatMap(partBlocks),
        richText(section(id)),
      ],
    };
  };
  const fits = (made: SlackMessage): boolean =>
    made.blocks.length <= mostBlocks && JSON.stringify(made).length <= mostMessage;
  const made = fittingStory(alert, render, fits);
  return { ...made, blocks: made.blocks.slice(0, mostBlocks) };
}

/** What Slack's markup is made of, as its documentation escapes it. */
function mrkdwn(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function partBlocks(part: StoryPart): readonly Block[] {
  switch (part.kind) {
    case "heading":
      return [{ type: "divider" }, richText(section(part.text, true))];
    case "text":
      return [richText(section(part.text))];
    case "facts":
      return [
        richText({
          type: "rich_text_section",
          elements: part.rows.flatMap(([label, value], index): readonly Text[] => [
            bold(`${index === 0 ? "" : "\n"}${label}: `),
            text(value),
          ]),
        }),
      ];
    case "list":
      return [
        richText(section(part.title, true), {
          type: "rich_text_list",
          style: "bullet",
          elements: part.items.map((item) => section(item)),
        }),
      ];
    case "code":
      return [
        richText(section(part.title, true), {
          type: "rich_text_preformatted",
          elements: [{ type: "text", text: cut(plainLines(part.text), mostText) || "-" }],
        }),
      ];
  }
}

function richText(...elements: readonly RichElement[]): Block {
  return { type: "rich_text", elements };
}

function section(content: string, isBold = false): RichElement {
  return { type: "rich_text_section", elements: [isBold ? bold(plain(content)) : text(content)] };
}

/** Never empty: Slack refuses the whole message then. */
function text(content: string): Text {
  return { type: "text", text: cut(plain(content), mostText) || "-" };
}

/** Of ours, or neutralised. */
function bold(content: string): Text {
  return { type: "text", text: cut(content, mostText) || "-", style: { bold: true } };
}
