import fs from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { systemErrorCode } from '../../errors.ts';
import { accessFilesUnusable } from './access-errors.ts';
import { createPrivateFile, privateFilesIn, removePrivateFile } from './private-file.ts';
import { digestOf, randomSecret } from './random-secret.ts';
import { ROLES, type Role } from './role.ts';

/** Long enough to copy it from a terminal into a browser. */
export const LINK_LIFETIME_MS = 5 * 60_000;

const linkSchema = v.strictObject({
  version: v.literal(1),
  role: v.picklist(ROLES),
  name: v.string(),
  expiresAt: v.pipe(v.string(), v.isoTimestamp()),
});

/** Whom a link lets in. */
export interface SignIn {
  role: Role;
  name: string;
}

/**
 * Links that open the dashboard once. Anybody who can write to the home can let somebody in: the command that creates a
 * link and the gateway that accepts it share a file there, named after the digest of the link's secret.
 */
export class SignInLinks {
  readonly #folder: string;

  /** @param gatewayFolder `homePaths(home).gateway` */
  constructor(gatewayFolder: string) {
    this.#folder = path.join(gatewayFolder, 'links');
  }

  /** Creates a link's secret, and removes expired links. @throws OpmError ACCESS_FILES_UNUSABLE (1) */
  async create({ role, name }: SignIn, nowMs: number = Date.now()): Promise<string> {
    const secret = randomSecret();
    const expiresAt = new Date(nowMs + LINK_LIFETIME_MS).toISOString();
    try {
      await createPrivateFile(this.#fileOf(secret), { version: 1, role, name, expiresAt });
      for (const entry of await privateFilesIn(this.#folder)) await this.#sweep(entry, nowMs);
    } catch (error) {
      throw systemErrorCode(error) === undefined ? error : accessFilesUnusable(this.#folder, error);
    }
    return secret;
  }

  /** Redeems a link; `null` if it does not exist, was already used or has expired. */
  async take(secret: string, nowMs: number = Date.now()): Promise<SignIn | null> {
    const file = this.#fileOf(secret);
    const link = await readLink(file);
    // The one that removes the file gets the link: of two concurrent visitors, one is let in.
    if (link === null || !(await removePrivateFile(file))) return null;
    return nowMs < Date.parse(link.expiresAt) ? { role: link.role, name: link.name } : null;
  }

  async #sweep(entry: string, nowMs: number): Promise<void> {
    const file = path.join(this.#folder, entry);
    const link = await readLink(file);
    if (link === null || nowMs >= Date.parse(link.expiresAt)) await removePrivateFile(file);
  }

  #fileOf(secret: string): string {
    return path.join(this.#folder, `${digestOf(secret)}.json`);
  }
}

async function readLink(file: string): Promise<v.InferOutput<typeof linkSchema> | null> {
  try {
    const read = v.safeParse(linkSchema, JSON.parse(await fs.readFile(file, 'utf8')));
    return read.success ? read.output : null;
  } catch {
    return null;
  }
}
