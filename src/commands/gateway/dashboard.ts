import { userInfo } from 'node:os';
import type { CommandInput } from '../../cli/command.ts';
import { environmentOf, homeOf } from '../../cli/session.ts';
import { EXIT, type ExitCode, OpmError } from '../../errors.ts';
import type { Role } from '../../gateway/access/role.ts';
import { servedUrls } from '../../gateway/access/serving-record.ts';
import { LINK_LIFETIME_MS, SignInLinks } from '../../gateway/access/sign-in-links.ts';
import { DEFAULT_ADDRESS, parseListenAddress } from '../../gateway/listen/listen-address.ts';
import { writeJson } from '../../report/json.ts';
import { formatDuration } from '../../report/units.ts';
import { homePaths, prepareHome } from '../../runtime/home.ts';
import { gatewayLog } from './gateway-options.ts';

/**
 * `opm dashboard`: prints a link that opens the dashboard once. Where no gateway serves this home, it serves one
 * itself until Ctrl-C.
 */
export async function run(input: CommandInput): Promise<ExitCode> {
  const home = homeOf(input);
  prepareHome(home);
  const url = browsable(await servedUrls(homePaths(home).gateway));
  if (url !== null) {
    await tellLink(input, url);
    return EXIT.ok;
  }
  const ended = new Promise<void>((end) => input.onInterrupt(() => end()));
  const gateway = await openOwnGateway(input);
  await tellLink(input, gateway.urls[0]!);
  input.terminal.err.write('Serving until Ctrl-C. To serve it all the time: opm serve\n');
  await ended;
  await gateway.close();
  return EXIT.ok;
}

/** On the usual port, or on one that is free. */
async function openOwnGateway(input: CommandInput) {
  const { openGateway } = await import('../../gateway/gateway.ts');
  const usual = parseListenAddress(DEFAULT_ADDRESS);
  const options = {
    home: homeOf(input),
    tls: null,
    plainHttp: false,
    publicUrls: [],
    env: environmentOf(input),
    log: gatewayLog(input),
  };
  try {
    return await openGateway({ ...options, places: [usual] });
  } catch (error) {
    if (!(error instanceof OpmError) || error.code !== 'CANNOT_LISTEN') throw error;
    return openGateway({ ...options, places: [{ ...usual, port: 0 }] });
  }
}

async function tellLink(input: CommandInput, url: string): Promise<void> {
  const { options, terminal, env } = input;
  const role = (options.text('role') ?? 'admin') as Role;
  const secret = await new SignInLinks(homePaths(homeOf(input)).gateway).create({ role, name: userName() });
  // Behind "#" it stays in the browser: no server, proxy or log on the way sees it.
  const link = `${url}/#link=${secret}`;
  if (options.flag('json')) return writeJson(terminal, { url: link, role, expiresInMs: LINK_LIFETIME_MS });
  terminal.out.write(`${link}\n`);
  terminal.err.write(
    `It opens the dashboard once, within ${formatDuration(LINK_LIFETIME_MS)}, as ${role}.\n`,
  );
  const { hostname, port } = new URL(url);
  if (env.SSH_CONNECTION !== undefined && ['127.0.0.1', '[::1]'].includes(hostname)) {
    const server = `${userName()}@${env.SSH_CONNECTION.split(' ')[2]}`;
    terminal.err.write(
      `From your own machine, first run there: ssh -N -L ${port}:${hostname}:${port} ${server}\n`,
    );
  }
}

/** A public URL comes first in the list; a browser cannot open a Unix socket. */
function browsable(urls: string[]): string | null {
  return urls.find((url) => url.startsWith('http')) ?? null;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may have a user without an entry in /etc/passwd.
    return `#${process.geteuid?.() ?? 0}`;
  }
}
