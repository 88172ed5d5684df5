import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import { randomSecret } from './random-secret.ts';
import { ROLES, type Role } from './role.ts';

/** As OWASP recommends: 16 MiB and about 50 ms per attempt. */
const COST: ScryptOptions = { N: 2 ** 14, r: 8, p: 1 };
const HASH_BYTES = 32;

const time = v.pipe(v.string(), v.isoTimestamp());

/** A stored token, without its secret. */
const tokenRecordSchema = v.strictObject({
  version: v.literal(1),
  name: v.string(),
  role: v.picklist(ROLES),
  createdAt: time,
  expiresAt: v.nullable(time),
  hash: v.strictObject({
    scheme: v.literal('scrypt'),
    N: v.pipe(v.number(), v.maxValue(2 ** 20)),
    r: v.pipe(v.number(), v.maxValue(64)),
    p: v.pipe(v.number(), v.maxValue(16)),
    salt: v.string(),
    value: v.string(),
  }),
});

export type TokenRecord = v.InferOutput<typeof tokenRecordSchema>;

/** Parses the content of a token's file; `null` if it is damaged or from a later version. */
export function parseTokenRecord(text: string): TokenRecord | null {
  try {
    const read = v.safeParse(tokenRecordSchema, JSON.parse(text));
    return read.success ? read.output : null;
  } catch {
    return null;
  }
}

/** Creates a token: the text that is shown once, and the record that is stored. */
export async function newToken(options: {
  name: string;
  role: Role;
  createdAt: Date;
  expiresAt: Date | null;
}): Promise<{ id: string; token: string; record: TokenRecord }> {
  const { name, role, createdAt, expiresAt } = options;
  const id = randomBytes(6).toString('hex');
  const secret = randomSecret();
  const salt = randomBytes(16);
  const value = await hashOf(secret, salt, COST);
  const record: TokenRecord = {
    version: 1,
    name,
    role,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    hash: {
      scheme: 'scrypt',
      N: COST.N!,
      r: COST.r!,
      p: COST.p!,
      salt: salt.toString('base64'),
      value: value.toString('base64'),
    },
  };
  return { id, token: `opm_${id}_${secret}`, record };
}

/** The parts of a token, or `null` for anything else. */
export function parseToken(text: string): { id: string; secret: string } | null {
  const match = /^opm_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/.exec(text);
  return match === null ? null : { id: match[1]!, secret: match[2]! };
}

export async function isSecretOf({ hash }: TokenRecord, secret: string): Promise<boolean> {
  const expected = Buffer.from(hash.value, 'base64');
  const given = await hashOf(secret, Buffer.from(hash.salt, 'base64'), hash);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function hashOf(secret: string, salt: Buffer, { N, r, p }: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, HASH_BYTES, { N, r, p, maxmem: 256 * N! * r! }, (error, key) =>
      // Bun 1.4.5 returns `undefined` for none.
      error == null ? resolve(key) : reject(error),
    );
  });
}
