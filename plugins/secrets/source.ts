import { readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { DirectorySource, FileSource, Source } from './options.ts';
import { type Format, parseDotenv, parseJson, parseRaw, type Variables } from './parse.ts';
import { readCommand } from './secret-command.ts';
import { readSecretFile } from './secret-file.ts';
import { renamed } from './variable-names.ts';

interface Surroundings {
  configDir: string;
  signal: AbortSignal;
}

/** For messages. Only the name of a command, since its arguments may be secrets. */
export function labelOf(source: Source): string {
  if ('file' in source) return `file ${source.file}`;
  return 'directory' in source ? `directory ${source.directory}` : `command ${source.command[0]}`;
}

/**
 * The variables of a source under the names that the apps get.
 *
 * @throws one sentence with the source and the reason, never a value
 */
export async function readSource(source: Source, surroundings: Surroundings): Promise<Variables> {
  try {
    return renamed(await rawVariables(source, surroundings), source, namesByDefault(source));
  } catch (error) {
    if (source.optional && isMissing(error)) return new Map();
    throw new Error(`${labelOf(source)} ${messageOf(error)}`);
  }
}

function rawVariables(source: Source, surroundings: Surroundings): Promise<Variables> {
  if ('file' in source) return fromFile(source, surroundings);
  if ('directory' in source) return fromDirectory(source, surroundings);
  const { configDir: cwd, signal } = surroundings;
  return readCommand(source.command, { cwd, timeoutMs: source.timeout, signal }).then((output) =>
    parse(output, source.format, source, source.name ?? ''),
  );
}

async function fromFile(source: FileSource, { configDir, signal }: Surroundings): Promise<Variables> {
  const path = located(source.file, configDir);
  const text = await readSecretFile(path, { allowWorldReadable: source.allowWorldReadable, signal });
  return parse(text, formatOf(source), source, source.name ?? basename(path));
}

/** One variable per file. Hidden names are skipped: Kubernetes keeps old versions there. */
async function fromDirectory(
  source: DirectorySource,
  { configDir, signal }: Surroundings,
): Promise<Variables> {
  const folder = located(source.directory, configDir);
  const variables: Variables = new Map();
  for (const name of (await readdir(folder)).sort()) {
    const path = join(folder, name);
    const wanted = source.only?.includes(name) ?? !name.startsWith('.');
    if (!wanted) continue;
    try {
      if ((await stat(path)).isDirectory()) continue;
      const text = await readSecretFile(path, { allowWorldReadable: source.allowWorldReadable, signal });
      variables.set(name, parseRaw(text));
    } catch (error) {
      throw new Error(`has the file "${name}" that ${messageOf(error)}`);
    }
  }
  return variables;
}

function parse(
  text: string,
  format: Format,
  { path }: { path?: string | undefined },
  name: string,
): Variables {
  if (format === 'dotenv') return parseDotenv(text);
  return format === 'json' ? parseJson(text, path) : new Map([[name, parseRaw(text)]]);
}

function formatOf({ format, file }: FileSource): Format {
  if (format !== undefined) return format;
  if (file.endsWith('.json')) return 'json';
  return file.endsWith('.env') ? 'dotenv' : 'raw';
}

/** File names rarely look like variable names; keys usually do. */
function namesByDefault(source: Source): 'env' | 'keep' {
  if ('directory' in source) return 'env';
  return 'file' in source && formatOf(source) === 'raw' && source.name === undefined ? 'env' : 'keep';
}

/** A path from the options, with a daemon variable at its start expanded: `$CREDENTIALS_DIRECTORY/key`. */
function located(path: string, configDir: string): string {
  const filled = path.replace(/^\$(\w+)(?=\/|$)/, (_, name: string) => {
    const value = process.env[name];
    if (!value)
      throw Object.assign(new Error(`needs the variable ${name}, which is not set`), { code: 'ENOENT' });
    return value;
  });
  return resolve(configDir, filled);
}

function isMissing(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'ENOENT';
}

function messageOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' && 'syscall' in (error as object)) return 'does not exist';
  if (code === 'EACCES') return 'cannot be read by this user';
  return message;
}
