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

/** Whether the program runs on a supported runtime. */
export function checkProgram(): Finding {
  const { version, commit, runtime } = versionInfo();
  const program = `OPM ${version}${commit === null ? '' : ` (${commit})`} on ${runtime}`;
  return runsOn(runtime)
    ? ok('program', program)
    : fail('program', `${program}, which needs Node ${LEAST_NODE.join('.')} or newer`);
}

/** Whether a runtime is recent enough: `node 20.19.1` is; other runtimes always are. */
export function runsOn(runtime: string): boolean {
  const match = /^node (\d+)\.(\d+)/.exec(runtime);
  if (match === null) return true;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
}

/** Whether processes can be identified here. */
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
    return fail(check, 'This process itself cannot be found. Is /proc mounted?');
  }
  if (table.platform === 'darwin') {
    return warn(check, 'Read through ps, which reports start times only to the second');
  }
  if (table.stat(1) === null) {
    return warn(
      check,
      '/proc hides the processes of other users (hidepid): apps that run as another user cannot be adopted after the ' +
        'daemon ends',
    );
  }
  return ok(check, 'Can be read and identified');
}

function namespace(table: ProcessTable): Finding {
  const check = 'pid namespace';
  if (table.platform === 'darwin') return ok(check, 'None on this system');
  return table.pidNamespace().includes(FIRST_PID_NAMESPACE)
    ? ok(check, "The machine's own")
    : ok(check, 'A separate one, as in a container: run the daemon there with "opm daemon run"');
}

/** Whether a user's processes keep running without a login. */
export function checkBoot(): Finding {
  const check = 'boot';
  if (!existsSync('/run/systemd/system')) return ok(check, 'systemd is not running here');
  if (process.geteuid?.() === 0) return ok(check, 'systemd is running, and root needs no login');
  const user = userName();
  return existsSync(`/var/lib/systemd/linger/${user}`)
    ? ok(check, `systemd is running, and services of ${user} run without a login`)
    : warn(
        check,
        `Services of ${user} start at login and may end at logout. Let them run without a login: loginctl enable-linger`,
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
