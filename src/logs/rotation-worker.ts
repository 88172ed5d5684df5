import { lstatSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf } from '../errors.ts';
import { primaryGroup } from '../runtime/accounts.ts';
import { isRootsAlone } from '../runtime/files/open-log.ts';
import { runSelf } from '../runtime/run-self.ts';
import {
  joinReports,
  type LogRule,
  NOTHING_ROTATED,
  type RotationJob,
  type RotationReport,
} from './rotation-job.ts';

/** The arguments with which this program works on one job from its standard input. */
export const WORKER_ARGUMENTS = ['rotate', '--worker'];

/**
 * Rotates logs in processes of their own: compressing takes time, and root touches no file in a folder that somebody
 * else can change. Logs in such a folder are rotated with the rights of the user that the log belongs to.
 *
 * Never rejects: what fails is a problem in the report.
 *
 * @param home that of the daemon, for the processes' environment
 */
export async function rotateInWorkers(
  { logs, force, budget }: Omit<RotationJob, 'user'>,
  home: string,
): Promise<RotationReport> {
  const { groups, refused } = byUser(logs);
  let report: RotationReport = { ...NOTHING_ROTATED, problems: refused };
  for (const { user, rules } of groups) {
    const job: RotationJob = { logs: rules, force, user, budget: user === null ? budget : null };
    report = joinReports(report, await runJob(job, home));
  }
  return report;
}

async function runJob(job: RotationJob, home: string): Promise<RotationReport> {
  try {
    const { PATH = '', HOME = '/', TMPDIR } = process.env;
    const env = { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }), OPM_HOME: home };
    return JSON.parse(await runSelf(WORKER_ARGUMENTS, JSON.stringify(job), env));
  } catch (error) {
    const problems = job.logs.map(({ path }) => ({ path, message: messageOf(error) }));
    return { ...NOTHING_ROTATED, problems };
  }
}

/** The group of a user who has none. */
const NO_GROUP = 65_534;

interface Group {
  user: RotationJob['user'];
  rules: LogRule[];
}

/** Without root, all logs are handled with the caller's own rights. Logs that do not exist are left out. */
function byUser(logs: readonly LogRule[]): { groups: Group[]; refused: RotationReport['problems'] } {
  const groups = new Map<string, Group>();
  const refused: RotationReport['problems'] = [];
  const isRoot = process.geteuid?.() === 0;
  for (const rule of logs) {
    const stats = lstatSync(rule.path, { throwIfNoEntry: false });
    if (stats === undefined) continue;
    const isSafe = !isRoot || isRootsAlone(dirname(rule.path));
    if (!isSafe && stats.uid === 0) {
      refused.push({ path: rule.path, message: 'it belongs to root, in a folder that others can change' });
      continue;
    }
    const user = isSafe ? null : { uid: stats.uid, gid: primaryGroup(stats.uid) ?? NO_GROUP };
    const key = user === null ? '' : `${user.uid}:${user.gid}`;
    const group = groups.get(key) ?? { user, rules: [] };
    group.rules.push(rule);
    groups.set(key, group);
  }
  return { groups: [...groups.values()], refused };
}
