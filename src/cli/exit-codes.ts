/** What each exit code tells, for the documents. */
export const EXIT_CODES: readonly (readonly [code: string, meaning: string])[] = [
  ['0', 'All went well.'],
  ['1', 'Failed: a restore was rolled back, a target could not be started or stopped.'],
  ['2', 'Degraded: --keep-going with failures, a post hook failed, or an older snapshot was used.'],
  ['64', 'The command line is wrong.'],
  ['65', 'Bad data: snapshot or ledger.'],
  ['69', 'The daemon cannot be reached.'],
  ['70', 'A bug in OPM.'],
  ['75', 'Busy: another restore is at work, or another owner holds the home.'],
  ['78', 'A bad config file or plugin.'],
  ['85', 'Of "opm daemon run --supervised" alone: the boot system is to start it again; the apps run on.'],
  ['130, 143', 'Ended by SIGINT (Ctrl-C) or SIGTERM.'],
];
