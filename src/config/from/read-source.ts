import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import { systemErrorCode } from '../../errors.ts';
import { configUnreadable, nothingToImport, readFailure } from '../config-errors.ts';
import { decodeText } from '../decode-text.ts';
import { parseEnvFile } from '../env-files/parse-env-file.ts';
import { readConfigFile } from '../formats/read-config-file.ts';
import type { Conversion } from './conversion.ts';
import { convertForeign } from './convert-foreign.ts';
import { type ImportKind, recogniseContent, recogniseText } from './recognise-other.ts';

/** A converted file of another tool. */
export interface Source {
  /** Absolute. */
  files: string[];
  conversion: Conversion;
}

export interface SourceOptions {
  /** The caller's variables. */
  env: Record<string, string>;
  profile: string | undefined;
}

type Kind = ImportKind | 'config';

interface Recognised {
  file: string;
  kind: Kind;
  /** The parsed content, for formats that are parsed. */
  content: unknown;
}

/**
 * Reads files of other tools, recognises each by its content, and converts them. systemd units that are given together
 * keep their dependencies on each other.
 *
 * @param files absolute
 * @throws `CONFIG_UNREADABLE`, `CONFIG_BROKEN`, `CONFIG_OF_OTHER_TOOL`, `CONFIG_MODULE_FAILED`, `NOTHING_TO_IMPORT`
 */
export async function readSources(files: readonly string[], options: SourceOptions): Promise<Source[]> {
  const found: Recognised[] = [];
  for (const file of files) found.push(await recognise(file, options));
  const units = found.filter(({ kind }) => kind === 'systemd');
  const sources: Source[] = [];
  for (const one of found) {
    if (one.kind !== 'systemd') {
      sources.push({ files: [one.file], conversion: await convert(one, options) });
    } else if (one === units[0]) {
      const { convertUnits } = await import('./systemd/convert-units.ts');
      const texts = units.map(({ file }) => ({ name: basename(file), text: textOf(file) }));
      sources.push({ files: units.map(({ file }) => file), conversion: convertUnits(texts, existsSync) });
    }
  }
  return sources;
}

const PARSED = /^\.(ya?ml|jsonc?|json5|toml|[cm]?[jt]s|pm2|dump|ron|hcl)$/;

async function recognise(file: string, { env, profile }: SourceOptions): Promise<Recognised> {
  const extension = extname(file).toLowerCase();
  if (!PARSED.test(extension)) {
    const other = recogniseText(file, textOf(file));
    if (other !== null && other.kind !== null) return { file, kind: other.kind, content: undefined };
  }
  const { content } = await readConfigFile(file, env, profile);
  const other = recogniseContent(content);
  if (other !== null && other.kind !== null) return { file, kind: other.kind, content };
  return { file, kind: 'config', content };
}

async function convert({ file, kind, content }: Recognised, options: SourceOptions): Promise<Conversion> {
  const folder = dirname(file);
  switch (kind) {
    case 'procfile': {
      const { convertProcfile, procfileSurroundings } = await import('./procfile/convert-procfile.ts');
      return convertProcfile(textOf(file), procfileSurroundings(folder, textOf));
    }
    case 'supervisord': {
      const [{ convertSupervisord }, { readSupervisord }] = await Promise.all([
        import('./supervisord/convert-supervisord.ts'),
        import('./supervisord/read-supervisord.ts'),
      ]);
      return convertSupervisord(readSupervisord(file, textOf), options.env);
    }
    case 'process-compose': {
      const { convertProcessCompose } = await import('./process-compose/convert-process-compose.ts');
      return convertProcessCompose(content as Record<string, unknown>, folder);
    }
    case 'compose': {
      const { convertCompose } = await import('./compose/convert-compose.ts');
      const variables = { ...envBeside(folder), ...options.env };
      return convertCompose(content as Record<string, unknown>, { folder, variables });
    }
    default: {
      const surroundings = { ...options, file, folder, cores: availableParallelism() };
      const conversion = await convertForeign(content, surroundings);
      if (conversion === null) throw nothingToImport(file);
      return conversion;
    }
  }
}

function envBeside(folder: string): Record<string, string> {
  const file = join(folder, '.env');
  if (!existsSync(file)) return {};
  const parsed = parseEnvFile(textOf(file));
  return typeof parsed.line === 'number' ? {} : (parsed as Record<string, string>);
}

/** @throws `CONFIG_UNREADABLE` */
function textOf(file: string): string {
  let text: ReturnType<typeof decodeText>;
  try {
    text = decodeText(readFileSync(file));
  } catch (cause) {
    throw configUnreadable(file, readFailure(cause, systemErrorCode(cause)), cause);
  }
  if (typeof text === 'string') return text;
  throw configUnreadable(file, `line ${text.line} is not UTF-8 text`);
}
