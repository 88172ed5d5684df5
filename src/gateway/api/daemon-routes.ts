import * as v from 'valibot';
import type { DaemonLink } from '../daemon-link.ts';
import { type ApiRoute, apiRoute } from './api-route.ts';
import { daemonSchema, outcomeSchema } from './api-schemas.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** The daemon itself. */
export function daemonRoutes(daemon: DaemonLink): ApiRoute[] {
  return [
    apiRoute({
      id: 'getDaemon',
      method: 'GET',
      path: '/daemon',
      role: 'viewer',
      tag: 'Daemon',
      summary: 'The daemon and its warnings',
      answer: {
        status: 200,
        description: 'The running daemon; 503 if there is none',
        schema: v.object({
          ...daemonSchema.entries,
          snapshotDiffers: v.pipe(v.boolean(), v.description('The wanted set differs from the saved one')),
          notices: v.array(v.string()),
        }),
      },
      handle: async () => {
        const status = await daemon.call('status', {});
        const { snapshotDiffers, notices } = await daemon.call('list', {});
        return { ...status, snapshotDiffers, notices };
      },
    }),
    apiRoute({
      id: 'stopDaemon',
      method: 'POST',
      path: '/daemon/stop',
      role: 'admin',
      tag: 'Daemon',
      summary: 'Stop the daemon; the init system may start it again',
      body: v.strictObject({
        keepApps: v.pipe(v.boolean(), v.description('Leave the apps running; the next daemon adopts them')),
      }),
      answer: {
        status: 200,
        description: 'The daemon is stopping',
        schema: v.object({ stopped: count, kept: count, failed: v.array(outcomeSchema) }),
      },
      handle: async ({ body: { keepApps }, visitor }) => {
        const { stopped, kept, failed } = await daemon.call('shutdown', { keepApps }, { visitor });
        return { stopped, kept, failed };
      },
    }),
    apiRoute({
      id: 'resetDaemon',
      method: 'POST',
      path: '/daemon/reset',
      role: 'admin',
      tag: 'Daemon',
      summary: 'Stop everything and forget every instance',
      answer: {
        status: 200,
        description: 'Snapshots and logs stay',
        schema: v.object({ stopped: count }),
      },
      handle: async ({ visitor }) => {
        const { stopped } = await daemon.call('wipe', {}, { visitor });
        return { stopped };
      },
    }),
  ];
}
