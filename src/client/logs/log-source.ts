import type { LogRotationSpec } from '../../config/keys/logs-keys.ts';

/** One log file and whose output it holds. */
export interface LogSource {
  path: string;
  /** `null` when the file was found in the log folder and nobody could be asked. */
  id: number | null;
  name: string;
  instance: number;
  /** `both`: standard output and standard error go to the same file. */
  stream: 'out' | 'err' | 'both';
  /** How its app wants it rotated. */
  rotation?: LogRotationSpec;
}

interface Logging {
  id: number;
  name: string;
  instance: number;
  logs: { out: string; err: string; rotation?: LogRotationSpec | undefined };
}

/** The log files of instances, each once, in the order of the instances. */
export function sourcesOf(
  instances: readonly Logging[],
  streams: { out: boolean; err: boolean },
): LogSource[] {
  const sources = new Map<string, LogSource>();
  for (const { id, name, instance, logs } of instances) {
    const whose = {
      ...{ id, name, instance },
      ...(logs.rotation === undefined ? {} : { rotation: logs.rotation }),
    };
    if (logs.out === logs.err) {
      sources.set(logs.out, { path: logs.out, ...whose, stream: 'both' });
      continue;
    }
    // Instances may share a file; its lines are shown once.
    if (streams.out && !sources.has(logs.out))
      sources.set(logs.out, { path: logs.out, ...whose, stream: 'out' });
    if (streams.err && !sources.has(logs.err))
      sources.set(logs.err, { path: logs.err, ...whose, stream: 'err' });
  }
  return [...sources.values()];
}

const DEFAULT_NAME = /^(.+)-(\d+)\.(out|err)\.log$/;

/**
 * The log files among the names in a log folder, by OPM's naming scheme: `<app>-<instance>.out.log`. For when no
 * daemon is running.
 *
 * @param targets names and `name:instance`; empty or `all` for everything
 */
export function sourcesInFolder(
  files: readonly { name: string; path: string }[],
  targets: readonly string[],
  streams: { out: boolean; err: boolean },
): LogSource[] {
  const wanted = new Set(targets.flatMap((target) => target.split(',')));
  const all = wanted.size === 0 || wanted.has('all');
  const sources: LogSource[] = [];
  for (const file of files) {
    const match = DEFAULT_NAME.exec(file.name);
    if (match === null) continue;
    const [, name = '', instance = '', stream] = match;
    if (!all && !wanted.has(name) && !wanted.has(`${name}:${instance}`)) continue;
    if (!streams[stream as 'out' | 'err']) continue;
    sources.push({
      path: file.path,
      id: null,
      name,
      instance: Number(instance),
      stream: stream as 'out' | 'err',
    });
  }
  return sources.sort(
    (a, b) => a.name.localeCompare(b.name) || a.instance - b.instance || (a.stream === 'out' ? -1 : 1),
  );
}
