import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Lab, type Ran } from '../lab.ts';

/** The gateway's answer. */
export interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  json<Value = unknown>(): Value;
}

export interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string | object;
  /** The Unix socket to go through instead of the URL's address. */
  socketPath?: string;
}

/** One request with exactly these headers, which `fetch` would not allow. */
export function ask(
  url: string,
  { method = 'GET', headers = {}, body, socketPath }: Asked = {},
): Promise<Answered> {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'object' ? { 'content-type': 'application/json' } : {};
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(
      url,
      { method, headers: { ...type, ...headers }, socketPath, rejectUnauthorized: false, agent: false },
      (response) => {
        let received = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          received += chunk;
        });
        response.once('error', reject);
        response.once('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: received,
            json: <Value>() => JSON.parse(received) as Value,
          }),
        );
      },
    );
    request.once('error', reject);
    request.end(text);
  });
}

/** A gateway that runs alongside a lab's daemon. */
export interface ServedGateway {
  /** Of the first address. */
  url: string;
  pid: number;
  ended: Promise<Ran>;
  /** Sends SIGTERM and waits for the exit. */
  stop(): Promise<Ran>;
}

/** Starts `opm serve` on a free port, unless the options say otherwise, and waits until it is up. */
export async function startGateway(lab: Lab, options: string[] = []): Promise<ServedGateway> {
  const hasPlace = options.includes('--listen') || options.includes('--socket');
  const { child, ended, stderr } = lab.start([
    'serve',
    ...(hasPlace ? [] : ['--listen', '127.0.0.1:0']),
    ...options,
  ]);
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', (chunk: string) => {
      output += chunk;
      const line = / on ((?:https?:\/\/|unix:)\S+)\n/.exec(output);
      if (line !== null) resolve(line[1]!);
    });
    child.once('exit', (code) => reject(new Error(`opm serve ended with ${code}: ${stderr()}`)));
  });
  const stop = (): Promise<Ran> => {
    // Not `child.kill()`: on Deno the exit code is lost with it.
    if (child.exitCode === null && child.signalCode === null) process.kill(child.pid!, 'SIGTERM');
    return ended;
  };
  return { url, pid: child.pid!, ended, stop };
}

/** Runs work with a gateway in its own home, and always stops both. */
export async function withGateway(
  work: (gateway: ServedGateway, lab: Lab) => Promise<void>,
  options: string[] = [],
): Promise<void> {
  const lab = new Lab();
  try {
    const gateway = await startGateway(lab, options);
    try {
      await work(gateway, lab);
    } finally {
      await gateway.stop();
    }
  } finally {
    await lab.end();
  }
}
