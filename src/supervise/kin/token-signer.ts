import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** 128 bits: guessing is hopeless, since each guess takes a daemon that has lost its ledger. */
const BYTES = 16;
const TOKEN = /^([\w-]{22})\.([\w-]{22})$/;

/** What a token was made for. */
interface Start {
  /** Absolute path, as the process has it in `OPM_HOME`. */
  home: string;
  /** The instance. */
  id: number;
}

/**
 * A new token for one start of an instance: a nonce, and its MAC under the secret of the home. Whoever cannot read the
 * home cannot make one, so it proves without a ledger that the process was started from this home for this instance.
 */
export function signToken(secret: Buffer, start: Start): string {
  const nonce = randomBytes(BYTES).toString('base64url');
  return `${nonce}.${macOf(secret, start, nonce).toString('base64url')}`;
}

/** Whether a token was made from this home for this start. Takes the same time whatever is wrong with its MAC. */
export function isSigned(secret: Buffer, start: Start, token: string): boolean {
  const [, nonce = '', mac = ''] = TOKEN.exec(token) ?? [];
  const given = Buffer.from(mac, 'base64url');
  return given.length === BYTES && timingSafeEqual(given, macOf(secret, start, nonce));
}

function macOf(secret: Buffer, { home, id }: Start, nonce: string): Buffer {
  // None of the parts can hold a NUL.
  const text = ['opm token 1', home, id, nonce].join('\0');
  return createHmac('sha256', secret).update(text).digest().subarray(0, BYTES);
}
