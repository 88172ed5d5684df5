import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { Notes } from '../conversion.ts';

type Keys = Record<string, unknown>;

/** Where the output of an app goes: `logs` in OPM's config. */
export interface ConvertedLogs {
  out?: string;
  err?: string;
  shared?: true;
}

/**
 * PM2's `out_file`, `error_file`, `log_file`, `disable_logs` and `merge_logs`. Its files are relative to the
 * app's folder.
 */
export function logsOf(
  app: Keys,
  cwd: string,
  instances: unknown,
  name: string,
  notes: Notes,
): ConvertedLogs {
  const combined = typeof app.log_file === 'string' ? logPath(app.log_file, cwd) : undefined;
  let out = logPath(app.out_file, cwd);
  let err = logPath(app.error_file, cwd);
  if (app.disable_logs === true) {
    out = '/dev/null';
    err = '/dev/null';
  } else if (combined !== undefined) {
    if (out !== undefined || err !== undefined) {
      notes.add('log_file', 'output goes to one place; "out_file" and "error_file" are used', name);
    } else {
      out = combined;
      err = combined;
    }
  }
  const logs = { ...(out === undefined ? {} : { out }), ...(err === undefined ? {} : { err }) };
  const merge = app.merge_logs === true && typeof instances === 'number' && instances > 1;
  if (merge && out === undefined && err === undefined) {
    notes.add(
      'merge_logs',
      'each instance has its own log files; set "out_file" and "error_file" to share them',
      name,
    );
  }
  return { ...logs, ...(merge && Object.keys(logs).length > 0 ? { shared: true } : {}) };
}

function logPath(value: unknown, cwd: string): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  if (value === 'NULL' || value === '/dev/null') return '/dev/null';
  const path = value.startsWith('~') ? `${homedir()}${value.slice(1)}` : value;
  return resolve(cwd, path);
}
