type PluginModule = () => Promise<{ default: unknown }>;

/** The bundled plugins. Paths are literals because the bundler has to see them; only what a config names is loaded. */
export const FIRST_PARTY: Readonly<Record<string, PluginModule>> = {
  metrics: () => import('../../../plugins/metrics/index.ts'),
  notify: () => import('../../../plugins/notify/index.ts'),
  'port-guard': () => import('../../../plugins/port-guard/index.ts'),
  secrets: () => import('../../../plugins/secrets/index.ts'),
  'wait-for': () => import('../../../plugins/wait-for/index.ts'),
};

export const FIRST_PARTY_NAMES: readonly string[] = Object.keys(FIRST_PARTY);
