import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { OpmError } from '../../errors.ts';
import { identityOf, type ProcessTable } from '../../runtime/proc/process-table.ts';
import { processTable } from '../../runtime/proc/system.ts';
import { versionInfo } from '../../runtime/version.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const LEAST_NODE = [20, 19] as const;
/** The inode of the first PID namespace, fixed in Linux (`PROC_PID_INIT_INO`). */
const FIRST_PID_NAMESPACE = '4026531836';

/** Whether the program runs on a runtime it is made for. */
export function checkProgram(): Finding {
  const { version, commit, runtime } = versionInfo();
  const program = `OPM ${version}${commit === null ? '' : ` (${commit})`} on ${runtime}`;
  return runsOn(runtime)
    ? ok('program', program)
    : fail('program', `${program}, which needs Node ${LEAST_NODE.join('.')} or newer`);
}

/** `node 20.19.1` is new enough; other runtimes always are. */
export function runsOn(runtime: string): boolean {
  const match = /^node (\d+)\.(\d+)/.exec(runtime);
  if (match === null) return true;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
}

/** Whether processes can be told apart here. */
export function checkProcesses(): Finding[] {
  try {
    const table = processTable();
    return [readable(table), namespace(table)];
  } catch (error) {
    if (error instanceof OpmError) return [fail('processes', error.message)];
    throw error;
  }
}

function readable(table: ProcessTable): Finding {
  const check = 'processes';
  if (identityOf(table, process.pid) === null) {
    return fail(check, 'This very process cannot be found. Is /proc mounted?');
  }
  if (table.platform === 'darwin') {
    return warn(check, 'Read through ps, which knows start times to the second only');
  }
  if (table.stat(1) === null) {
    return warn(
      check,
      '/proc hides the processes of others (hidepid): apps that run as another user cannot be adopted after the ' +
        "daemon's end",
    );
  }
  return ok(check, 'Can be read and told apart');
}

function namespace(table: ProcessTable): Finding {
  const check = 'pid namespace';
  if (table.platform === 'darwin') return ok(check, 'None on this system');
  return table.pidNamespace().includes(FIRST_PID_NAMESPACE)
    ? ok(check, "The machine's own")
    : ok(check, 'One of its own, as in a container: run the daemon there with "opm daemon run"');
}

/** Whether what a user starts lives on without a login. */
export function checkBoot(): Finding {
  const check = 'boot';
  if (!existsSync('/run/systemd/system')) return ok(check, 'No systemd runs here');
  if (process.geteuid?.() === 0) return ok(check, 'systemd runs, and so does root without a login');
  const user = userName();
  return existsSync(`/var/lib/systemd/linger/${user}`)
    ? ok(check, `systemd runs, and services of ${user} live without a login`)
    : warn(
        check,
        `Services of ${user} start at login and may end at logout. Let them live without one: loginctl enable-linger`,
      );
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an entry in /etc/passwd, as in containers.
    return String(process.geteuid?.() ?? '');
  }
}
