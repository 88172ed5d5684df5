import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { messageOf, OpmError, systemErrorCode } from '../../errors.ts';
import {
  configBroken,
  configFormatUnknown,
  configOfOtherTool,
  configUnreadable,
  readFailure,
} from '../config-errors.ts';
import { decodeText } from '../decode-text.ts';
import { recogniseText } from '../from/recognise-other.ts';
import { importConfigModule } from './import-module.ts';
import { DEEPEST_NESTING, isNestedTooDeep } from './nesting.ts';
import type { ParsedFile } from './parsed-file.ts';

type TextFormat = 'JSON' | 'YAML' | 'TOML' | 'RON' | 'HCL';

const TEXT_FORMATS: Record<string, TextFormat> = {
  '.json': 'JSON',
  '.jsonc': 'JSON',
  '.json5': 'JSON',
  '.pm2': 'JSON',
  '.yaml': 'YAML',
  '.yml': 'YAML',
  '.toml': 'TOML',
  '.ron': 'RON',
  '.dump': 'RON',
  '.hcl': 'HCL',
};

const MODULES = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'];

/** A list of thousands of apps takes a few MB; beyond this someone named the wrong file. */
const LARGEST_FILE_BYTES = 64 * 1024 * 1024;

/**
 * Reads a config file of any format, recognised by its extension or, without a known one, by the beginning of its
 * text.
 *
 * @param file absolute path
 * @param profile passed to a config program, besides the environment
 * @throws `CONFIG_UNREADABLE`, `CONFIG_FORMAT_UNKNOWN`, `CONFIG_BROKEN`, `CONFIG_MODULE_FAILED`
 */
export async function readConfigFile(
  file: string,
  env: Record<string, string>,
  profile?: string,
): Promise<ParsedFile> {
  const extension = extname(file).toLowerCase();
  if (MODULES.includes(extension)) {
    // The runtime would read other bytes as a replacement character, and go on.
    await readText(file);
    return importConfigModule(file, { env, profile });
  }
  const text = await readText(file);
  const format = TEXT_FORMATS[extension] ?? guessFormat(text);
  if (format === undefined) {
    const other = recogniseText(file, text);
    if (other !== null) throw configOfOtherTool(file, other);
    throw configFormatUnknown(file, [...Object.keys(TEXT_FORMATS), ...MODULES]);
  }
  if (text.trim() === '') throw configBroken({ file, format, reason: 'the file is empty' });
  if (isNestedTooDeep(text)) {
    throw configBroken({ file, format, reason: `it is nested more than ${DEEPEST_NESTING} levels deep` });
  }
  try {
    return await parseText({ file, format, text, env });
  } catch (cause) {
    const other = recogniseText(file, text);
    if (other !== null) throw configOfOtherTool(file, other);
    if (cause instanceof OpmError) throw cause;
    // A parser that fails in another way than it promises.
    throw configBroken({ file, format, reason: messageOf(cause), cause });
  }
}

/** `dump.pm2.bak`, a file from a pipe: JSON and RON can be recognised by their first character. */
function guessFormat(text: string): TextFormat | undefined {
  const start = text.trimStart();
  if (/^(\[|\{|\/[/*])/.test(start)) return 'JSON';
  return start.startsWith('(') ? 'RON' : undefined;
}

async function parseText(options: {
  file: string;
  format: TextFormat;
  text: string;
  env: Record<string, string>;
}): Promise<ParsedFile> {
  const { file, format, text } = options;
  if (format === 'JSON') {
    const { parseJson } = await import('./format-json.ts');
    // Loaded late: hardly any file needs it.
    return parseJson(file, text, async () =>
      (await import('../from/pm2/evaluate-json.ts')).evaluateJson(text, options.env),
    );
  }
  if (format === 'YAML') return (await import('./format-yaml.ts')).parseYaml(file, text);
  if (format === 'TOML') return (await import('./format-toml.ts')).parseToml(file, text);
  if (format === 'RON') return (await import('../from/rust-opm/format-ron.ts')).parseRon(file, text);
  return (await import('../from/rust-opm/format-hcl.ts')).parseHcl(file, text);
}

async function readText(file: string): Promise<string> {
  await checkReadable(file);
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw configUnreadable(file, readFailure(cause, systemErrorCode(cause)), cause);
  });
  const text = decodeText(bytes);
  if (typeof text === 'string') return text;
  throw configUnreadable(file, `line ${text.line} is not UTF-8 text`);
}

async function checkReadable(file: string): Promise<void> {
  const found = await stat(file).catch((cause: unknown) => {
    throw configUnreadable(file, readFailure(cause, systemErrorCode(cause)), cause);
  });
  if (found.isDirectory()) throw configUnreadable(file, 'it is a folder');
  if (found.isCharacterDevice() || found.isBlockDevice()) throw configUnreadable(file, 'it is a device');
  if (found.size > LARGEST_FILE_BYTES)
    throw configUnreadable(file, `it is ${found.size} bytes long, too much for a config file`);
}
