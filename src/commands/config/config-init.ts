import { writeFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import type { CommandInput } from '../../cli/command.ts';
import { cannotWriteConfig, usageError } from '../../cli/command-errors.ts';
import { usageLine } from '../../cli/usage-line.ts';
import { initTemplate, type TemplateFormat } from '../../config/init-template.ts';
import { EXIT, type ExitCode, messageOf, systemErrorCode } from '../../errors.ts';
import { printable } from '../../printable.ts';

const FORMATS: Readonly<Record<string, TemplateFormat>> = {
  '.jsonc': 'jsonc',
  '.yaml': 'yaml',
  '.yml': 'yaml',
  '.toml': 'toml',
};

/** `opm config init`: writes a starter config file. An existing file is never overwritten. */
export async function run({ args, cwd, spec, terminal }: CommandInput): Promise<ExitCode> {
  const file = resolve(cwd, args[0] ?? 'opm.config.jsonc');
  const format = FORMATS[extname(file).toLowerCase()];
  if (format === undefined) {
    throw usageError(
      `The name must end with ${Object.keys(FORMATS).join(', ')}, not "${file}"`,
      usageLine(spec),
    );
  }
  try {
    await writeFile(file, initTemplate(format), { flag: 'wx' });
  } catch (error) {
    const reason = systemErrorCode(error) === 'EEXIST' ? 'the file already exists' : messageOf(error);
    throw cannotWriteConfig(file, reason, error);
  }
  terminal.out.write(`Wrote ${printable(file)}. Check it with: opm config check ${printable(file)}\n`);
  return EXIT.ok;
}
