import { createContext, runInContext } from 'node:vm';
import { recognisePm2 } from './recognise-pm2.ts';

/** The same limit as PM2's. */
const DEADLINE_MS = 1000;

/**
 * PM2 evaluates its `.json` files as JavaScript, so people write unquoted keys, single-quoted strings and
 * `process.env.HOME` in them. Returns the content of such a file as plain data; `undefined` if the text is not an
 * expression or the result is not PM2's.
 *
 * The program sees only the variables of this process; its result is copied out of its own realm.
 */
export function evaluateJson(text: string, env: Record<string, string>): unknown {
  const sandbox = { process: { env: { ...env } } };
  try {
    const source = `JSON.stringify((${text}\n))`;
    const json: unknown = runInContext(source, createContext(sandbox), { timeout: DEADLINE_MS });
    const content: unknown = JSON.parse(String(json));
    return recognisePm2(content) === null ? undefined : content;
  } catch {
    return undefined;
  }
}
