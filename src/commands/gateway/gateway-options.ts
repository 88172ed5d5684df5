import { resolve } from 'node:path';
import type { CommandInput } from '../../cli/command.ts';
import { usageError } from '../../cli/command-errors.ts';
import { environmentOf, homeOf } from '../../cli/session.ts';
import { usageLine } from '../../cli/usage-line.ts';
import type { GatewayOptions } from '../../gateway/gateway.ts';
import type { ListenPlace, TlsFiles } from '../../gateway/listen/http-listener.ts';
import { DEFAULT_ADDRESS, parseListenAddress } from '../../gateway/listen/listen-address.ts';
import { tlsIncomplete } from '../../gateway/listen/listen-errors.ts';
import { printable } from '../../printable.ts';

/** What the options of `opm serve` ask for. */
export function gatewayOptionsOf(input: CommandInput): GatewayOptions {
  return {
    home: homeOf(input),
    places: placesOf(input),
    tls: tlsOf(input),
    plainHttp: input.options.flag('plain-http'),
    publicUrls: input.options.texts('public-url').map((text) => publicUrlOf(input, text)),
    env: environmentOf(input),
    log: gatewayLog(input),
  };
}

/** The log of a gateway is its standard error. */
export function gatewayLog({ terminal }: CommandInput): (message: string) => void {
  return (message) => terminal.err.write(`${new Date().toISOString()} ${printable(message)}\n`);
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

function publicUrlOf({ spec }: CommandInput, text: string): URL {
  try {
    const url = new URL(text);
    if (/^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '' && url.hash === '')
      return url;
  } catch {
    // Said below.
  }
  throw usageError(
    `--public-url takes a URL such as https://opm.example.com, not "${text}"`,
    usageLine(spec),
  );
}
