import { lookup } from 'node:dns/promises';
import { readFile, stat } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { resolve as resolvePath } from 'node:path';
import { type Options, parseHostPort } from './options.ts';

/** One thing to wait for. */
export interface Target {
  /** For people: `tcp db:5432`. Never contains a URL's password or query string. */
  label: string;
  /** Tries once. Rejects with the reason if it is not up, or if `signal` is aborted. */
  probe(signal: AbortSignal): Promise<void>;
}

/** The targets of the options, in their order. */
export function targetsOf(options: Options, configDir: string): Target[] {
  return [
    ...options.tcp.map((address) => ({
      label: `tcp ${address}`,
      probe: (signal: AbortSignal) => probeTcp(parseHostPort(address)!, signal),
    })),
    ...options.http.map((entry) => {
      const { url, status } = typeof entry === 'string' ? { url: entry, status: undefined } : entry;
      const { protocol, host, pathname } = new URL(url);
      return {
        label: `http ${protocol}//${host}${pathname}`,
        probe: (signal: AbortSignal) => probeHttp(url, status, signal),
      };
    }),
    ...options.file.map((path) => ({
      label: `file ${path}`,
      probe: () => probeFile(resolvePath(configDir, path)),
    })),
    ...options.mount.map((path) => ({ label: `mount ${path}`, probe: () => probeMount(path) })),
    ...options.dns.map((name) => ({ label: `dns ${name}`, probe: () => probeDns(name) })),
  ];
}

/** Whether `mountPoint` is one of the mounts of a table in the format of `/proc/self/mountinfo`. */
export function isMounted(mountinfo: string, mountPoint: string): boolean {
  const wanted = resolvePath(mountPoint);
  return mountinfo.split('\n').some((line) => {
    const field = line.split(' ')[4];
    // Spaces and backslashes in a path are written as octal escapes.
    return (
      field?.replace(/\\([0-7]{3})/g, (_, octal: string) =>
        String.fromCharCode(Number.parseInt(octal, 8)),
      ) === wanted
    );
  });
}

function probeTcp(address: { host: string; port: number }, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    const stop = () => socket.destroy(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    socket.once('connect', () => resolve());
    socket.once('error', reject);
    socket.once('close', () => {
      signal.removeEventListener('abort', stop);
      reject(signal.reason);
    });
    socket.once('connect', () => socket.destroy());
  });
}

/** Does not use `fetch`, whose connections stay open. A redirect counts as an answer and is not followed. */
function probeHttp(url: string, status: number | undefined, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = url.startsWith('https:') ? httpsRequest : httpRequest;
    const sent = request(
      url,
      { signal, agent: false, headers: { 'user-agent': 'opm-wait-for' } },
      (response) => {
        const got = response.statusCode ?? 0;
        response.destroy();
        const good = status === undefined ? got >= 200 && got < 400 : got === status;
        if (good) resolve();
        else reject(new Error(`answered ${got}${status === undefined ? '' : ` instead of ${status}`}`));
      },
    );
    sent.once('error', reject);
    sent.end();
  });
}

async function probeFile(path: string): Promise<void> {
  await stat(path);
}

async function probeMount(path: string): Promise<void> {
  let table: string;
  try {
    table = await readFile('/proc/self/mountinfo', 'utf8');
  } catch (cause) {
    throw new Error('this system has no /proc/self/mountinfo', { cause });
  }
  if (!isMounted(table, path)) throw new Error('not mounted');
}

async function probeDns(name: string): Promise<void> {
  await lookup(name);
}
