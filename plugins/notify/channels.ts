import type { Json } from '../../src/plugin.ts';
import { type Message, shorten } from './message.ts';
import type { Options } from './options.ts';
import { isWebUrl, revealSecret, secretsOfUrl } from './secret-text.ts';

/** One service to send to, with its secrets resolved. */
export interface Channel {
  /** For logs: the kind of service, and the host of a plain webhook. */
  label: string;
  url: URL;
  headers: Record<string, string>;
  /** Must never appear in a log or an error. */
  secrets: string[];
  body(message: Message): Json;
}

type ChannelKind = 'webhook' | 'slack' | 'discord' | 'telegram';

const GREEN = 0x2eb67d;
const RED = 0xe01e5a;

/** The services that the options name, each with a function that opens it; its errors show no secret. */
export function channelsOf(
  options: Options,
  configDir: string,
): { kind: ChannelKind; open: () => Promise<Channel> }[] {
  const { url, headers, slack, discord, telegram } = options;
  const all: { kind: ChannelKind; open: () => Promise<Channel> }[] = [];
  if (url !== undefined) all.push({ kind: 'webhook', open: () => openWebhook(url, headers, configDir) });
  if (slack !== undefined)
    all.push({ kind: 'slack', open: () => openHook('slack', slack, slackBody, configDir) });
  if (discord !== undefined) {
    all.push({ kind: 'discord', open: () => openHook('discord', discord, discordBody, configDir) });
  }
  if (telegram !== undefined) all.push({ kind: 'telegram', open: () => openTelegram(telegram, configDir) });
  return all;
}

async function openWebhook(
  where: string,
  headers: Record<string, string>,
  configDir: string,
): Promise<Channel> {
  const channel = await openHook('webhook', where, webhookBody, configDir);
  for (const [name, value] of Object.entries(headers)) {
    channel.headers[name.toLowerCase()] = await revealSecret(value, configDir);
  }
  return {
    ...channel,
    label: `webhook ${channel.url.hostname}`,
    // A service may echo the key without the word "Bearer".
    secrets: [
      ...channel.secrets,
      ...Object.values(channel.headers).flatMap((value) => [value, ...value.split(/\s+/)]),
    ],
  };
}

async function openHook(
  label: string,
  where: string,
  body: (message: Message) => Json,
  configDir: string,
): Promise<Channel> {
  const text = await revealSecret(where, configDir);
  if (!isWebUrl(text)) throw new Error('its "env:" or "file:" does not hold an http:// or https:// URL');
  const url = new URL(text);
  return { label, url, headers: {}, secrets: [text, ...secretsOfUrl(url)], body };
}

async function openTelegram(
  { token: where, chatId, baseUrl }: NonNullable<Options['telegram']>,
  configDir: string,
): Promise<Channel> {
  const token = await revealSecret(where, configDir);
  if (!/^[\w:-]+$/.test(token)) throw new Error('the token contains invalid characters');
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}/bot${token}/sendMessage`);
  const body = (message: Message) => telegramBody(message, chatId);
  return {
    label: 'telegram',
    url,
    headers: {},
    secrets: [token, ...token.split(':'), ...secretsOfUrl(url)],
    body,
  };
}

function webhookBody({ event, title, lines, at, details }: Message): Json {
  return { version: 1, event, at, title, text: [title, ...lines].join('\n'), ...details };
}

/** https://api.slack.com/messaging/webhooks and https://api.slack.com/reference/messaging/attachments */
function slackBody({ good, title, lines, at }: Message): Json {
  const text = escapeForSlack(shorten(lines.join('\n'), 2500));
  return {
    text: escapeForSlack(shorten(title, 250)),
    attachments: [
      {
        color: `#${(good ? GREEN : RED).toString(16)}`,
        text,
        fallback: text,
        ts: Math.floor(Date.parse(at) / 1000),
      },
    ],
  };
}

/** https://discord.com/developers/docs/resources/webhook#execute-webhook */
function discordBody({ good, title, lines, at }: Message): Json {
  return {
    embeds: [
      {
        title: shorten(title, 256),
        description: shorten(lines.join('\n'), 4000),
        color: good ? GREEN : RED,
        timestamp: at,
      },
    ],
    // An app's name or output must not mention everybody.
    allowed_mentions: { parse: [] },
  };
}

/** https://core.telegram.org/bots/api#sendmessage; without `parse_mode` nothing needs escaping. */
function telegramBody({ title, lines }: Message, chatId: string | number): Json {
  return {
    chat_id: chatId,
    text: shorten([title, ...lines].join('\n'), 4096),
    link_preview_options: { is_disabled: true },
  };
}

function escapeForSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
