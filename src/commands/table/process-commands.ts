import type { Command } from '../../cli/command.ts';
import type { OptionSpec } from '../../cli/command-spec.ts';
import { pm2StartOptions } from '../words/pm2-flags.ts';
import { FILE_TARGET_OPTIONS, FILE_TARGETS, JSON_OPTION, TARGET_HELP, TARGETS } from './shared-options.ts';

/** Each sets the key of the config with its name, for a new app. */
const APP_OPTIONS: readonly OptionSpec[] = [
  {
    name: 'name',
    short: 'n',
    type: 'text',
    value: 'NAME',
    description: 'Name of the app (default: a free one, made from the file or command)',
  },
  { name: 'cwd', type: 'text', value: 'FOLDER', description: 'Folder to run in' },
  {
    name: 'env',
    type: 'texts',
    value: 'KEY=VALUE',
    description:
      'Set a variable; may be repeated. Without "=": use this environment of the config file, env_PROFILE in PM2 files',
  },
  { name: 'env-file', type: 'text', value: 'FILE', description: 'Read variables from a file' },
  {
    name: 'instances',
    short: 'i',
    type: 'text',
    value: 'N',
    description: 'Number of instances; max or 0 is one per core, -1 one less than that',
  },
  {
    name: 'interpreter',
    type: 'text',
    value: 'PROGRAM',
    description: 'Program that runs the script (default: chosen by its extension)',
  },
  {
    name: 'port',
    type: 'integer',
    min: 1,
    value: 'PORT',
    description: 'PORT of the first instance; each further one gets the next number',
  },
  { name: 'namespace', type: 'text', value: 'NAME', description: 'Namespace of the app' },
  { name: 'user', type: 'text', value: 'USER', description: 'Run as this user (root only)' },
  {
    name: 'restart',
    type: 'text',
    value: 'POLICY',
    choices: ['always', 'on-failure', 'never'],
    description: 'When to restart it after an exit: always, on-failure or never',
  },
  { name: 'shell', type: 'flag', description: 'Run the command through /bin/sh -c' },
  {
    name: 'max-memory',
    type: 'text',
    value: 'SIZE',
    description: 'Restart it when it uses more memory than this, like 500M',
  },
];

const OWN_START_OPTIONS: readonly OptionSpec[] = [
  ...APP_OPTIONS.map((option): OptionSpec => ({ ...option, shapesApp: true })),
  {
    name: 'replace',
    type: 'flag',
    description: 'End another app that runs under the given --name, and take its name',
  },
  { name: 'only', type: 'list', value: 'A,B', description: 'Only these apps of config files' },
  JSON_OPTION,
];

/** With the flags that PM2's users type. */
const START_OPTIONS: readonly OptionSpec[] = [...OWN_START_OPTIONS, ...pm2StartOptions(OWN_START_OPTIONS)];

const UPDATE_ENV_OPTION: OptionSpec = {
  name: 'update-env',
  type: 'flag',
  description: 'Read env files again, and replace the inherited environment with that of this shell',
};

