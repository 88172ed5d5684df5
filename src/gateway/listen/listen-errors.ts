import { EXIT, messageOf, OpmError, systemErrorCode } from '../../errors.ts';

/** The value of `--listen` is not an address. */
export function listenAddressInvalid(text: string): OpmError {
  return new OpmError({
    code: 'LISTEN_ADDRESS_INVALID',
    exitCode: EXIT.usage,
    message: `"${text}" is not an address to listen on: write 127.0.0.1:9615, [::1]:9615, 0.0.0.0:9615 or a port`,
  });
}

/** Beyond this machine, anybody on the network path could read tokens and logs. */
export function plainHttpRefused(host: string): OpmError {
  return new OpmError({
    code: 'PLAIN_HTTP_REFUSED',
    exitCode: EXIT.usage,
    message:
      `"${host}" can be reached from other machines, and without TLS anybody in between can read the tokens. Give ` +
      '--tls-cert and --tls-key, listen on 127.0.0.1 behind a reverse proxy, or say --plain-http if the network is ' +
      'encrypted already',
  });
}

/** A certificate without its key, or the other way round. */
export function tlsIncomplete(given: string, missing: string): OpmError {
  return new OpmError({
    code: 'TLS_INCOMPLETE',
    exitCode: EXIT.usage,
    message: `${given} needs ${missing} too`,
  });
}

/** The certificate or the key cannot be read or used. */
export function tlsUnusable(what: string, cause: unknown): OpmError {
  return new OpmError({
    code: 'TLS_UNUSABLE',
    exitCode: EXIT.badConfig,
    message: `Cannot use ${what}: ${messageOf(cause)}`,
    cause,
  });
}

/** The address or the socket cannot be listened on. */
export function cannotListen(where: string, cause: unknown): OpmError {
  return new OpmError({
    code: 'CANNOT_LISTEN',
    exitCode: EXIT.failed,
    message: `Cannot listen on ${where}: ${REASONS[systemErrorCode(cause) ?? ''] ?? messageOf(cause)}`,
    cause,
  });
}

const REASONS: Record<string, string> = {
  EADDRINUSE: 'another process is already listening there',
  EADDRNOTAVAIL: 'this machine does not have that address',
  EACCES: 'permission denied',
};
