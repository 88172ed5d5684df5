import { resolve } from 'node:path';
import type { CommandInput } from '../../cli/command.ts';
import { usageError } from '../../cli/command-errors.ts';
import { homeOf } from '../../cli/session.ts';
import { usageLine } from '../../cli/usage-line.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import { openGateway } from '../../gateway/gateway.ts';
import type { ListenPlace, TlsFiles } from '../../gateway/listen/http-listener.ts';
import { DEFAULT_ADDRESS, parseListenAddress } from '../../gateway/listen/listen-address.ts';
import { tlsIncomplete } from '../../gateway/listen/listen-errors.ts';
import { prepareHome } from '../../runtime/home.ts';

/** `opm serve`: serves the dashboard, the API and the metrics until SIGTERM or Ctrl-C. */
export async function run(input: CommandInput): Promise<ExitCode> {
  const home = homeOf(input);
  const [places, tls] = [placesOf(input), tlsOf(input)];
  prepareHome(home);
  const ended = new Promise<void>((end) => input.onInterrupt(() => end()));
  const gateway = await openGateway({ home, places, tls, plainHttp: input.options.flag('plain-http') });
  for (const url of gateway.urls) input.terminal.out.write(`Serving ${home} on ${url}\n`);
  await ended;
  await gateway.close();
  return EXIT.ok;
}

/** An address unless only a socket is asked for. */
function placesOf({ options, cwd, spec }: CommandInput): ListenPlace[] {
  const path = options.text('socket');
  const mode = options.text('socket-mode') ?? '600';
  if (!/^[0-7]{3}$/.test(mode)) {
    throw usageError(`--socket-mode takes three digits such as 660, not "${mode}"`, usageLine(spec));
  }
  const address = options.text('listen') ?? (path === null ? DEFAULT_ADDRESS : null);
  return [
    ...(address === null ? [] : [parseListenAddress(address)]),
    ...(path === null ? [] : [{ path: resolve(cwd, path), mode: Number.parseInt(mode, 8) }]),
  ];
}

function tlsOf({ options, cwd }: CommandInput): TlsFiles | null {
  const [cert, key] = [options.text('tls-cert'), options.text('tls-key')];
  if (cert === null && key === null) return null;
  if (cert === null) throw tlsIncomplete('--tls-key', '--tls-cert');
  if (key === null) throw tlsIncomplete('--tls-cert', '--tls-key');
  return { cert: resolve(cwd, cert), key: resolve(cwd, key) };
}
