import { BlockList, isIP } from 'node:net';
import { listenAddressInvalid } from './listen-errors.ts';

/** 9615 was the port of PM2's web interface. */
export const DEFAULT_ADDRESS = '127.0.0.1:9615';

export interface ListenAddress {
  /** An IP address, never a name: a name may change its meaning. */
  host: string;
  /** 0: any free port. */
  port: number;
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Parses `127.0.0.1:9615`, `[::1]:9615`, `localhost:9615`, or a port alone, which means loopback.
 *
 * @throws OpmError LISTEN_ADDRESS_INVALID (64)
 */
export function parseListenAddress(text: string): ListenAddress {
  const match = /^(?:(?:\[([^\]]+)\]|([^:]*)):)?(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535) throw listenAddressInvalid(text);
  const name = match[1] ?? match[2] ?? 'localhost';
  const host = name === 'localhost' ? '127.0.0.1' : name;
  if (isIP(host) !== (match[1] === undefined ? 4 : 6)) throw listenAddressInvalid(text);
  return { host, port };
}

/** As written in a URL. */
export function hostInUrl(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}
