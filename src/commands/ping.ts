import type { CommandInput } from '../cli/command.ts';
import { homeOf, withRunningDaemon } from '../cli/session.ts';
import { EXIT, type ExitCode } from '../errors.ts';
import { writeJson } from '../report/json.ts';

/** `opm ping`: exit code 0 when the daemon answers, 69 when none runs. Starts nothing. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const { terminal, options } = input;
  const answer = await withRunningDaemon(input, async (client) => {
    const askedAt = performance.now();
    const { version, pid } = await client.call('status', {});
    return { version, pid, latencyMs: Math.round((performance.now() - askedAt) * 100) / 100 };
  });
  if (options.flag('json')) {
    writeJson(terminal, { answers: answer !== null, version: null, pid: null, latencyMs: null, ...answer });
  } else if (answer === null) {
    terminal.err.write(`No daemon runs for the home ${homeOf(input)}. Start it with: opm daemon start\n`);
  } else {
    terminal.out.write(`pong: OPM ${answer.version}, pid ${answer.pid}, ${answer.latencyMs} ms\n`);
  }
  return answer === null ? EXIT.unreachable : EXIT.ok;
}
