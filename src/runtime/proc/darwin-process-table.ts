import type { execFileSync } from 'node:child_process';
import { systemErrorCode } from '../../errors.ts';
import { PS_COLUMNS, parsePs, valueInCommand } from './darwin-ps-format.ts';
import type { ProcessStat, ProcessTable } from './process-table.ts';
import { processTableUnreadable } from './process-table-errors.ts';

/**
 * macOS has no `/proc`, so every question is a run of `ps`, `sysctl` or `lsof`: some milliseconds each.
 *
 * What it cannot promise:
 * - the start time has a resolution of one second (as 10 ms units since 1970), so two processes that get the same PID
 *   within one second look the same; macOS hands out PIDs in turn up to 99,998, which takes far longer;
 * - the environment is shown for the user's own processes only, and never for programs that the system protects
 *   (those in `/bin` and `/usr/bin`): a process that was started but not yet claimed when the daemon died is found
 *   again only where it is shown;
 * - the session is not shown; the process group stands in for it, which is right for processes that OPM started and
 *   that have not left their group;
 * - there are no PID namespaces.
 */
export class DarwinProcessTable implements ProcessTable {
  readonly platform = 'darwin';
  #bootId: string | undefined;

  bootId(): string {
    // Tests set the variable to simulate a reboot.
    this.#bootId ??=
      process.env.OPM_TEST_BOOT_ID || (ask('sysctl', ['-n', 'kern.bootsessionuuid']) ?? '').trim();
    if (this.#bootId === '') throw processTableUnreadable('kern.bootsessionuuid', 'sysctl printed nothing');
    return this.#bootId;
  }

  pidNamespace(): string {
    return 'darwin';
  }

  stat(pid: number): ProcessStat | null {
    if (!isPid(pid)) return null;
    const answer = ask('ps', ['-ww', '-o', PS_COLUMNS, '-p', String(pid)]);
    return answer === null ? null : parsePs(answer);
  }

  pids(): number[] {
    return (ask('ps', ['-A', '-o', 'pid=']) ?? '').split('\n').map(Number).filter(isPid);
  }

  environment(pid: number, names: readonly string[]): (string | null)[] | 'hidden' {
    const answer = isPid(pid) ? ask('ps', ['-E', '-ww', '-o', 'command=', '-p', String(pid)]) : null;
    return answer === null ? 'hidden' : names.map((name) => valueInCommand(answer, name));
  }

  environmentValue(pid: number, name: string): string | null {
    const answer = this.environment(pid, [name]);
    return answer === 'hidden' ? null : (answer[0] ?? null);
  }

  commandLine(pid: number): string | null {
    if (!isPid(pid)) return null;
    // Control characters in another program's arguments must not reach a terminal.
    const answer = ask('ps', ['-ww', '-o', 'command=', '-p', String(pid)])
      ?.replaceAll(/\p{Cc}+/gu, ' ')
      .trim();
    return answer === undefined || answer === '' ? null : answer;
  }

  userId(pid: number): number | null {
    if (!isPid(pid)) return null;
    const answer = ask('ps', ['-o', 'uid=', '-p', String(pid)])?.trim();
    return answer === undefined || answer === '' ? null : Number(answer);
  }

  turnover(): null {
    return null;
  }

  pidNamespaceOf(): string {
    return this.pidNamespace();
  }

  outputs(pid: number): string[] {
    const answer = isPid(pid) ? ask('lsof', ['-a', '-p', String(pid), '-d', '1,2', '-Fn']) : null;
    return (answer ?? '')
      .split('\n')
      .filter((line) => line.startsWith('n/'))
      .map((line) => line.slice(1));
  }

  portHolder(port: number): number | null {
    const answer = ask('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t']);
    return answer?.split('\n').map(Number).find(isPid) ?? null;
  }

  listenersAt(): null {
    return null;
  }

  holdsSocket(): boolean {
    return false;
  }
}

function isPid(pid: number): boolean {
  return Number.isSafeInteger(pid) && pid > 0;
}

/** What the program printed, or `null` when it found nothing, which these programs report with exit code 1. */
function ask(program: string, args: string[]): string | null {
  try {
    return childProcess().execFileSync(program, args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
      // Dates in English and in UTC, whatever the user's settings.
      env: { PATH: '/usr/sbin:/sbin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC0' },
    });
  } catch (error) {
    if ((error as { status?: unknown }).status === 1 && systemErrorCode(error) === undefined) return null;
    throw processTableUnreadable(`${program} ${args.join(' ')}`, error);
  }
}

/** Loaded on first use: it is the slowest of these modules, and Linux never needs it here. */
function childProcess(): { execFileSync: typeof execFileSync } {
  return process.getBuiltinModule('node:child_process');
}
