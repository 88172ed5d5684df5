import type { CommandInput } from '../../cli/command.ts';
import { homeOf } from '../../cli/session.ts';
import { EXIT, type ExitCode, OpmError } from '../../errors.ts';
import { printable } from '../../printable.ts';
import { writeJson } from '../../report/json.ts';
import { type Color, paint } from '../../report/terminal/paint.ts';
import { checkHome } from './check-home.ts';
import { checkLimits } from './check-limits.ts';
import { checkBoot, checkProcesses, checkProgram } from './check-machine.ts';
import { checkDaemon, checkLock } from './check-owner.ts';
import { checkRuntime } from './check-runtime.ts';
import { checkSecrets } from './check-secrets.ts';
import { checkWatches } from './check-watches.ts';
import { type Finding, fail } from './finding.ts';

const COLORS: Record<Finding['status'], Color> = { ok: 'green', warn: 'yellow', fail: 'red' };

/** `opm doctor`: looks for problems that keep OPM from working. Exit code 1 if a check fails. Changes nothing. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  const findings = [
    checkProgram(),
    checkRuntime(),
    ...checkProcesses(),
    ...(await checkHomeAndOwner(input)),
    ...checkLimits(),
    ...checkWatches(),
    checkBoot(),
  ];
  const isWell = findings.every(({ status }) => status !== 'fail');
  if (options.flag('json')) {
    writeJson(terminal, { ok: isWell, checks: findings });
  } else {
    const width = Math.max(...findings.map(({ check }) => check.length));
    for (const { check, status, message } of findings) {
      const mark = paint(terminal.out, COLORS[status], status.padEnd(4));
      terminal.out.write(`${mark}  ${check.padEnd(width)}  ${printable(message)}\n`);
    }
  }
  return isWell ? EXIT.ok : EXIT.failed;
}

async function checkHomeAndOwner(input: CommandInput): Promise<Finding[]> {
  try {
    const home = homeOf(input);
    return [
      ...checkHome(home),
      await checkLock(home),
      ...(await checkDaemon(input, home)),
      ...(await checkSecrets(home)),
    ];
  } catch (error) {
    if (error instanceof OpmError) return [fail('home', error.message)];
    throw error;
  }
}
