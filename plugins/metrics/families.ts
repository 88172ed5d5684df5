import type { Family } from './exposition.ts';
import { ACTIONS, OUTCOMES, RESULTS, type Tally } from './tally.ts';

/** Labels with a meaning here, which options must not set. */
export const OWN_LABELS: ReadonlySet<string> = new Set([
  'outcome',
  'action',
  'plugin',
  'hook',
  'app',
  'result',
]);

/** The metrics of a tally, in Prometheus units: seconds, and 1 for true. */
export function familiesOf({ restores, last, apps }: Tally): Family[] {
  // A plugin that runs twice in one restore would produce two lines with the same name, which is invalid.
  const hooks = new Map(last?.hooks.map((row) => [JSON.stringify(row.slice(0, 2)), row]));
  const hookSamples = (value: (ms: number, ok: number) => number) =>
    [...hooks.values()].map(([plugin, hook, ms, ok]) => ({ labels: { plugin, hook }, value: value(ms, ok) }));
  const gauge = (name: string, help: string, value: number | undefined): Family => ({
    name,
    type: 'gauge',
    help,
    samples: value === undefined ? [] : [{ labels: {}, value }],
  });
  return [
    {
      name: 'opm_restores_total',
      type: 'counter',
      help: 'Restores by outcome.',
      samples: OUTCOMES.map((outcome, index) => ({ labels: { outcome }, value: restores[index]! })),
    },
    gauge(
      'opm_last_restore_success',
      'Whether the last restore was committed in full.',
      last ? Number(last.outcome === 'committed') : undefined,
    ),
    gauge(
      'opm_last_restore_timestamp_seconds',
      'When the last restore ended, in seconds since 1970.',
      last ? last.atMs / 1000 : undefined,
    ),
    gauge(
      'opm_last_restore_duration_seconds',
      'How long the last restore took.',
      last ? last.durationMs / 1000 : undefined,
    ),
    {
      name: 'opm_last_restore_instances',
      type: 'gauge',
      help: 'Instances of the last restore, by action.',
      samples: ACTIONS.flatMap((action, index) =>
        last ? [{ labels: { action }, value: last.instances[index]! }] : [],
      ),
    },
    {
      name: 'opm_last_restore_hook_duration_seconds',
      type: 'gauge',
      help: 'How long plugin hooks took in the last restore.',
      samples: hookSamples((ms) => ms / 1000),
    },
    {
      name: 'opm_last_restore_hook_success',
      type: 'gauge',
      help: 'Whether plugin hooks succeeded in the last restore.',
      samples: hookSamples((_, ok) => ok),
    },
    {
      name: 'opm_process_starts_total',
      type: 'counter',
      help: 'Processes started, by app.',
      samples: apps.map(([app, starts]) => ({ labels: { app }, value: starts })),
    },
    {
      name: 'opm_process_exits_total',
      type: 'counter',
      help: 'Processes ended, by app and result.',
      samples: apps.flatMap(([app, , ...exits]) =>
        RESULTS.map((result, index) => ({ labels: { app, result }, value: exits[index]! })),
      ),
    },
  ];
}
