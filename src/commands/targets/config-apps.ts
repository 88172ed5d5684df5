import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CommandInput } from '../../cli/command.ts';
import { environmentOf, homeOf } from '../../cli/session.ts';
import type { InstanceSpec, Settings } from '../../config/instance/instance-spec.ts';
import { printable } from '../../printable.ts';
import { isConfigName } from '../start/start-words.ts';

/** What a config file among the words of a command says. */
export interface ConfigApps {
  instances: InstanceSpec[];
  settings: Settings;
}

/** Whether a word is a config file that exists, or `-` for one from standard input. */
export function isConfigWord({ cwd }: Pick<CommandInput, 'cwd'>, word: string): boolean {
  return word === '-' || (isConfigName(word) && existsSync(resolve(cwd, word)));
}

/** The apps of a config file, or only those of `--only`. Prints its warnings. */
export async function configApps(
  input: CommandInput,
  word: string,
  profile: string | undefined,
): Promise<ConfigApps> {
  const { loadConfig } = await import('../../config/load.ts');
  const { instances, settings, plugins, warnings } = await loadConfig({
    file: word === '-' ? '/dev/stdin' : resolve(input.cwd, word),
    ...(word === '-' ? { folder: input.cwd } : {}),
    home: homeOf(input),
    env: environmentOf(input),
    profile,
  });
  if (plugins.length > 0)
    warnings.push(`the plugins of ${word} run only with "opm restore --config ${word}"`);
  for (const warning of warnings) input.terminal.err.write(`warning: ${printable(warning)}\n`);
  const only = input.options.list('only');
  const wanted = only === null ? instances : instances.filter(({ name }) => only.includes(name));
  return { instances: wanted, settings };
}
