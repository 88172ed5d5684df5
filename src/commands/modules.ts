import type { CommandModule } from './command.ts';

/**
 * The code of each command. Loaded only when the command runs, so that start-up does not grow with their number;
 * the paths are literal because the bundler has to see them.
 */
export const MODULES: Readonly<Record<string, () => Promise<CommandModule>>> = {
  restore: () => import('./restore.ts'),
  save: () => import('./save.ts'),
  start: () => import('./start.ts'),
  stop: () => import('./stop.ts'),
  restart: () => import('./restart.ts'),
  reload: () => import('./reload.ts'),
  remove: () => import('./remove.ts'),
  reset: () => import('./reset.ts'),
  signal: () => import('./signal.ts'),
  scale: () => import('./scale.ts'),
  adjust: () => import('./adjust.ts'),
  list: () => import('./list.ts'),
  info: () => import('./info.ts'),
  env: () => import('./env.ts'),
  logs: () => import('./logs.ts'),
  flush: () => import('./flush.ts'),
  'daemon start': () => import('./daemon-start.ts'),
  'daemon stop': () => import('./daemon-stop.ts'),
  'daemon restart': () => import('./daemon-restart.ts'),
  'daemon status': () => import('./daemon-status.ts'),
  'daemon run': () => import('./daemon-run.ts'),
  'daemon reset': () => import('./daemon-reset.ts'),
  startup: () => import('./startup.ts'),
  unstartup: () => import('./unstartup.ts'),
  'config check': () => import('./config-check.ts'),
  'config schema': () => import('./config-schema.ts'),
  'config init': () => import('./config-init.ts'),
  'plugin list': () => import('./plugin-list.ts'),
  'plugin check': () => import('./plugin-check.ts'),
  'plugin init': () => import('./plugin-init.ts'),
  'ledger show': () => import('./ledger-show.ts'),
  'ledger verify': () => import('./ledger-verify.ts'),
  completion: () => import('./completion.ts'),
  doctor: () => import('./doctor.ts'),
};
