/** What each exit code means, for the documentation. */
export const EXIT_CODES: readonly (readonly [code: string, meaning: string])[] = [
  ['0', 'Success.'],
  ['1', 'Failed: a restore was rolled back, or a target could not be started or stopped.'],
  ['2', 'Degraded: --keep-going with failures, a failed post hook, or an older snapshot was used.'],
  ['64', 'The command line is wrong.'],
  ['65', 'Bad data: a damaged snapshot or ledger.'],
  ['69', 'The daemon cannot be reached.'],
  ['70', 'A bug in OPM.'],
  ['75', 'Busy: a restore is already running, or another process owns the home.'],
  ['78', 'A config file or plugin is invalid.'],
  [
    '85',
    'From "opm daemon run --supervised" only: the init system should restart it; the apps keep running.',
  ],
  ['130, 143', 'Ended by SIGINT (Ctrl-C) or SIGTERM.'],
];
