import { constants } from 'node:os';
import * as v from 'valibot';
import type { TargetOutcome } from '../../protocol/intents.ts';
import type { Role } from '../access/role.ts';
import type { DaemonLink } from '../daemon-link.ts';
import { type ApiRoute, apiRoute } from './api-route.ts';
import { outcomesSchema, targetText } from './api-schemas.ts';

const targetParams = v.object({ target: targetText });
const answer = {
  status: 200 as const,
  description: 'The result for each instance; "ok" is false if one of them failed',
  schema: outcomesSchema,
};

/** The commands that take targets and nothing else. */
const PLAIN = [
  { action: 'start', summary: 'Start stopped instances' },
  { action: 'stop', summary: 'Stop instances and leave them stopped' },
  { action: 'restart', summary: 'Stop and start instances, all at the same time' },
  { action: 'reload', summary: 'Restart instances one by one, each ready before the next' },
  { action: 'reset', summary: 'Set the restart counters to zero' },
] as const;

/** Actions on instances. */
export function actionRoutes(daemon: DaemonLink): ApiRoute[] {
  const shared = { tag: 'Actions', params: targetParams, answer, method: 'POST' as const };
  const plain = PLAIN.map(({ action, summary }) =>
    apiRoute({
      ...shared,
      id: `${action}Instances`,
      path: `/instances/{target}/${action}`,
      role: 'operator' as Role,
      summary,
      handle: async ({ params, visitor }) => {
        const targets = [params.target];
        return outcomes(
          action === 'restart' || action === 'reload'
            ? await daemon.call(action, { targets, env: null }, { visitor })
            : await daemon.call(action, { targets }, { visitor }),
        );
      },
    }),
  );
  return [
    ...plain,
    apiRoute({
      ...shared,
      id: 'signalInstances',
      path: '/instances/{target}/signal',
      role: 'operator',
      summary: 'Send a signal to instances',
      body: v.strictObject({ signal: v.picklist(Object.keys(constants.signals)) }),
      handle: async ({ params, body, visitor }) =>
        outcomes(await daemon.call('signal', { targets: [params.target], signal: body.signal }, { visitor })),
    }),
    apiRoute({
      ...shared,
      id: 'removeInstances',
      method: 'DELETE',
      path: '/instances/{target}',
      role: 'admin',
      summary: 'Stop instances and forget them',
      handle: async ({ params, visitor }) =>
        outcomes(await daemon.call('remove', { targets: [params.target] }, { visitor })),
    }),
    apiRoute({
      ...shared,
      id: 'adjustInstance',
      method: 'PATCH',
      path: '/instances/{target}',
      role: 'admin',
      summary: 'Change the name or the command of an app',
      description: 'A new command restarts running instances.',
      body: v.strictObject({
        name: v.optional(v.pipe(v.string(), v.minLength(1))),
        command: v.optional(v.pipe(v.array(v.string()), v.minLength(1))),
      }),
      handle: async ({ params, body, visitor }) => {
        const request = { target: params.target, name: body.name ?? null, argv: body.command ?? null };
        return outcomes(await daemon.call('adjust', request, { visitor }));
      },
    }),
    apiRoute({
      ...shared,
      id: 'scaleApp',
      path: '/apps/{name}/scale',
      params: v.object({ name: v.string() }),
      role: 'operator',
      summary: 'Change the number of instances of an app',
      body: v.strictObject({ instances: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_536)) }),
      handle: async ({ params, body, visitor }) =>
        outcomes(await daemon.call('scale', { name: params.name, instances: body.instances }, { visitor })),
    }),
  ];
}

function outcomes(list: TargetOutcome[]): { ok: boolean; outcomes: TargetOutcome[] } {
  return { ok: list.every(({ ok }) => ok), outcomes: list };
}
