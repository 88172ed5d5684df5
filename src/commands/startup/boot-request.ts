import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { rootNeeded } from '../../boot/boot-errors.ts';
import { type BootPlace, bootPlace } from '../../boot/boot-files.ts';
import { BOOT_SYSTEMS, type BootScope, type BootSystem } from '../../boot/boot-spec.ts';
import { detectBootSystem } from '../../boot/detect-boot-system.ts';
import type { CommandInput } from '../../cli/command.ts';
import { usageError } from '../../cli/command-errors.ts';
import { usageLine } from '../../cli/usage-line.ts';

/** Which init system, for whom, and where its files are: shared by `startup` and `unstartup`. */
export interface BootRequest {
  system: BootSystem;
  scope: BootScope;
  place: BootPlace;
}

/**
 * Reads the arguments and inspects the machine for whatever they leave open. Root means the system, anyone else their
 * own user.
 *
 * @param options.writes the command is going to change files
 * @throws `OpmError` `USAGE`, `BOOT_SCOPE_UNSUPPORTED` (64), `BOOT_SYSTEM_UNKNOWN` or `ROOT_NEEDED` (1)
 */
export function bootRequest(input: CommandInput, { writes }: { writes: boolean }): BootRequest {
  const { options, env, spec } = input;
  const wantsSystem = options.flag('system');
  if (wantsSystem && options.flag('user')) {
    throw usageError('--system and --user cannot be combined', usageLine(spec));
  }
  const root = resolve(input.cwd, options.text('root') ?? '/');
  const isRoot = process.geteuid?.() === 0;
  const scope: BootScope = wantsSystem || (isRoot && !options.flag('user')) ? 'system' : 'user';
  const system = namedSystem(input) ?? detectBootSystem(root, process.platform);
  const userFolder = env.HOME ?? homedir();
  const place = bootPlace({
    system,
    scope,
    root,
    userFolder,
    configFolder: env.XDG_CONFIG_HOME || join(userFolder, '.config'),
  });
  if (writes && scope === 'system' && !isRoot && root === '/') throw rootNeeded(`opm ${spec.name}`);
  return { system, scope, place };
}

function namedSystem({ args, spec }: CommandInput): BootSystem | null {
  const [name] = args;
  if (name === undefined) return null;
  const system = BOOT_SYSTEMS.find((known) => known === name);
  if (system !== undefined) return system;
  throw usageError(`"${name}" is not one of ${BOOT_SYSTEMS.join(', ')}`, usageLine(spec));
}
