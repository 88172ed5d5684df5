import { closeSync, constants, fstatSync } from 'node:fs';
import { messageOf, OpmError } from '../errors.ts';
import { parseReadyLine, type ReadyLine } from '../protocol/ready-line.ts';
import { openOwn } from '../runtime/files/open-own.ts';
import { homePaths, prepareHome } from '../runtime/home.ts';
import { daemonVariables, withoutRuntimeSwitches } from '../runtime/quirks/daemon-variables.ts';
import { type SelfCommand, selfCommand } from '../runtime/self.ts';
import { type SelfProcess, spawnSelf } from '../runtime/spawn-self.ts';
import { daemonFailed } from './client-errors.ts';
import { daemonLogTail } from './daemon-log.ts';

/** What an app that starts a daemon must not pass on to it: the daemon's own children get their own values. */
const NOT_HANDED_DOWN = ['OPM_TOKEN', 'OPM_ID', 'OPM_NAME', 'OPM_INSTANCE'];

/** How far the end of the daemon and the end of its channel may be apart; each helps explain the other. */
const LAST_MOMENT_MS = 500;

const LONGEST_LINE = 64 * 1024;

export interface StartDaemonOptions {
  home: string;
  /** Take the lock from an owner on another machine. */
  breakLock: boolean;
  /** Everything wanted is dormant; nothing is started automatically. */
  atRest: boolean;
  /** How long the daemon may take to report how its start went. */
  deadlineMs: number;
  /** The program to run for `opm <args>`; this very one unless a test overrides it. */
  program?: (args: string[]) => SelfCommand;
}

export type Started = Exclude<ReadyLine, { type: 'failed' }>;

/**
 * Starts a daemon in the background and waits until it serves the home, or has found that another one does.
 *
 * @throws OpmError with the daemon's own error, or DAEMON_FAILED with the last lines of its log, or what
 * `prepareHome` throws
 */
export async function startDaemon(options: StartDaemonOptions): Promise<Started> {
  const { home, breakLock, atRest, deadlineMs, program = selfCommand } = options;
  prepareHome(home);
  const logFile = homePaths(home).daemonLog;
  const logFd = openLog(logFile);
  const logStart = fstatSync(logFd).size;
  const args = ['daemon', 'run', '--ready-fd', '3'];
  if (breakLock) args.push('--break-lock');
  if (atRest) args.push('--at-rest');
  const { file, args: words } = program(args);
  let daemon: SelfProcess;
  try {
    daemon = spawnSelf({ file, args: words, env: daemonEnvironment(home), logFd });
  } catch (error) {
    throw daemonFailed(messageOf(error), [], error);
  } finally {
    closeSync(logFd);
  }
  const outcome = await firstWords(daemon, deadlineMs);
  if (typeof outcome === 'string') throw daemonFailed(outcome, daemonLogTail(logFile, logStart));
  if (outcome.type === 'failed') throw new OpmError(outcome.error);
  return outcome;
}

/** What the daemon reported about its start, or a phrase that says why it reported nothing. */
async function firstWords({ channel, ended }: SelfProcess, deadlineMs: number): Promise<ReadyLine | string> {
  const said = firstLine(channel);
  const silent = 'it closed its channel without reporting anything';
  let deadline: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      said.then(
        async (line): Promise<ReadyLine | string> => line ?? Promise.race([ended, lastMoment(silent)]),
      ),
      // An app that inherited the channel would keep it open after the daemon has ended.
      ended.then((how) => Promise.race([said, lastMoment(null)]).then((line) => line ?? how)),
      new Promise<string>((resolve) => {
        const late = `it did not report within ${deadlineMs / 1000} s whether it is ready`;
        deadline = setTimeout(resolve, deadlineMs, late);
      }),
    ]);
  } finally {
    clearTimeout(deadline);
    channel.destroy();
  }
}

/** The first line of the stream; `null` when it ends without one or begins with something else. */
function firstLine(stream: SelfProcess['channel']): Promise<ReadyLine | null> {
  return new Promise((resolve) => {
    let text = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end >= 0 || text.length > LONGEST_LINE) resolve(parseReadyLine(text.slice(0, end)));
    });
    stream.once('error', () => resolve(null));
    stream.once('close', () => resolve(null));
  });
}

/** This timer does not keep the program alive: the deadline of the start does that. */
function lastMoment<Value>(value: Value): Promise<Value> {
  return new Promise((resolve) => setTimeout(resolve, LAST_MOMENT_MS, value).unref());
}

function openLog(file: string): number {
  try {
    return openOwn(file, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT);
  } catch (error) {
    if (error instanceof OpmError) throw error;
    throw daemonFailed(`its log cannot be opened: ${messageOf(error)}`, [], error);
  }
}

function daemonEnvironment(home: string): Record<string, string | undefined> {
  const env: Record<string, string | undefined> = {
    ...withoutRuntimeSwitches(process.env),
    ...daemonVariables(),
    OPM_HOME: home,
  };
  for (const name of NOT_HANDED_DOWN) delete env[name];
  return env;
}
