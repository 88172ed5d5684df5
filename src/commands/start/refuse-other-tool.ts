import { readFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import type { CommandInput } from '../../cli/command.ts';
import { configOfOtherTool } from '../../config/config-errors.ts';
import { recogniseText } from '../../config/from/recognise-other.ts';
import { INTERPRETERS, isExecutable, isFile } from '../../config/instance/interpreter.ts';

/**
 * A Procfile or a systemd unit given to `opm start` is no script, and "not executable" is not the problem.
 *
 * @throws `CONFIG_OF_OTHER_TOOL` (78)
 */
export function refuseOtherTool({ cwd, options }: CommandInput, target: string): void {
  const file = resolve(cwd, target);
  if (options.given('interpreter') || extname(file).toLowerCase() in INTERPRETERS) return;
  if (!isFile(file) || isExecutable(file)) return;
  const other = recogniseText(file, readFileSync(file, 'utf8'));
  if (other !== null) throw configOfOtherTool(target, other);
}
