import { join, parse, resolve } from 'node:path';
import type { AppConfig } from '../schema/file-schema.ts';
import { splitWords } from '../split-words.ts';
import type { InstanceSpec, LogPaths, ReadySpec } from './instance-spec.ts';

/** What one instance has that its app's config cannot say; only conversions of other tools' files use it. */
export interface InstanceOverride {
  env?: Record<string, string>;
  /** Absolute paths, used as they are. */
  logs?: { out?: string; err?: string };
}

/** Where the number of an instance goes in the path of a log file. */
export const NUMBER = '{instance}';

/** How long an app without `ready` and without `minUptime` must live. */
const DEFAULT_MIN_UPTIME_MS = 500;

/**
 * All instances of an app as the rest of OPM knows them. Pure: whether folders, programs and users exist is
 * found out when they are needed.
 *
 * @param options.folder absolute; relative paths start here
 * @param options.home OPM's state folder, absolute
 * @param options.fileEnv the variables from the app's `envFile`
 */
export function resolveInstances(options: {
  app: AppConfig;
  folder: string;
  home: string;
  fileEnv?: Record<string, string>;
  overrides?: readonly InstanceOverride[];
}): InstanceSpec[] {
  const { app, folder, home, fileEnv = {}, overrides = [] } = options;
  const argv = argvOf(app);
  const cwd = resolve(folder, app.cwd);
  return Array.from({ length: app.instances }, (_, instance): InstanceSpec => {
    const override = overrides[instance];
    const port = app.port === undefined ? undefined : app.port + instance;
    return {
      name: app.name,
      instance,
      namespace: app.namespace,
      argv,
      cwd,
      env: {
        ...fileEnv,
        ...app.env,
        ...override?.env,
        ...(port === undefined ? {} : { PORT: String(port) }),
      },
      inheritEnv: app.inheritEnv,
      ...(port === undefined ? {} : { port }),
      ...(app.user === undefined ? {} : { user: app.user }),
      dependsOn: [...new Set(app.dependsOn)],
      ...(app.ready === undefined ? {} : { ready: readyOf(app.ready, app.port, instance) }),
      minUptimeMs: app.minUptime ?? (app.ready === undefined ? DEFAULT_MIN_UPTIME_MS : 0),
      restart: app.restart,
      stop: { signal: app.stop.signal, timeoutMs: app.stop.timeout },
      logs: logPaths({ app, instance, folder, home, given: override?.logs ?? {} }),
    };
  });
}

function argvOf({ command, shell }: AppConfig): string[] {
  if (Array.isArray(command)) return command;
  if (shell) return ['/bin/sh', '-c', command];
  const words = splitWords(command);
  // Validation has split it before.
  if (!Array.isArray(words)) throw new TypeError(`unsplittable command: ${words.reason}`);
  return words;
}

function logPaths(options: {
  app: AppConfig;
  instance: number;
  folder: string;
  home: string;
  given: { out?: string; err?: string };
}): InstanceSpec['logs'] {
  const { app, instance, folder, home, given } = options;
  const pattern: Partial<LogPaths> = {};
  const pathOf = (stream: keyof LogPaths): string => {
    const { [stream]: absolute } = given;
    if (absolute !== undefined) return absolute;
    const { [stream]: configured } = app.logs;
    if (configured === undefined) return join(home, 'logs', `${app.name}-${instance}.${stream}.log`);
    const path = resolve(folder, configured);
    if (path.includes(NUMBER)) {
      pattern[stream] = path;
      return path.replaceAll(NUMBER, String(instance));
    }
    if (app.instances === 1 || path.startsWith('/dev/')) return path;
    const { dir, name, ext } = parse(path);
    return join(dir, `${name}-${instance}${ext}`);
  };
  const paths: LogPaths = { out: pathOf('out'), err: pathOf('err') };
  return Object.keys(pattern).length === 0 ? paths : { ...paths, pattern };
}

/** An address on the app's own port means the instance's own port: each instance answers for itself. */
export function readyOf(ready: ReadySpec, port: number | undefined, instance: number): ReadySpec {
  if (port === undefined || instance === 0) return ready;
  if (ready.kind === 'tcp' && ready.port === port) return { ...ready, port: port + instance };
  if (ready.kind !== 'http' || /^(http:\/\/)?unix:/.test(ready.url)) return ready;
  const url = new URL(ready.url);
  if (portOf(url) !== port) return ready;
  url.port = String(port + instance);
  return { ...ready, url: url.href };
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}
