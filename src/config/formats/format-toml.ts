import { configBroken } from '../config-errors.ts';
import type { ParsedFile } from './parsed-file.ts';

/**
 * TOML 1.0. The parser keeps no positions, so problems with the content carry only their path.
 *
 * @throws `CONFIG_BROKEN`
 */
export async function parseToml(file: string, text: string): Promise<ParsedFile> {
  const { parse, TomlError } = await import('smol-toml');
  try {
    return { content: parse(text) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The first line is the message; the rest is an excerpt of the file.
    const reason = error.message.split('\n', 1)[0]!.replace(/^Invalid TOML document: /, '');
    throw configBroken({
      file,
      format: 'TOML',
      reason,
      line: error.line,
      column: error.column,
      cause: error,
    });
  }
}
