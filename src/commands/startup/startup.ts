import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { cannotHarden, outOfReach } from '../../boot/boot-errors.ts';
import { bootFile } from '../../boot/boot-files.ts';
import type { BootSpec, BootSystem } from '../../boot/boot-spec.ts';
import { hardenedObstacle } from '../../boot/hardened-unit.ts';
import { installBootFile } from '../../boot/install-boot-file.ts';
import type { CommandInput } from '../../cli/command.ts';
import { environmentOf, homeOf } from '../../cli/session.ts';
import { refuseWritableByOthers } from '../../config/file-trust.ts';
import { EXIT, type ExitCode, OpmError } from '../../errors.ts';
import { printable } from '../../printable.ts';
import { homePaths } from '../../runtime/home.ts';
import { trustHome } from '../../runtime/home-trust.ts';
import { daemonVariables } from '../../runtime/quirks/daemon-variables.ts';
import { selfCommand } from '../../runtime/self.ts';
import { DEFAULT_PATH } from '../../supervise/start/environment.ts';
import { bootRequest } from './boot-request.ts';

/**
 * `opm startup`: writes the file that brings the fleet back at boot, and enables it. Starts nothing now, but shows
 * the commands that would.
 */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  const isPrinted = options.flag('print');
  const { system, scope, place } = bootRequest(input, { writes: !isPrinted });
  const home = homeOf(input);
  // Before it is written for every boot to come.
  trustHome(home);
  const { file, args } = selfCommand([]);
  const spec: BootSpec = {
    scope,
    program: [file, ...args],
    home,
    env: bootEnvironment(input, home, scope),
    config: await checkedConfig(input),
    keepGoing: options.flag('keep-going'),
    hardened: options.flag('hardened'),
  };
  if (spec.hardened) refuseObstacles(system, spec);
  const content = bootFile(system, spec);
  if (isPrinted) {
    terminal.out.write(content);
    return EXIT.ok;
  }
  if (scope === 'system') warnOfUntrusted(input, file);
  installBootFile(place, content, home);
  terminal.out.write(
    `Wrote ${place.file}: ${spec.config ?? 'the last saved set'} will be restored at the next boot.\n` +
      `To start it now:\n${place.activate.map((command) => `  ${command}\n`).join('')}`,
  );
  if (spec.config === null && !existsSync(homePaths(home).snapshots)) {
    terminal.err.write('Nothing has been saved yet: run "opm save", or name a file with --config.\n');
  }
  return EXIT.ok;
}

/** What a hardened service would trip over is reported now, not at the next boot. */
function refuseObstacles(system: BootSystem, spec: BootSpec): void {
  if (system !== 'systemd' || spec.scope !== 'system') throw cannotHarden(system, spec.scope);
  const obstacle = hardenedObstacle(spec, whereItLeads);
  if (obstacle !== null) throw outOfReach(obstacle);
}

/** The real path, even of what does not exist yet. */
function whereItLeads(path: string): string {
  return existsSync(path) ? realpathSync(path) : join(whereItLeads(dirname(path)), basename(path));
}

/** Problems in a config are reported now, not at the next boot. */
async function checkedConfig(input: CommandInput): Promise<string | null> {
  const named = input.options.text('config') ?? input.env.OPM_CONFIG ?? '';
  if (named === '') return null;
  const { loadConfig } = await import('../../config/load.ts');
  const file = resolve(input.cwd, named);
  const config = await loadConfig({ file, home: homeOf(input), env: environmentOf(input) });
  for (const warning of config.warnings) input.terminal.err.write(`warning: ${printable(warning)}\n`);
  return file;
}

/**
 * The whole environment at boot. A relative entry of `PATH` would mean a different folder there, and what root runs must
 * not come from a folder that others can write.
 */
function bootEnvironment(
  { env, terminal }: CommandInput,
  home: string,
  scope: BootSpec['scope'],
): Record<string, string> {
  const path = (env.PATH ?? '').split(':').filter((folder) => {
    if (!isAbsolute(folder)) return false;
    const distrust = scope === 'system' ? whyUntrusted(folder) : null;
    if (distrust !== null) terminal.err.write(`warning: ${folder} is not in the PATH at boot. ${distrust}\n`);
    return distrust === null;
  });
  return {
    PATH: path.length === 0 ? DEFAULT_PATH : path.join(':'),
    HOME: env.HOME ?? homedir(),
    OPM_HOME: home,
    ...daemonVariables(),
  };
}

/** Whoever can replace the program of a root service is root. */
function warnOfUntrusted({ terminal }: CommandInput, program: string): void {
  const distrust = whyUntrusted(program);
  if (distrust !== null) terminal.err.write(`warning: root will run this at boot. ${distrust}\n`);
}

/** Why root should not run what is at `path`; `null` when there is no reason, or this is not root. */
function whyUntrusted(path: string): string | null {
  try {
    refuseWritableByOthers(path);
    return null;
  } catch (error) {
    if (!(error instanceof OpmError)) throw error;
    return error.message;
  }
}
