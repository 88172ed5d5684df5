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

/** What a restore is made of, for whoever asks for one. */
export const restoreBody = v.strictObject({
  source: v.optional(
    v.variant('kind', [
      v.pipe(
        v.strictObject({ kind: v.literal('auto') }),
        v.description('The snapshot, else what was last wanted'),
      ),
      v.strictObject({
        kind: v.literal('snapshot'),
        generation: v.optional(v.pipe(count, v.description('The newest when absent'))),
      }),
      v.pipe(
        v.strictObject({
          kind: v.literal('file'),
          file: v.pipe(v.string(), v.regex(/^\//, 'must be absolute')),
        }),
        v.description('A config file on the machine of the daemon; for admins'),
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

/** A line of progress, as `opm restore` shows it; `kind` tells what else is in it. */
const progressSchema = v.looseObject({ kind: v.string() });

export interface RestoreRouteParts {
  daemon: DaemonLink;
  runs: RestoreRuns;
  streams: EventStreams;
  gatekeeper: Gatekeeper;
  /** For config files that look at their environment. */
  env: Record<string, string>;
}

/** Restores as resources. */
export function restoreRoutes({ daemon, runs, streams, gatekeeper, env }: RestoreRouteParts): ApiRoute[] {
  const shared = { tag: 'Restores' };
  const params = v.object({ id: numberText });
  const run = { status: 200 as const, description: 'The restore as it stands', schema: restoreRunSchema };
  return [
    apiRoute({
      ...shared,
      id: 'beginRestore',
      method: 'POST',
      path: '/restores',
      role: 'operator',
      summary: 'Begin a restore',
      description:
        'Answers at once; the restore goes on whoever watches. It commits whole or is rolled back, as `opm restore`.',
      body: restoreBody,
      answer: { status: 202, description: 'It has begun', schema: restoreRunSchema },
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
      summary: 'The last restores that were asked for through this gateway, the newest first',
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
      summary: 'Roll a restore back that is running',
      params,
      answer: { status: 202, description: 'It is being rolled back', schema: restoreRunSchema },
      handle: async ({ params: { id }, visitor }) => {
        const found = known(runs, id);
        if (found.state !== 'running' || !(await runs.cancel(id, visitor))) {
          throw new Problem(409, 'restore-over', `Restore ${id} is over: there is nothing to take back`);
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
      summary: 'The progress of a restore, from its beginning or after Last-Event-ID, to its end',
      params,
      answer: {
        status: 200,
        description: 'Its progress; at last `ended`',
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
  if (run === undefined) throw new Problem(404, 'restore-unknown', `This gateway knows no restore ${id}`);
  return run;
}

/** What defines or forgets apps is for admins. */
function checkRole({ source, prune }: v.InferOutput<typeof restoreBody>, { role, name }: Visitor): void {
  const what = source.kind === 'file' ? 'A restore from a file' : prune ? 'A restore that prunes' : null;
  if (what !== null && !roleIncludes(role, 'admin')) {
    throw new Problem(403, 'role-too-small', `${what} takes the role admin; "${name}" is ${role}`);
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
