import { Hono } from 'hono';
import type { DaemonLink } from './daemon-link.ts';

/** What the gateway answers. */
export function gatewayApp({ daemon }: { daemon: DaemonLink }): Hono {
  const app = new Hono();
  // For whoever watches over the gateway: it serves, whatever the daemon does.
  app.get('/healthz', async (context) =>
    context.json({ status: 'ok', daemon: (await daemon.isRunning()) ? 'running' : 'unreachable' }),
  );
  return app;
}
