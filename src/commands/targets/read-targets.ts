import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CommandInput } from '../../cli/command.ts';
import { OpmError } from '../../errors.ts';
import { inFile } from '../../protocol/resolve-targets.ts';
import { configApps, isConfigWord } from './config-apps.ts';

/**
 * The targets of a command, with config files replaced by their apps: `opm stop opm.config.json`. Apps of the same names
 * from other files are not meant. `-` is a config from standard input, whose names count wherever they come from.
 */
export async function readTargets(input: CommandInput): Promise<string[]> {
  const targets: string[] = [];
  for (const word of input.args) {
    if (!isConfigWord(input, word)) targets.push(word);
    else {
      const { instances } = await configApps(input, word, input.options.text('env') ?? undefined);
      const names = instances.map(({ name, definedIn }) =>
        definedIn == null ? name : inFile(definedIn, name),
      );
      targets.push(...new Set(names));
    }
  }
  return targets;
}

/**
 * Sends these targets; if nothing matches and some are files, sends their full paths instead, which match the apps that
 * run them: `opm stop app.js`.
 */
export async function askWithTargets<Result>(
  { cwd }: Pick<CommandInput, 'cwd'>,
  targets: readonly string[],
  ask: (targets: string[]) => Promise<Result>,
): Promise<Result> {
  try {
    return await ask([...targets]);
  } catch (error) {
    const paths = targets.map((word) => (existsSync(resolve(cwd, word)) ? resolve(cwd, word) : word));
    const isUnknown = error instanceof OpmError && error.code === 'TARGET_UNKNOWN';
    if (!isUnknown || paths.every((path, index) => path === targets[index])) throw error;
    return ask(paths);
  }
}
