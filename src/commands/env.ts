import type { CommandInput } from '../cli/command.ts';
import { withDaemon } from '../cli/session.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import type { InfoEntry } from '../protocol/intents.ts';
import { MASK, maskSecrets } from '../protocol/mask-secrets.ts';
import { instanceLabel } from '../report/instance-label.ts';
import { writeJson } from '../report/json.ts';
import { paint } from '../report/terminal/paint.ts';
import { UserLookup } from '../supervise/start/attributes/user.ts';
import { buildEnvironment } from '../supervise/start/environment.ts';

/** `opm env`: shows the environment of instances. Secret values are masked unless `--show`. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  const entries = await withDaemon(input, (client) => client.call('info', { targets: input.args }));
  const environments: { id: number; name: string; instance: number; env: Record<string, string> }[] = [];
  for (const entry of entries) {
    const { id, name, instance } = entry;
    environments.push({ id, name, instance, env: await environmentFor(entry, options.flag('show')) });
  }
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

/**
 * What a process of the instance is given: inherited variables as far as its user gets them, that user's own, the app's,
 * and OPM's, but for the token of each start. The values of plugins never leave the daemon.
 */
async function environmentFor(entry: InfoEntry, show: boolean): Promise<Record<string, string>> {
  const { id, name, instance, env, port, user, inheritedEnv: callerEnv, inheritEnv = true } = entry;
  const account = user === null ? null : await new UserLookup().find(user);
  const { OPM_TOKEN: _, ...given } = buildEnvironment({
    spec: { name, instance, env, inheritEnv, ...(port === null ? {} : { port }) },
    ...{ callerEnv, pluginEnv: {}, account, id, token: '' },
    isOther: account !== null && account.uid !== process.geteuid?.(),
  });
  const ofPlugins = entry.pluginEnv.map((variable) => [variable, MASK] as const);
  return { ...(show ? given : maskSecrets(given)), ...Object.fromEntries(ofPlugins) };
}
