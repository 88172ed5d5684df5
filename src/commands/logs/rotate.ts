import { text } from 'node:stream/consumers';
import type { CommandInput } from '../../cli/command.ts';
import { logsNotRotated } from '../../cli/command-errors.ts';
import { homeOf } from '../../cli/session.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import { DEFAULT_KEEP, type LogRule, type RotationJob } from '../../logs/rotation-job.ts';
import { rotateInWorkers } from '../../logs/rotation-worker.ts';
import { printable } from '../../printable.ts';
import { writeJson } from '../../report/json.ts';
import { counted } from '../../report/units.ts';
import { findLogSources } from './find-sources.ts';

/** `opm rotate`: rotates log files now, whatever their sizes. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  if (options.flag('worker')) return work(input);
  const { sources } = await findLogSources(input, { out: true, err: true });
  const logs = sources.map(({ path, rotation }): LogRule => {
    const { keep = DEFAULT_KEEP, compress = true, maxAgeMs = null } = rotation ?? {};
    return { path, maxSize: null, keep, maxAgeMs, compress };
  });
  const report = await rotateInWorkers({ logs, force: true, budget: null }, homeOf(input));
  const [problem] = report.problems;
  if (problem !== undefined && report.rotated.length === 0) throw logsNotRotated(report.problems);
  for (const { path, message } of report.problems) {
    terminal.err.write(printable(`warning: "${path}" was not rotated: ${message}\n`));
  }
  if (options.flag('json')) {
    const { rotated, removed, problems } = report;
    writeJson(terminal, { rotated, removed, problems });
    return report.problems.length === 0 ? EXIT.ok : EXIT.degraded;
  }
  for (const { path, generation, method } of report.rotated) {
    const risk = method === 'copied' ? ' (copied and emptied: lines written in that moment are lost)' : '';
    terminal.out.write(printable(`${path} → ${generation}${risk}\n`));
  }
  const removed =
    report.removed.length === 0 ? '' : `, removed ${counted(report.removed.length, 'old file')}`;
  terminal.out.write(`Rotated ${counted(report.rotated.length, 'log file')}${removed}.\n`);
  return report.problems.length === 0 ? EXIT.ok : EXIT.degraded;
}

/** The job of the separate process that the daemon and this command start. */
async function work({ terminal }: CommandInput): Promise<ExitCode> {
  const { user, ...job } = JSON.parse(await text(process.stdin)) as RotationJob;
  const [{ rotateLogs }, { openFileFront }] = await Promise.all([
    import('../../logs/rotate-logs.ts'),
    import('../../runtime/native/file-front.ts'),
  ]);
  const front = openFileFront();
  if (user !== null) (await import('../../runtime/native/become-user.ts')).becomeUser(user);
  writeJson(terminal, await rotateLogs(job, { front, nowMs: Date.now() }));
  return EXIT.ok;
}
