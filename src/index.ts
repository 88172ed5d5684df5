/**
 * The library entry: what the `opm` command does with a daemon, for use by programs.
 *
 * ```ts
 * import { connect, resolveHome } from 'opm';
 *
 * const client = await connect({ home: resolveHome(process.env), start: 'on-demand' });
 * const { entries } = await client.call('list', {});
 * client.close();
 * ```
 *
 * {@link Intents} lists the calls with their requests and results. Everything thrown for a reason that can be
 * explained to a user is an {@link OpmError}.
 */

export { type ConnectOptions, connect } from './client/connect.ts';
export type {
  InstanceSpec,
  PluginEntry,
  ReadySpec,
  ResolvedConfig,
  Settings,
} from './config/instance/instance-spec.ts';
export { type LoadOptions, loadConfig } from './config/load.ts';
export { EXIT, type ExitCode, OpmError } from './errors.ts';
export type { ProblemDetails } from './gateway/api/http-problem.ts';
export type { LogLine } from './gateway/api/log-reader.ts';
export type { RestoreRun } from './gateway/api/restore-runs.ts';
export { ApiClient, type ApiClientOptions, ApiProblem } from './gateway/client/api-client.ts';
export type { ServerSentEvent } from './gateway/client/server-sent-events.ts';
export type {
  DaemonClient,
  DaemonStatus,
  InfoEntry,
  InstanceStatus,
  Intent,
  Intents,
  ListEntry,
  RestoreRequest,
  RestoreSource,
  TargetOutcome,
} from './protocol/intents.ts';
export type { FailedEntry, ReportEntry, RestoreEvent, RestoreReport } from './protocol/restore-report.ts';
export { resolveHome } from './runtime/home.ts';
export { type VersionInfo, versionInfo } from './runtime/version.ts';
