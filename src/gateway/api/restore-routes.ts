import * as v from 'valibot';
import { loadConfig } from '../../config/load.ts';
import type { RestoreSource } from '../../protocol/intents.ts';
import type { Gatekeeper } from '../access/gatekeeper.ts';
import { roleIncludes, type Visitor } from '../access/role.ts';
import type { DaemonLink } from '../daemon-link.ts';
import { type ApiRoute, apiRoute } from './api-route.ts';
import { numberText, reportSchema } from './api-schemas.ts';
import type { EventStreams } from './event-stream.ts';
import { Problem } from './http-problem.ts';
import type { RestoreRun, RestoreRuns } from './restore-runs.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const LONGEST_MS = 2_147_483_647;

/** The parameters of a restore. */
export const restoreBody = v.strictObject({
  source: v.optional(
    v.variant('kind', [
      v.pipe(
        v.strictObject({ kind: v.literal('auto') }),
        v.description('The snapshot, else the last wanted set'),
      ),
      v.strictObject({
        kind: v.literal('snapshot'),
        generation: v.optional(v.pipe(count, v.description('Default: the newest'))),
      }),
      v.pipe(
        v.strictObject({
          kind: v.literal('file'),
          file: v.pipe(v.string(), v.regex(/^\//, 'must be absolute')),
        }),
        v.description("A config file on the daemon's machine; for admins"),
      ),
    ]),
    { kind: 'auto' },
  ),
  dryRun: v.optional(v.boolean(), false),
  keepGoing: v.optional(v.boolean(), false),
  prune: v.optional(v.pipe(v.boolean(), v.description('For admins')), false),
  only: v.optional(v.nullable(v.array(v.string())), null),
  timeoutMs: v.optional(v.nullable(v.pipe(v.number(), v.minValue(1), v.maxValue(LONGEST_MS))), null),
});

export const restoreRunSchema = v.object({
  id: count,
  state: v.picklist(['running', 'ended', 'lost']),
  dryRun: v.boolean(),
  by: v.string(),
  startedAt: v.string(),
  endedAt: v.nullable(v.string()),
  report: v.nullable(reportSchema),
  exitCode: v.nullable(v.number()),
  error: v.nullable(v.string()),
}) satisfies v.GenericSchema<unknown, RestoreRun>;

/** A progress event, as `opm restore` shows it; `kind` determines the other fields. */
const progressSchema = v.looseObject({ kind: v.string() });

export interface RestoreRouteParts {
  daemon: DaemonLink;
  runs: RestoreRuns;
  streams: EventStreams;
  gatekeeper: Gatekeeper;
  /** For config files that read their environment. */
  env: Record<string, string>;
}

/** Restores as resources. */
export function restoreRoutes({ daemon, runs, streams, gatekeeper, env }: RestoreRouteParts): ApiRoute[] {
  const shared = { tag: 'Restores' };
  const params = v.object({ id: numberText });
  const run = {
    status: 200 as const,
    description: 'The current state of the restore',
    schema: restoreRunSchema,
  };
  return [
    apiRoute({
      ...shared,
      id: 'beginRestore',
      method: 'POST',
      path: '/restores',
      role: 'operator',
      summary: 'Start a restore',
      description:
        'Answers immediately; the restore continues whether or not anyone watches. Like `opm restore`, it commits in full or is rolled back.',
      body: restoreBody,
      answer: { status: 202, description: 'The restore has started', schema: restoreRunSchema },
      handle: async ({ body, visitor, context }) => {
        checkRole(body, visitor);
        const { source, ...rest } = body;
        const request = { ...rest, source: await sourceOf(source, daemon.home, env), env };
        const begun = runs.begin(request, visitor);
        context.header('location', `/api/v1/restores/${begun.id}`);
        return begun;
      },
    }),
    apiRoute({
      ...shared,
      id: 'listRestores',
      method: 'GET',
      path: '/restores',
      role: 'viewer',
      summary: 'The last restores requested through this gateway, newest first',
      answer: {
        status: 200,
        description: 'At most 50',
        schema: v.object({ items: v.array(restoreRunSchema) }),
      },
      handle: () => ({ items: runs.list() }),
    }),
    apiRoute({
      ...shared,
      id: 'getRestore',
      method: 'GET',
      path: '/restores/{id}',
      role: 'viewer',
      summary: 'One restore',
      params,
      answer: run,
      handle: ({ params: { id } }) => known(runs, id),
    }),
    apiRoute({
      ...shared,
      id: 'cancelRestore',
      method: 'DELETE',
      path: '/restores/{id}',
      role: 'operator',
      summary: 'Roll back a running restore',
      params,
      answer: { status: 202, description: 'The restore is being rolled back', schema: restoreRunSchema },
      handle: async ({ params: { id }, visitor }) => {
        const found = known(runs, id);
        if (found.state !== 'running' || !(await runs.cancel(id, visitor))) {
          throw new Problem(
            409,
            'restore-over',
            `Restore ${id} has already ended: there is nothing to roll back`,
          );
        }
        return found;
      },
    }),
    apiRoute({
      ...shared,
      id: 'followRestore',
      method: 'GET',
      path: '/restores/{id}/events',
      role: 'viewer',
      summary: 'The progress of a restore from its start, or after Last-Event-ID, until it ends',
      params,
      answer: {
        status: 200,
        description: 'Its progress; the last event is `ended`',
        schema: progressSchema,
        stream: true,
      },
      handle: ({ params: { id }, context }) => {
        const found = known(runs, id);
        const from = Number(/^\d{1,9}$/.exec(context.req.header('last-event-id') ?? '')?.[0] ?? 0);
        return streams.open(context, gatekeeper.stands(context), async (stream) => {
          await runs.follow(id, from, stream.gone, async (event, number) => {
            stream.send({ id: String(number), event: 'progress', data: event });
            await stream.drained();
          });
          stream.send({ event: 'ended', data: found });
        });
      },
    }),
  ];
}

function known(runs: RestoreRuns, id: number): RestoreRun {
  const run = runs.get(id);
  if (run === undefined)
    throw new Problem(404, 'restore-unknown', `This gateway does not know restore ${id}`);
  return run;
}

/** Only admins may define or remove apps. */
function checkRole({ source, prune }: v.InferOutput<typeof restoreBody>, { role, name }: Visitor): void {
  const what = source.kind === 'file' ? 'A restore from a file' : prune ? 'A restore that prunes' : null;
  if (what !== null && !roleIncludes(role, 'admin')) {
    throw new Problem(403, 'role-too-small', `${what} needs the role admin; "${name}" is ${role}`);
  }
}

async function sourceOf(
  source: v.InferOutput<typeof restoreBody>['source'],
  home: string,
  env: Record<string, string>,
): Promise<RestoreSource> {
  switch (source.kind) {
    case 'auto':
      return source;
    case 'snapshot':
      return { kind: 'snapshot', generation: source.generation ?? null };
    case 'file': {
      const { file, instances, settings, plugins } = await loadConfig({ file: source.file, home, env });
      return { kind: 'config', file, instances, settings, plugins };
    }
  }
}
