import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { systemErrorCode } from '../../errors.ts';
import { readFailure } from '../config-errors.ts';
import type { LocatedProblem } from '../schema/problem.ts';
import { RESERVED_VARIABLES } from '../schema/schema-values.ts';
import { parseEnvFile } from './parse-env-file.ts';

/** The variables from each app's `envFile`, in the order of the apps, and what is wrong with the files. */
export interface EnvFiles {
  byApp: Record<string, string>[];
  problems: LocatedProblem[];
}

type Content = { variables: Record<string, string> } | { reason: string };

/** Reads the `envFile`s of all apps, each file once. Never throws. */
export function readEnvFiles(apps: readonly { envFile: string[] }[], folder: string): EnvFiles {
  const contents = new Map<string, Content>();
  const problems: LocatedProblem[] = [];
  const byApp: Record<string, string>[] = [];
  for (const [index, { envFile }] of apps.entries()) {
    const variables: Record<string, string> = {};
    for (const [position, name] of envFile.entries()) {
      const file = resolve(folder, name);
      const content = contents.get(file) ?? readOne(file);
      contents.set(file, content);
      if ('variables' in content) {
        Object.assign(variables, content.variables);
      } else {
        // A path that is not in the file (`envFile` may be a plain string) finds the line of the key.
        const segments = ['apps', index, 'envFile', ...(envFile.length > 1 ? [position] : [])];
        problems.push({ segments, message: `${file} cannot be used: ${content.reason}` });
      }
    }
    byApp.push(variables);
  }
  return { byApp, problems };
}

function readOne(file: string): Content {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return { reason: readFailure(error, systemErrorCode(error)) };
  }
  const parsed = parseEnvFile(text.replace(/^\uFEFF/, ''));
  if (isFailure(parsed)) return { reason: `line ${parsed.line}: ${parsed.reason}` };
  for (const [name, value] of Object.entries(parsed)) {
    if (RESERVED_VARIABLES.includes(name)) return { reason: `it sets ${name}, which OPM itself sets` };
    if (value.includes('\0')) return { reason: `the value of ${name} contains a NUL character` };
  }
  return { variables: parsed };
}

function isFailure(parsed: ReturnType<typeof parseEnvFile>): parsed is { line: number; reason: string } {
  return typeof parsed.line === 'number';
}
