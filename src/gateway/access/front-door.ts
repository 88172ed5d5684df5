import type { MiddlewareHandler } from 'hono';
import { Problem } from '../api/http-problem.ts';
import type { GatewayEnv } from '../gateway-env.ts';
import type { Gatekeeper } from './gatekeeper.ts';
import { isSameOrigin, type KnownHosts } from './request-origin.ts';
import { type Role, roleIncludes } from './role.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

const MAX_BODY_BYTES = 1024 * 1024;

/** Checks that apply to every request, and headers that protect the browser for every answer. */
export function frontDoor(hosts: KnownHosts): MiddlewareHandler<GatewayEnv> {
  return async (context, next) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) context.header(name, value);
    const host = context.req.header('host');
    if (host === undefined || !hosts.has(host)) {
      throw new Problem(
        421,
        'host-unknown',
        'This gateway does not serve this host name; allow it with: opm serve --allow-host NAME',
      );
    }
    if (!isSameOrigin({ origin: context.req.header('origin'), host })) {
      throw new Problem(403, 'origin-foreign', 'Pages of other origins may not use this gateway');
    }
    checkLength((name) => context.req.header(name));
    await next();
  };
}

/** The HTTP server enforces the declared length of a body, so one that is too long is never read. */
function checkLength(header: (name: string) => string | undefined): void {
  if (header('transfer-encoding') !== undefined) {
    throw new Problem(411, 'length-required', 'A body needs its Content-Length');
  }
  if (Number(header('content-length') ?? 0) > MAX_BODY_BYTES) {
    throw new Problem(413, 'body-too-large', `A body may have at most ${MAX_BODY_BYTES} bytes`);
  }
}

/** Lets a visitor with the role through, and records who it is. */
export function needs(role: Role, gatekeeper: Gatekeeper): MiddlewareHandler<GatewayEnv> {
  return async (context, next) => {
    const visitor = await gatekeeper.identify(context);
    if (!roleIncludes(visitor.role, role)) {
      throw new Problem(
        403,
        'role-too-small',
        `This needs the role ${role}; "${visitor.name}" is ${visitor.role}`,
      );
    }
    context.set('visitor', visitor);
    await next();
  };
}
