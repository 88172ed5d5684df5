import type { PluginApp } from '../../src/plugin.ts';

/** A port that must be free, or held by the app itself. */
export interface Claim {
  port: number;
  /** `null` for a port of `extraPorts`. */
  app: PluginApp | null;
}

/** The holder of a claimed port. */
export interface Occupant {
  /** For the message: `PID 12 (node server.js), user www`. */
  text: string;
  /** Name of the app it belongs to; `null`: none; `undefined`: unknown. */
  app: string | null | undefined;
}

export type Verdict = { kind: 'fine' } | { kind: 'warning' | 'problem'; message: string };

/** Every port that apps will open in this restore. Apps that only stay or stop open none. */
export function claimsOf(
  apps: readonly PluginApp[],
  { ignorePorts, extraPorts }: { ignorePorts: readonly number[]; extraPorts: readonly number[] },
): Claim[] {
  const claims: Claim[] = [];
  for (const app of apps) {
    if (!app.actions.includes('start') && !app.actions.includes('replace')) continue;
    for (const port of new Set(app.ports)) claims.push({ port, app });
  }
  for (const port of new Set(extraPorts)) {
    if (!claims.some((claim) => claim.port === port)) claims.push({ port, app: null });
  }
  return claims.filter((claim) => !ignorePorts.includes(claim.port));
}

/** Ports claimed by two apps, at least one of which is about to start. */
export function doubleClaims(
  claims: readonly Claim[],
  apps: readonly PluginApp[],
): { port: number; app: PluginApp; other: string }[] {
  const doubles: { port: number; app: PluginApp; other: string }[] = [];
  claims.forEach(({ port, app }, index) => {
    if (app === null) return;
    for (const other of apps) {
      if (other === app || !other.ports.includes(port) || !staysOrComes(other)) continue;
      const reported = claims.slice(0, index).some((claim) => claim.port === port && claim.app === other);
      if (!reported) doubles.push({ port, app, other: other.name });
    }
  });
  return doubles;
}

/** What an occupied port means for this restore. */
export function judge(claim: Claim, occupant: Occupant, apps: readonly PluginApp[]): Verdict {
  const held = `port ${claim.port} is held by ${occupant.text}`;
  const owner = apps.find((app) => app.name === occupant.app);
  if (
    claim.app === null ? owner !== undefined && runsNow(owner) : owner === claim.app && runsNow(claim.app)
  ) {
    return { kind: 'fine' };
  }
  if (occupant.app === undefined && claim.app !== null && runsNow(claim.app)) {
    return { kind: 'warning', message: `${held}; it may be the old process of "${claim.app.name}"` };
  }
  if (owner !== undefined && owner !== claim.app && isLeaving(owner)) {
    return { kind: 'warning', message: `${held}, of the app "${owner.name}", which this restore stops` };
  }
  return { kind: 'problem', message: held };
}

function runsNow(app: PluginApp): boolean {
  return app.actions.some((action) => action !== 'start');
}

function isLeaving(app: PluginApp): boolean {
  return app.actions.every((action) => action === 'stop' || action === 'replace');
}

function staysOrComes(app: PluginApp): boolean {
  return app.actions.some((action) => action !== 'stop');
}
