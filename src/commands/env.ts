import type { CommandInput } from '../cli/command.ts';
import { withDaemon } from '../cli/session.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import type { InfoEntry } from '../protocol/intents.ts';
import { MASK, maskSecrets } from '../protocol/mask-secrets.ts';
import { instanceLabel } from '../report/instance-label.ts';
import { writeJson } from '../report/json.ts';
import { paint } from '../report/terminal/paint.ts';

/** `opm env`: shows the environment of instances. Secret values are masked unless `--show`. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  const entries = await withDaemon(input, (client) => client.call('info', { targets: input.args }));
  const environments = entries.map((entry) => ({
    id: entry.id,
    name: entry.name,
    instance: entry.instance,
    env: environmentFor(entry, options.flag('show')),
  }));
  if (options.flag('json')) {
    writeJson(terminal, environments);
    return EXIT.ok;
  }
  const sections = environments.map((environment) => {
    const lines = Object.entries(environment.env).map(([name, value]) => `${name}=${value}\n`);
    // The output for a single instance can be read by `env -S` and the like; several need headings.
    const title =
      environments.length === 1 ? '' : `${paint(terminal.out, 'bold', `# ${instanceLabel(environment)}`)}\n`;
    return title + lines.join('');
  });
  terminal.out.write(sections.join('\n'));
  return EXIT.ok;
}

/** Inherited variables, then the app's own, then those of plugins, whose values never leave the daemon. */
function environmentFor(entry: InfoEntry, show: boolean): Record<string, string> {
  const known = { ...entry.inheritedEnv, ...entry.env };
  const ofPlugins = entry.pluginEnv.map((name) => [name, MASK] as const);
  return { ...(show ? known : maskSecrets(known)), ...Object.fromEntries(ofPlugins) };
}