export const PROCESS_COMMANDS: readonly Command[] = [
  {
    name: 'start',
    load: () => import('../start/start.ts'),
    aliases: [],
    group: 'processes',
    summary: 'Start a script, a command, the apps of a config file, or a stopped instance',
    details:
      'Each word is taken as the first of these that matches: an existing config file (OPM or PM2), the id ' +
      'or name of an instance, a script file, a command. Quote a command of several words. Options ' +
      'apply to new apps; words after "--" are passed to the script or command.',
    args: [
      {
        name: 'file, command or name',
        required: true,
        variadic: true,
        complete: 'files-and-targets',
        stdin: true,
      },
    ],
    options: START_OPTIONS,
    takesRest: true,
    examples: [
      { command: 'opm start server.js --name api -i 2 --port 3000', does: 'two instances of a script' },
      { command: 'opm start "python3 -m http.server" --name files', does: 'a command of several words' },
      { command: 'opm start worker.js -- --queue mail', does: 'arguments for the script' },
      { command: 'opm start api', does: 'a stopped instance again' },
    ],
  },
  {
    name: 'stop',
    load: () => import('../stop.ts'),
    aliases: ['kill'],
    group: 'processes',
    summary: 'Stop instances and leave them stopped',
    details: TARGET_HELP,
    args: [FILE_TARGETS],
    missingHint: 'To stop everything: opm stop all. To stop the daemon too: opm daemon stop',
    options: [...FILE_TARGET_OPTIONS, JSON_OPTION],
    examples: [
      { command: 'opm stop api', does: 'stop all instances of api' },
      { command: 'opm stop api:1,4', does: 'stop one instance by number and one by id' },
      { command: 'opm stop all', does: 'stop everything; the daemon keeps running' },
    ],
  },
  {
    name: 'restart',
    load: () => import('../restart.ts'),
    aliases: [],
    group: 'processes',
    summary: 'Stop and start instances, all at once',
    details: TARGET_HELP,
    args: [FILE_TARGETS],
    options: [
      UPDATE_ENV_OPTION,
      { name: 'name', type: 'text', value: 'NAME', description: 'Rename the app (one app only)' },
      ...FILE_TARGET_OPTIONS,
      JSON_OPTION,
    ],
    examples: [
      { command: 'opm restart api', does: 'restart all instances of api' },
      {
        command: 'opm restart all --update-env',
        does: 'restart everything with the environment of this shell',
      },
    ],
  },
  {
    name: 'reload',
    load: () => import('../reload.ts'),
    aliases: [],
    group: 'processes',
    summary: 'Restart one instance at a time, each ready before the next',
    details: `Stops at the first failure, so that the rest of the app keeps serving. ${TARGET_HELP}`,
    args: [FILE_TARGETS],
    options: [UPDATE_ENV_OPTION, ...FILE_TARGET_OPTIONS, JSON_OPTION],
    examples: [{ command: 'opm reload api', does: 'roll through the instances of api' }],
  },
  {
    name: 'remove',
    load: () => import('../remove.ts'),
    aliases: ['rm', 'del', 'delete'],
    group: 'processes',
    summary: 'Stop instances and forget them',
    details: `Log files and snapshots are kept. ${TARGET_HELP}`,
    args: [FILE_TARGETS],
    options: [...FILE_TARGET_OPTIONS, JSON_OPTION],
    examples: [
      { command: 'opm remove api', does: 'stop and forget all instances of api' },
      { command: 'opm del all', does: 'stop and forget everything' },
    ],
  },
  {
    name: 'reset',
    load: () => import('../reset.ts'),
    aliases: [],
    group: 'processes',
    summary: 'Reset the restart counters of instances',
    details: TARGET_HELP,
    args: [FILE_TARGETS],
    options: [...FILE_TARGET_OPTIONS, JSON_OPTION],
    examples: [{ command: 'opm reset all', does: 'reset all restart counters' }],
  },
  {
    name: 'signal',
    load: () => import('../signal.ts'),
    aliases: [],
    group: 'processes',
    summary: 'Send a signal to instances',
    details: `The signal is a name with or without SIG, or a number. ${TARGET_HELP}`,
    args: [{ name: 'signal', required: true, complete: 'signals' }, TARGETS],
    options: [JSON_OPTION],
    examples: [{ command: 'opm signal HUP api', does: 'send SIGHUP to all instances of api' }],
  },
  {
    name: 'scale',
    load: () => import('../scale.ts'),
    aliases: [],
    group: 'processes',
    summary: 'Change the number of instances of an app',
    details: 'New instances get the next numbers; when scaling down, the highest numbers are removed first.',
    args: [
      { name: 'name', required: true, complete: 'targets' },
      { name: 'instances', required: true },
    ],
    options: [JSON_OPTION],
    examples: [
      { command: 'opm scale worker +2', does: 'two more' },
      { command: 'opm scale worker 4', does: 'run four instances of worker' },
    ],
  },
  {
    name: 'adjust',
    load: () => import('../adjust.ts'),
    aliases: ['update', 'modify'],
    group: 'processes',
    summary: 'Change the name or the command of an instance',
    details:
      'A new command takes effect at once: running instances are restarted. A new name restarts nothing, and ' +
      'apps that depend on this one are switched to the new name.',
    args: [{ name: 'target', required: true, complete: 'targets' }],
    options: [
      { name: 'name', type: 'text', value: 'NAME', description: 'The new name' },
      { name: 'command', type: 'text', value: 'COMMAND', description: 'The new command, in quotes' },
      JSON_OPTION,
    ],
    examples: [
      { command: 'opm adjust 3 --name mailer', does: 'rename an instance' },
      { command: 'opm adjust api --command "node server.mjs"', does: 'change the command it runs' },
    ],
  },
];
