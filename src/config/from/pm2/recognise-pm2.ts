import { isPlainObject } from '../../schema/known-object.ts';
import { isPm2Word } from './pm2-keys.ts';

const OWN_ROOT_KEYS = ['$schema', 'settings', 'plugins'];
const OWN_APP_KEYS = [
  'command',
  'shell',
  'envFile',
  'inheritEnv',
  'dependsOn',
  'ready',
  'minUptime',
  'restart',
  'stop',
  'logs',
];
const SCRIPT_KEYS = ['script', 'exec', 'cmd'];

/**
 * Recognises PM2's files by their content: a dump is a list of processes with `pm_exec_path`, an ecosystem file has
 * apps with `script`. A file that also has OPM's own keys belongs to the tool with more matching keys.
 */
export function recognisePm2(content: unknown): 'ecosystem' | 'dump' | null {
  const apps = appsOf(content);
  if (apps.length === 0) return null;
  if (Array.isArray(content) && apps.some((app) => 'pm_exec_path' in app)) return 'dump';
  if (isPlainObject(content) && OWN_ROOT_KEYS.some((key) => key in content)) return null;
  if (!apps.some((app) => SCRIPT_KEYS.some((key) => key in app))) return null;
  return speaksPm2(apps) ? 'ecosystem' : null;
}

function speaksPm2(apps: readonly Record<string, unknown>[]): boolean {
  const keys = apps.flatMap((app) => Object.keys(app));
  const own = keys.filter((key) => OWN_APP_KEYS.includes(key)).length;
  return own === 0 || keys.filter((key) => !OWN_APP_KEYS.includes(key) && isPm2Word(key)).length > own;
}

/** The apps of an ecosystem file, wherever PM2 accepts them: a list, `apps`, `pm2`, or the file is one app. */
export function appsOf(content: unknown): Record<string, unknown>[] {
  if (Array.isArray(content)) return content.filter(isPlainObject);
  if (!isPlainObject(content)) return [];
  const apps = content.apps ?? content.pm2 ?? content;
  return (Array.isArray(apps) ? apps : [apps]).filter(isPlainObject);
}
