import type { Hono } from 'hono';
import { OpmError } from '../../errors.ts';
import { processTable } from '../../runtime/proc/system.ts';
import { needs } from '../access/front-door.ts';
import type { Gatekeeper } from '../access/gatekeeper.ts';
import type { DaemonLink } from '../daemon-link.ts';
import type { GatewayEnv } from '../gateway-env.ts';
import { exposition, OPEN_METRICS, PROMETHEUS_TEXT } from './exposition.ts';
import { type FleetReading, fleetMetrics } from './fleet-metrics.ts';

/** Serves the metrics to anybody with a token. An absent daemon is reported as a number, not as an error. */
export function mountMetrics(app: Hono<GatewayEnv>, daemon: DaemonLink, gatekeeper: Gatekeeper): void {
  app.get('/metrics', needs('viewer', gatekeeper), async (context) => {
    const openMetrics = (context.req.header('accept') ?? '').includes('application/openmetrics-text');
    const reading = { home: daemon.home, fleet: await fleetOf(daemon) };
    context.header('content-type', openMetrics ? OPEN_METRICS : PROMETHEUS_TEXT);
    context.header('cache-control', 'no-store');
    return context.body(exposition(fleetMetrics(reading, processTable()), openMetrics));
  });
}

async function fleetOf(daemon: DaemonLink): Promise<FleetReading['fleet']> {
  try {
    const status = await daemon.call('status', {});
    const { entries } = await daemon.call('list', {});
    return { status, entries };
  } catch (error) {
    if (error instanceof OpmError) return null;
    throw error;
  }
}
