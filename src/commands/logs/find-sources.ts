import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandInput } from '../../cli/command.ts';
import { noLogsFound } from '../../cli/command-errors.ts';
import { homeOf, withRunningDaemon } from '../../cli/session.ts';
import { type LogSource, sourcesInFolder, sourcesOf } from '../../client/logs/log-source.ts';
import { type MovedLog, movedLogs } from '../../client/logs/moved-logs.ts';
import { printable } from '../../printable.ts';
import { ownOutput } from '../../runtime/files/own-output.ts';
import { homePaths } from '../../runtime/home.ts';

/**
 * The log files of a call's targets, as the daemon knows them; if none is running, as the ledger knows them; if there
 * is none either, those in the home's log folder. Warns of those that are not written to any more, and says which
 * instances write to no file of their own.
 *
 * @throws `OpmError` when targets were named and nothing is found
 */
export async function findLogSources(
  input: CommandInput,
  streams: { out: boolean; err: boolean },
): Promise<{ sources: LogSource[]; moved: MovedLog[] }> {
  const instances =
    (await withRunningDaemon(input, async (client) => {
      if (input.args.length > 0) return client.call('info', { targets: input.args });
      const { entries } = await client.call('list', {});
      return entries.length === 0 ? [] : client.call('info', { targets: ['all'] });
    })) ?? (await instancesOfLedger(input));
  if (instances === null) return { sources: await sourcesOfFolder(input, streams), moved: [] };
  const sources = filesAmong(sourcesOf(instances, streams), input);
  const pids = instances.flatMap(({ id, identity }): [number, number][] =>
    identity == null ? [] : [[id, identity.pid]],
  );
  const moved = movedLogs(sources, new Map(pids));
  for (const one of moved) input.terminal.err.write(`warning: ${printable(movedText(one))}\n`);
  return { sources, moved };
}

/** Leaves out the daemon's own output. Its name would mean that of this command. */
function filesAmong(sources: readonly LogSource[], { terminal }: CommandInput): LogSource[] {
  return sources.filter(({ name, instance, path }) => {
    const isFile = ownOutput(path) === null;
    if (!isFile) {
      const where = path === '/dev/stdout' ? 'standard output' : 'standard error';
      terminal.err.write(
        `${printable(`"${name}" (${instance}) writes to the daemon's ${where} (${path})`)}; look where that goes\n`,
      );
    }
    return isFile;
  });
}

function movedText({ source: { name, instance, path: log }, path }: MovedLog): string {
  const where = path === null ? 'a file that has no name any more' : path;
  return (
    `"${name}" (${instance}) still writes to ${where}, not to ${log}, which was renamed, removed or replaced since it ` +
    'started. Restart it, and let OPM rotate its logs (logs.maxSize, "opm rotate")'
  );
}

/** `null` when there is no ledger with instances in it. */
async function instancesOfLedger(
  input: CommandInput,
): Promise<(Parameters<typeof sourcesOf>[0][number] & { identity?: { pid: number } | null })[] | null> {
  const [{ readLedger }, { resolveTargets }] = await Promise.all([
    import('../../ledger/ledger-file.ts'),
    import('../../protocol/resolve-targets.ts'),
  ]);
  const known = readLedger(homePaths(homeOf(input)).ledger)?.state.instances;
  if (known === undefined || known.size === 0) return null;
  const targets = input.args.length === 0 ? ['all'] : input.args;
  return resolveTargets(targets, known.values()).map(({ id, spec }) => ({
    id,
    name: spec.name,
    instance: spec.instance,
    logs: spec.logs,
  }));
}

async function sourcesOfFolder(
  input: CommandInput,
  streams: { out: boolean; err: boolean },
): Promise<LogSource[]> {
  const { logs } = homePaths(homeOf(input));
  const names = await readdir(logs).catch(() => []);
  const files = names.map((name) => ({ name, path: join(logs, name) }));
  const sources = sourcesInFolder(files, input.args, streams);
  if (sources.length === 0 && input.args.length > 0) throw noLogsFound(input.args, logs);
  return sources;
}
