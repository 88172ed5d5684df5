import * as v from 'valibot';
import { type KeyHints, knownObject } from './known-object.ts';
import { notThat } from './problem.ts';
import { ready } from './schema-ready.ts';
import { restart } from './schema-restart.ts';
import {
  appName,
  command,
  duration,
  flag,
  listOf,
  signalName,
  text,
  variableName,
  variables,
  wholeNumber,
} from './schema-values.ts';

/** One app of the config file. */

const HINTS: KeyHints = {
  notBuilt: { maxMemory: 'memory limits are not enforced' },
  synonyms: {
    script: 'command',
    exec: 'command',
    cmd: 'command',
    args: 'command',
    environment: 'env',
    dir: 'cwd',
    directory: 'cwd',
    workingDirectory: 'cwd',
    replicas: 'instances',
    scale: 'instances',
    health: 'ready',
    healthcheck: 'ready',
    readiness: 'ready',
    autorestart: 'restart',
    max_memory_restart: 'maxMemory',
    policy: 'restart.policy',
    backoff: 'restart.backoff',
    maxRestarts: 'restart.maxRestarts',
    window: 'restart.window',
    signal: 'stop.signal',
    timeout: 'stop.timeout',
    tcp: 'ready.tcp',
    http: 'ready.http',
    out: 'logs.out',
    err: 'logs.err',
  },
};

const stop = knownObject(
  {
    signal: v.optional(
      v.pipe(
        signalName,
        v.metadata({ description: 'Sent to the whole process group to end it.', examples: ['SIGINT'] }),
      ),
      'SIGTERM',
    ),
    timeout: v.optional(
      v.pipe(
        duration(),
        v.metadata({
          description: 'After this long, what is left of the group gets SIGKILL.',
          examples: ['1m'],
        }),
      ),
      '10s',
    ),
  },
  'an object with signal and timeout',
);

const logs = knownObject(
  {
    out: v.optional(
      v.pipe(
        text('a file path'),
        v.metadata({
          description:
            'File for standard output; default `$OPM_HOME/logs/<name>-<instance>.out.log`. With several instances, ' +
            '`-<instance>` goes before the extension, or in the place of `{instance}`.',
          examples: ['logs/api.log'],
        }),
      ),
    ),
    err: v.optional(
      v.pipe(
        text('a file path'),
        v.metadata({
          description:
            'File for standard error; default `$OPM_HOME/logs/<name>-<instance>.err.log`. It may be the same as `out`.',
          examples: ['logs/api.err.log'],
        }),
      ),
    ),
  },
  'an object with out and err',
  {
    notBuilt: { maxSize: 'logs are not rotated', keep: 'logs are not rotated' },
    synonyms: { output: 'out', stdout: 'out', error: 'err', stderr: 'err' },
  },
);

export const appSchema = knownObject(
  {
    name: v.pipe(
      appName,
      v.metadata({ description: 'What commands call the app. Unique in the file.', examples: ['api'] }),
    ),
    command: v.pipe(
      command,
      v.metadata({
        description: 'What to run: a string is split into words without a shell, a list is taken as it is.',
        examples: ['node server.js'],
      }),
    ),
    shell: v.optional(
      v.pipe(
        flag,
        v.metadata({ description: 'Run `command` (then a string) through `/bin/sh -c`.', examples: [true] }),
      ),
      false,
    ),
    cwd: v.optional(
      v.pipe(
        text('a folder'),
        v.metadata({ description: 'Folder to run in, relative to the config file.', examples: ['./api'] }),
      ),
      '.',
    ),
    instances: v.optional(
      v.pipe(
        wholeNumber(1, 10_000),
        v.metadata({
          description: 'How many copies run. Each knows its number from `OPM_INSTANCE`.',
          examples: [2],
        }),
      ),
      1,
    ),
    port: v.optional(
      v.pipe(
        wholeNumber(1, 65_535),
        v.metadata({
          description: 'Instance i gets `PORT` = port + i in its environment.',
          examples: [3000],
        }),
      ),
    ),
    env: v.optional(
      v.pipe(
        variables,
        v.metadata({ description: 'Variables of the app.', examples: [{ LOG: 'info', WORKERS: 4 }] }),
      ),
      {},
    ),
    envFile: v.optional(
      v.pipe(
        listOf('a file path'),
        v.metadata({
          description:
            'Files of `KEY=value` lines, relative to the config file. A later file wins over an earlier one, and ' +
            '`env` over them all.',
          examples: ['.env'],
        }),
      ),
      [],
    ),
    inheritEnv: v.optional(
      v.pipe(
        v.union([v.boolean(), v.array(variableName)], notThat('true, false or a list of variable names')),
        v.title('boolean or list of strings'),
        v.metadata({
          description: "Pass on the caller's environment: all of it, none of it, or these names.",
          examples: [['PATH', 'HOME']],
        }),
      ),
      true,
    ),
    dependsOn: v.optional(
      v.pipe(
        v.array(v.string(notThat('the name of an app')), notThat('a list of app names, like ["db"]')),
        v.title('list of strings'),
        v.metadata({ description: 'Apps that must be ready before this one starts.', examples: [['db']] }),
      ),
      [],
    ),
    ready: v.optional(
      v.pipe(
        ready,
        v.metadata({
          description:
            'How the app shows that it is ready: exactly one of the ways below. Without it, an app is ready once it ' +
            'has lived for `minUptime`.',
          examples: [{ http: 'http://127.0.0.1:3000/health' }],
        }),
      ),
    ),
    minUptime: v.optional(
      v.pipe(
        duration(),
        v.metadata({
          description:
            'How long a process must live to count as online; default `"500ms"`, or 0 with `ready`.',
          examples: ['2s'],
        }),
      ),
    ),
    restart: v.optional(
      v.pipe(
        restart,
        v.metadata({
          description: 'What follows when a process ends: a policy alone, or all of it.',
          examples: ['on-failure'],
        }),
      ),
      {},
    ),
    stop: v.optional(
      v.pipe(
        stop,
        v.metadata({
          description: 'How a process is ended.',
          examples: [{ signal: 'SIGINT', timeout: '30s' }],
        }),
      ),
      {},
    ),
    logs: v.optional(
      v.pipe(
        logs,
        v.metadata({
          description: 'Where the output goes, relative to the config file.',
          examples: [{ out: 'logs/api.log', err: 'logs/api.log' }],
        }),
      ),
      {},
    ),
    user: v.optional(
      v.pipe(
        v.union([text('a user name or id'), wholeNumber(0, 4_294_967_294)], notThat('a user name or id')),
        v.title('string or number'),
        v.transform(String),
        v.metadata({
          description: "Who runs the process; default is the daemon's own user.",
          examples: ['www-data'],
        }),
      ),
    ),
    namespace: v.optional(
      v.pipe(appName, v.metadata({ description: 'A label to group apps by.', examples: ['shop'] })),
      'default',
    ),
  },
  'an object that describes an app',
  HINTS,
);
