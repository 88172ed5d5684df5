import fs from 'node:fs/promises';
import path from 'node:path';
import { OpmError, systemErrorCode } from '../../errors.ts';
import { accessFilesUnusable, tokenNameInvalid, tokenNameTaken, tokenUnknown } from './access-errors.ts';
import { createPrivateFile, privateFilesIn, removePrivateFile } from './private-file.ts';
import type { Role } from './role.ts';
import { newToken, parseTokenRecord, type TokenRecord } from './token-record.ts';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const FILE = /^(.+)\.([0-9a-f]{12})\.json$/;

/** A token's file: `record` is null if it cannot be used. */
export interface TokenFile {
  id: string;
  name: string;
  file: string;
  record: TokenRecord | null;
}

/** The tokens of a home: one file each, `<name>.<id>.json`, so that nothing is ever rewritten. */
export class TokenFiles {
  readonly folder: string;

  /** @param gatewayFolder `homePaths(home).gateway` */
  constructor(gatewayFolder: string) {
    this.folder = path.join(gatewayFolder, 'tokens');
  }

  /**
   * Creates a token.
   *
   * @returns the only copy of the token itself
   * @throws OpmError TOKEN_NAME_INVALID (64), TOKEN_NAME_TAKEN, ACCESS_FILES_UNUSABLE (1)
   */
  async create(options: { name: string; role: Role; lifetimeMs: number | null }): Promise<{
    token: string;
    record: TokenRecord;
  }> {
    const { name, role, lifetimeMs } = options;
    if (!NAME.test(name)) throw tokenNameInvalid(name);
    const createdAt = new Date();
    const expiresAt = lifetimeMs === null ? null : new Date(createdAt.getTime() + lifetimeMs);
    return this.#guarded(async () => {
      const { id, token, record } = await newToken({ name, role, createdAt, expiresAt });
      const file = path.join(this.folder, `${name}.${id}.json`);
      await createPrivateFile(file, record);
      // Checked afterwards, so that of two concurrent calls with the same name at most one succeeds.
      if ((await this.list()).some((other) => other.name === name && other.id !== id)) {
        await removePrivateFile(file);
        throw tokenNameTaken(name);
      }
      return { token, record };
    });
  }

  /** By name. @throws OpmError ACCESS_FILES_UNUSABLE (1) */
  async list(): Promise<TokenFile[]> {
    return this.#guarded(async () => {
      const found: TokenFile[] = [];
      for (const entry of await privateFilesIn(this.folder)) {
        const match = FILE.exec(entry);
        if (match === null) continue;
        const file = path.join(this.folder, entry);
        const text = await readIfThere(file);
        if (text !== null)
          found.push({ id: match[2]!, name: match[1]!, file, record: parseTokenRecord(text) });
      }
      return found;
    });
  }

  /**
   * Revokes a token immediately, including the sessions opened with it.
   *
   * @throws OpmError TOKEN_UNKNOWN, ACCESS_FILES_UNUSABLE (1)
   */
  async revoke(name: string): Promise<void> {
    const all = await this.list();
    const named = all.filter((token) => token.name === name);
    if (named.length === 0)
      throw tokenUnknown(
        name,
        all.map((token) => token.name),
      );
    await this.#guarded(async () => {
      for (const { file } of named) await removePrivateFile(file);
    });
  }

  async #guarded<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof OpmError || systemErrorCode(error) === undefined
        ? error
        : accessFilesUnusable(this.folder, error);
    }
  }
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await fs.readFile(file, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
