import { isPlainObject } from '../../schema/known-object.ts';
import type { Notes } from '../conversion.ts';

type Entry = Record<string, unknown>;

/** The defaults of process-compose's probes. */
const PERIOD_S = 10;
const FAILURES = 3;

/** A readiness probe, or the log line that shows that a process is ready, as `ready`. */
export function readyOf(entry: Entry, name: string, notes: Notes): Entry | undefined {
  if (typeof entry.ready_log_line === 'string')
    return { log: entry.ready_log_line.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&') };
  const { readiness_probe: probe } = entry;
  if (!isPlainObject(probe)) return undefined;
  const how = checkOf(probe);
  if (how === undefined) {
    notes.add(
      'readiness_probe',
      'is neither exec nor http_get; the app counts as ready once it is running',
      name,
    );
    return undefined;
  }
  if (Number(probe.success_threshold ?? 1) > 1)
    notes.add('readiness_probe.success_threshold', 'OPM accepts the first success', name);
  return { ...how, timeout: timeoutMs(probe) };
}

function checkOf(probe: Entry): Entry | undefined {
  if (isPlainObject(probe.exec) && typeof probe.exec.command === 'string')
    return { exec: ['/bin/sh', '-c', probe.exec.command] };
  if (!isPlainObject(probe.http_get)) return undefined;
  const { host = '127.0.0.1', scheme = 'http', path = '/', port } = probe.http_get;
  return { http: `${scheme}://${host}${port === undefined ? '' : `:${port}`}${path}` };
}

/** process-compose gives up after a number of failures, one per period; OPM has a single timeout. */
function timeoutMs(probe: Entry): number {
  const number = (key: string, fallback: number): number => Number(probe[key] ?? fallback) || fallback;
  const period = number('period_seconds', PERIOD_S);
  return (number('initial_delay_seconds', 0) + period * number('failure_threshold', FAILURES)) * 1000;
}
