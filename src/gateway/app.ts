import { Hono } from 'hono';
import { OpmError } from '../errors.ts';
import { frontDoor } from './access/front-door.ts';
import type { Gatekeeper } from './access/gatekeeper.ts';
import type { KnownHosts } from './access/request-origin.ts';
import { mountRoutes } from './api/api-route.ts';
import { apiRoutes } from './api/api-routes.ts';
import { Problem, problemOf, problemResponse } from './api/http-problem.ts';
import type { DaemonLink } from './daemon-link.ts';
import { mountPage } from './dashboard/page-routes.ts';
import type { GatewayEnv } from './gateway-env.ts';
import { mountMetrics } from './metrics/metrics-route.ts';

export interface AppParts {
  daemon: DaemonLink;
  gatekeeper: Gatekeeper;
  hosts: KnownHosts;
  /** Whether browsers reach it over HTTPS. */
  isEncrypted: boolean;
  /** The gateway's own environment, for config files that read theirs. */
  env: Record<string, string>;
  /** Called with bugs. */
  onError(error: unknown): void;
}

/** The gateway's routes. */
export function gatewayApp({
  daemon,
  gatekeeper,
  hosts,
  isEncrypted,
  env,
  onError,
}: AppParts): Hono<GatewayEnv> {
  const app = new Hono<GatewayEnv>();
  app.onError((error, context) => {
    const problem = asProblem(error);
    if (problem.details.status === 500) onError(error);
    const response = problemResponse(problem);
    for (const [name, value] of context.res.headers)
      if (!response.headers.has(name)) response.headers.set(name, value);
    return response;
  });
  app.notFound(() => {
    throw new Problem(
      404,
      'no-such-route',
      'There is nothing here; the API is described in /api/v1/openapi.json',
    );
  });
  app.use(frontDoor(hosts));

  // For supervisors of the gateway: it is up, whatever the daemon does.
  app.get('/healthz', async (context) =>
    context.json({ status: 'ok', daemon: (await daemon.isRunning()) ? 'running' : 'unreachable' }),
  );
  mountRoutes(app, apiRoutes({ daemon, gatekeeper, isEncrypted, env }), gatekeeper);
  mountMetrics(app, daemon, gatekeeper);
  mountPage(app);
  return app;
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof OpmError) return problemOf(error);
  return new Problem(500, 'internal', "This is a bug in OPM; see the gateway's log");
}
