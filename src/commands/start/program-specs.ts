import type { CommandInput } from '../../cli/command.ts';
import { environmentOf, homeOf } from '../../cli/session.ts';
import { type CommandFlags, specsFromCommand } from '../../config/instance/from-flags.ts';
import { instanceNamed } from '../../config/instance/instance-like.ts';
import type { InstanceSpec } from '../../config/instance/instance-spec.ts';
import { freeName } from '../../config/instance/usable-name.ts';
import { printable } from '../../printable.ts';
import type { StartedProgram } from '../../protocol/intents.ts';
import { pm2KeysOf } from './pm2-keys-of.ts';
import { refuseOtherTool } from './refuse-other-tool.ts';

/**
 * The instances of scripts and commands that are started by hand, and what the command line leaves to the daemon, which
 * knows the other apps.
 *
 * @throws what `specsFromCommand` and `refuseOtherTool` throw
 */
export function programSpecs(
  input: CommandInput,
  targets: readonly string[],
  flags: CommandFlags,
): { instances: InstanceSpec[]; programs: StartedProgram[] } {
  const { cwd, rest: args } = input;
  const instances: InstanceSpec[] = [];
  const programs: StartedProgram[] = [];
  const names = new Set<string>();
  const given = {
    ...{
      args,
      options: flags,
      cwd,
      home: homeOf(input),
      env: environmentOf(input),
      pm2Keys: pm2KeysOf(input),
    },
    onWarning: (sentence: string) => input.terminal.err.write(`warning: ${printable(sentence)}\n`),
  };
  for (const target of targets) {
    refuseOtherTool(input, target);
    const specs = specsFromCommand({ ...given, target });
    const base = specs[0]!.name;
    const app = freeName(base, names);
    instances.push(...specs.map((spec) => ({ ...instanceNamed(spec, app), definedIn: null })));
    programs.push({
      app,
      derivedFrom: flags.name === null ? base : null,
      anyCount: flags.instances === null,
    });
  }
  return { instances, programs };
}
