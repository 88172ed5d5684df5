import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { messageOf, OpmError, systemErrorCode } from '../../errors.ts';
import { accountId } from '../../runtime/accounts.ts';
import { readFailure } from '../config-errors.ts';
import { decodeText } from '../decode-text.ts';
import { refuseWritableByOthers } from '../file-trust.ts';
import type { LocatedProblem } from '../schema/problem.ts';
import { RESERVED_VARIABLES } from '../schema/schema-values.ts';
import { parseEnvFile } from './parse-env-file.ts';

/** The variables from each app's `envFile`, in the order of the apps, and the problems with the files. */
export interface EnvFiles {
  byApp: Record<string, string>[];
  problems: LocatedProblem[];
}

type Content = { variables: Record<string, string> } | { reason: string };

/** Reads the `envFile`s of all apps, each file once. Never throws. */
export function readEnvFiles(
  apps: readonly { envFile: string[]; user?: string | number | undefined }[],
  folder: string,
): EnvFiles {
  const contents = new Map<string, Content>();
  const problems: LocatedProblem[] = [];
  const byApp: Record<string, string>[] = [];
  for (const [index, { envFile, user }] of apps.entries()) {
    const variables: Record<string, string> = {};
    for (const [position, name] of envFile.entries()) {
      const file = resolve(folder, name);
      const key = `${user ?? ''}\0${file}`;
      const content = contents.get(key) ?? readOne(file, user);
      contents.set(key, content);
      if ('variables' in content) {
        Object.assign(variables, content.variables);
      } else {
        // A path that is not in the file (`envFile` may be a plain string) resolves to the line of the key.
        const segments = ['apps', index, 'envFile', ...(envFile.length > 1 ? [position] : [])];
        problems.push({ segments, message: `${file} cannot be used: ${content.reason}` });
      }
    }
    byApp.push(variables);
  }
  return { byApp, problems };
}

/** When running as root, nobody but root and the app's user may be able to write the file. */
function readOne(file: string, user: string | number | undefined): Content {
  let bytes: Buffer;
  try {
    const owner = user === undefined ? null : accountId(user);
    refuseWritableByOthers(file, { owners: owner === null ? [] : [owner] });
    bytes = readFileSync(file);
  } catch (error) {
    if (error instanceof OpmError) return { reason: messageOf(error) };
    return { reason: readFailure(error, systemErrorCode(error)) };
  }
  const text = decodeText(bytes);
  if (typeof text !== 'string') return { reason: `line ${text.line} is not UTF-8 text` };
  const parsed = parseEnvFile(text);
  if (isFailure(parsed)) return { reason: `line ${parsed.line}: ${parsed.reason}` };
  for (const [name, value] of Object.entries(parsed)) {
    if (RESERVED_VARIABLES.includes(name)) return { reason: `it sets ${name}, which is set by OPM itself` };
    if (value.includes('\0')) return { reason: `the value of ${name} contains a NUL character` };
  }
  return { variables: parsed };
}

function isFailure(parsed: ReturnType<typeof parseEnvFile>): parsed is { line: number; reason: string } {
  return typeof parsed.line === 'number';
}
