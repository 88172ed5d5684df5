import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { homePaths } from '../../runtime/home.ts';
import type { CommandInput } from '../command.ts';
import { noLogsFound } from '../command-errors.ts';
import { homeOf, withRunningDaemon } from '../session.ts';
import { type LogSource, sourcesInFolder, sourcesOf } from './log-source.ts';

/**
 * The log files of a call's targets, as the daemon knows them; where none runs, those in the home's log folder.
 *
 * @throws `OpmError` when targets were named and nothing is found
 */
export async function findLogSources(
  input: CommandInput,
  streams: { out: boolean; err: boolean },
): Promise<LogSource[]> {
  const instances = await withRunningDaemon(input, async (client) => {
    if (input.args.length > 0) return client.call('info', { targets: input.args });
    const { entries } = await client.call('list', {});
    return entries.length === 0 ? [] : client.call('info', { targets: ['all'] });
  });
  if (instances !== null) return sourcesOf(instances, streams);

  const { logs } = homePaths(homeOf(input));
  const names = await readdir(logs).catch(() => []);
  const files = names.map((name) => ({ name, path: join(logs, name) }));
  const sources = sourcesInFolder(files, input.args, streams);
  if (sources.length === 0 && input.args.length > 0) throw noLogsFound(input.args, logs);
  return sources;
}
