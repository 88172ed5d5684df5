import type { CommandSpec } from '../command-spec.ts';
import { JSON_OPTION, TARGET_HELP, TARGETS } from './shared.ts';

export const PROCESS_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'start',
    aliases: [],
    group: 'processes',
    summary: 'Start a script, a command, the apps of a config file, or a stopped instance',
    details:
      'Each word is taken as the first of these that fits: a config file that exists (of OPM or PM2), the id ' +
      'or name of an instance, a script file, a command. A command of several words goes in quotes. Options ' +
      'shape new apps; words after "--" are given to the script or command.',
    args: [{ name: 'file, command or name', required: true, variadic: true, complete: 'files-and-targets' }],
    options: [
      { name: 'name', type: 'text', value: 'NAME', description: 'Name of the app (default: from the file)' },
      { name: 'cwd', type: 'text', value: 'FOLDER', description: 'Folder to run in' },
      { name: 'env', type: 'texts', value: 'KEY=VALUE', description: 'A variable; may be repeated' },
      { name: 'env-file', type: 'text', value: 'FILE', description: 'Read variables from a file' },
      { name: 'instances', short: 'i', type: 'integer', min: 1, value: 'N', description: 'How many copies' },
      {
        name: 'interpreter',
        type: 'text',
        value: 'PROGRAM',
        description: 'What runs the script (default: by its extension)',
      },
      {
        name: 'port',
        type: 'integer',
        min: 1,
        value: 'PORT',
        description: 'PORT of the first copy, + 1 for each next',
      },
      { name: 'namespace', type: 'text', value: 'NAME', description: 'Namespace of the app' },
      { name: 'user', type: 'text', value: 'USER', description: 'Run as this user (as root only)' },
      {
        name: 'restart',
        type: 'text',
        value: 'POLICY',
        choices: ['always', 'on-failure', 'never'],
        description: 'When to start it again after it ended: always, on-failure, never',
      },
      { name: 'shell', type: 'flag', description: 'Run the command through /bin/sh -c' },
      { name: 'max-memory', type: 'text', value: 'SIZE', description: 'Restart above this much memory' },
      JSON_OPTION,
    ],
    takesRest: true,
    examples: [
      { command: 'opm start server.js --name api -i 2 --port 3000', does: 'two copies of a script' },
      { command: 'opm start "python3 -m http.server" --name files', does: 'a command of several words' },
      { command: 'opm start worker.js -- --queue mail', does: 'arguments for the script' },
      { command: 'opm start api', does: 'a stopped instance again' },
    ],
  },
  {
    name: 'stop',
    aliases: ['kill'],
    group: 'processes',
    summary: 'Stop instances and leave them stopped',
    details: TARGET_HELP,
    args: [TARGETS],
    missingHint: 'To stop everything: opm stop all. To end the daemon too: opm daemon stop',
    options: [JSON_OPTION],
    examples: [
      { command: 'opm stop api', does: 'stop all instances of api' },
      { command: 'opm stop api:1,4', does: 'stop one instance by number and one by id' },
      { command: 'opm stop all', does: 'stop everything; the daemon runs on' },
    ],
  },
  {
    name: 'restart',
    aliases: [],
    group: 'processes',
    summary: 'Stop and start instances, all at the same time',
    details: TARGET_HELP,
    args: [TARGETS],
    options: [
      {
        name: 'update-env',
        type: 'flag',
        description: 'Give apps that inherit variables those of this shell instead of those they had',
      },
      JSON_OPTION,
    ],
    examples: [
      { command: 'opm restart api', does: 'restart all instances of api' },
      {
        command: 'opm restart all --update-env',
        does: 'restart everything with the variables of this shell',
      },
    ],
  },
  {
    name: 'reload',
    aliases: [],
    group: 'processes',
    summary: 'Restart instance by instance, each ready before the next',
    details: `Stops at the first failure, so that the rest of the app keeps serving. ${TARGET_HELP}`,
    args: [TARGETS],
    options: [JSON_OPTION],
    examples: [{ command: 'opm reload api', does: 'roll through the instances of api' }],
  },
  {
    name: 'remove',
    aliases: ['rm', 'del', 'delete'],
    group: 'processes',
    summary: 'Stop instances and forget them',
    details: `Log files and snapshots stay. ${TARGET_HELP}`,
    args: [TARGETS],
    options: [JSON_OPTION],
    examples: [
      { command: 'opm remove api', does: 'stop and forget all instances of api' },
      { command: 'opm del all', does: 'stop and forget everything' },
    ],
  },
  {
    name: 'reset',
    aliases: [],
    group: 'processes',
    summary: 'Set the restart counters of instances to zero',
    details: TARGET_HELP,
    args: [TARGETS],
    options: [JSON_OPTION],
    examples: [{ command: 'opm reset all', does: 'clear all restart counters' }],
  },
  {
    name: 'signal',
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
    aliases: [],
    group: 'processes',
    summary: 'Change the number of instances of an app',
    details: 'New instances get the next numbers; when there are too many, the highest numbers go first.',
    args: [
      { name: 'name', required: true, complete: 'targets' },
      { name: 'instances', required: true },
    ],
    options: [JSON_OPTION],
    examples: [{ command: 'opm scale worker 4', does: 'run four instances of worker' }],
  },
  {
    name: 'adjust',
    aliases: ['update', 'modify'],
    group: 'processes',
    summary: 'Change the name or the command of an instance',
    details:
      'A new command takes effect at once: an instance that runs is restarted. A new name restarts nothing, and ' +
      'what depends on the app depends on it under that name from then on.',
    args: [{ name: 'target', required: true, complete: 'targets' }],
    options: [
      { name: 'name', type: 'text', value: 'NAME', description: 'The new name' },
      { name: 'command', type: 'text', value: 'COMMAND', description: 'The new command, in quotes' },
      JSON_OPTION,
    ],
    examples: [
      { command: 'opm adjust 3 --name mailer', does: 'rename an instance' },
      { command: 'opm adjust api --command "node server.mjs"', does: 'change what it runs' },
    ],
  },
];
