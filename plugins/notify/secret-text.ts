import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

const REFERENCE = /^(env|file):(.+)$/s;

/** Whether an option says where the secret is instead of holding it. */
export function isReference(text: string): boolean {
  return REFERENCE.test(text);
}

export function isWebUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/**
 * The secret that an option holds or names: itself, `env:NAME` of the daemon's environment, or `file:PATH`.
 *
 * @throws an error that names the variable or the file, never the value
 */
export async function revealSecret(text: string, configDir: string): Promise<string> {
  const [, kind, where] = REFERENCE.exec(text) ?? [];
  if (kind === undefined || where === undefined) return text;
  if (kind === 'env') {
    const value = process.env[where];
    if (!value) throw new Error(`the variable ${where} is not set`);
    return value;
  }
  const value = (await readFile(resolve(configDir, where), 'utf8')).trim();
  if (value === '') throw new Error(`the file ${where} is empty`);
  return value;
}

/** Every part of a URL that may be a secret: everything but the scheme and the host. */
export function secretsOfUrl(url: URL): string[] {
  return [
    url.href,
    url.pathname + url.search,
    url.pathname,
    url.search,
    url.username,
    url.password,
    ...url.searchParams.values(),
    ...url.pathname.split('/').filter((segment) => segment.length >= 8),
  ];
}

/** Anything shorter protects nothing, and masking a "1" would spoil every message. */
const SHORTEST_SECRET = 4;

/** The text without any of the secrets, including their URL-encoded forms. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  const spellings = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, encodeURIComponent(secret), encodeURI(secret)]);
  const longestFirst = [...new Set(spellings)].sort((a, b) => b.length - a.length);
  return longestFirst.reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
}
