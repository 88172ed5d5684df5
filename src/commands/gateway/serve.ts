import type { CommandInput } from '../../cli/command.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import { openGateway } from '../../gateway/gateway.ts';
import { prepareHome } from '../../runtime/home.ts';
import { gatewayOptionsOf } from './gateway-options.ts';

/** `opm serve`: serves the dashboard, the API and the metrics until SIGTERM or Ctrl-C. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const options = gatewayOptionsOf(input);
  prepareHome(options.home);
  const ended = new Promise<void>((end) => input.onInterrupt(() => end()));
  const gateway = await openGateway(options);
  for (const url of gateway.urls) input.terminal.out.write(`Serving ${options.home} on ${url}\n`);
  await ended;
  await gateway.close();
  return EXIT.ok;
}
