import { existsSync } from 'node:fs';
import { digestOf } from './random-secret.ts';
import type { Role } from './role.ts';
import type { TokenFile, TokenFiles } from './token-files.ts';
import { isSecretOf, parseToken } from './token-record.ts';

/** A valid token. */
export interface GoodToken {
  id: string;
  name: string;
  role: Role;
}

export type TokenRefusal = 'unknown' | 'expired';

interface Known {
  token: GoodToken;
  file: string;
  expiresAtMs: number;
}

/**
 * Decides whether a token is valid. Hashing is slow on purpose, so a token that was valid once is remembered by its
 * digest as long as its file exists and it has not expired.
 */
export class TokenKeeper {
  readonly #files: TokenFiles;
  readonly #known = new Map<string, Known>();
  /** One at a time: hashing takes 16 MiB and a thread. */
  #hashing: Promise<unknown> = Promise.resolve();

  constructor(files: TokenFiles) {
    this.#files = files;
  }

  async check(text: string, nowMs: number = Date.now()): Promise<GoodToken | TokenRefusal> {
    const parsed = parseToken(text);
    if (parsed === null) return 'unknown';
    const digest = digestOf(text);
    const known = this.#known.get(digest) ?? (await this.#learn(digest, parsed));
    if (known === null) return 'unknown';
    if (!existsSync(known.file)) {
      this.#known.delete(digest);
      return 'unknown';
    }
    return nowMs < known.expiresAtMs ? known.token : 'expired';
  }

  /** Whether a token that was valid still is. */
  async stands(id: string, nowMs: number = Date.now()): Promise<boolean> {
    const known = [...this.#known.values()].find(({ token }) => token.id === id);
    return known !== undefined && existsSync(known.file) && nowMs < known.expiresAtMs;
  }

  async #learn(digest: string, { id, secret }: { id: string; secret: string }): Promise<Known | null> {
    const found = (await this.#files.list()).find((token) => token.id === id);
    if (found?.record == null) return null;
    const { record } = found;
    const turn = this.#hashing.then(() => isSecretOf(record, secret));
    this.#hashing = turn.catch(() => {});
    if (!(await turn)) return null;
    const known = knownOf(found as TokenFile & { record: typeof record });
    this.#known.set(digest, known);
    return known;
  }
}

function knownOf({ id, file, record }: TokenFile & { record: NonNullable<TokenFile['record']> }): Known {
  const { name, role, expiresAt } = record;
  return {
    token: { id, name, role },
    file,
    expiresAtMs: expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt),
  };
}
