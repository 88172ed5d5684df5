import * as v from 'valibot';
import type { Gatekeeper } from '../access/gatekeeper.ts';
import { sessionRoutes } from '../access/session-routes.ts';
import type { DaemonLink } from '../daemon-link.ts';
import { actionRoutes } from './action-routes.ts';
import { type ApiRoute, apiRoute } from './api-route.ts';
import { daemonRoutes } from './daemon-routes.ts';
import { EventStreams } from './event-stream.ts';
import { instanceRoutes } from './instance-routes.ts';
import { logRoutes } from './log-routes.ts';
import { restoreRoutes } from './restore-routes.ts';
import { RestoreRuns } from './restore-runs.ts';
import { snapshotRoutes } from './snapshot-routes.ts';

export interface ApiParts {
  daemon: DaemonLink;
  gatekeeper: Gatekeeper;
  /** Whether browsers reach it over HTTPS. */
  isEncrypted: boolean;
  env: Record<string, string>;
}

/** Every operation of the API, including the one that describes it. */
export function apiRoutes({ daemon, gatekeeper, isEncrypted, env }: ApiParts): ApiRoute[] {
  const streams = new EventStreams();
  const routes = [
    ...sessionRoutes(gatekeeper, isEncrypted),
    ...instanceRoutes(daemon),
    ...actionRoutes(daemon),
    ...restoreRoutes({ daemon, runs: new RestoreRuns(daemon), streams, gatekeeper, env }),
    ...snapshotRoutes(daemon),
    ...logRoutes({ daemon, streams, gatekeeper }),
    ...daemonRoutes(daemon),
  ];
  const document: ApiRoute = apiRoute({
    id: 'describeApi',
    method: 'GET',
    path: '/openapi.json',
    role: 'viewer',
    tag: 'Description',
    summary: 'This description',
    answer: {
      status: 200,
      description: 'An OpenAPI 3.1 document',
      schema: v.looseObject({ openapi: v.string() }),
    },
    handle: async () => (await import('./open-api.ts')).openApiDocument([...routes, document]),
  });
  return [...routes, document];
}
