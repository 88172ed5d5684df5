import * as v from 'valibot';
import type { InfoEntry, ListEntry } from '../../protocol/intents.ts';
import { MASK, maskSecrets } from '../../protocol/mask-secrets.ts';
import { type Role, roleIncludes } from '../access/role.ts';
import type { DaemonLink } from '../daemon-link.ts';
import { type ApiRoute, apiRoute } from './api-route.ts';
import { instanceDetailsSchema, instanceSchema, statusSchema, targetText } from './api-schemas.ts';
import { Problem } from './http-problem.ts';
import { pageOf, pageQuery, pageSchema } from './page-of.ts';

const filters = {
  name: v.optional(v.pipe(v.string(), v.description('Only instances of this app'))),
  namespace: v.optional(v.string()),
  status: v.optional(statusSchema),
  search: v.optional(v.pipe(v.string(), v.description('Only names that contain this, ignoring case'))),
};

/** Listing and showing instances. */
export function instanceRoutes(daemon: DaemonLink): ApiRoute[] {
  return [
    apiRoute({
      id: 'listInstances',
      method: 'GET',
      path: '/instances',
      role: 'viewer',
      tag: 'Instances',
      summary: 'The instances, sorted by id',
      query: v.strictObject({ ...pageQuery, ...filters }),
      answer: { status: 200, description: 'A page of instances', schema: pageSchema(instanceSchema) },
      handle: async ({ query }) => {
        const { entries } = await daemon.call('list', {});
        return pageOf(
          entries.filter((entry) => matches(entry, query)),
          query,
          ({ id }) => id,
        );
      },
    }),
    apiRoute({
      id: 'getInstance',
      method: 'GET',
      path: '/instances/{target}',
      role: 'viewer',
      tag: 'Instances',
      summary: 'Everything about one instance',
      description:
        'Values of variables are masked: all of them for a viewer; for an operator or an admin, those whose names ' +
        'look like secrets.',
      params: v.object({ target: targetText }),
      answer: { status: 200, description: 'The instance', schema: instanceDetailsSchema },
      handle: async ({ params: { target }, visitor }) => {
        const [entry, ...more] = await daemon.call('info', { targets: [target] });
        if (entry === undefined || more.length > 0) {
          throw new Problem(400, 'not-one-instance', `"${target}" is not one instance; use its id`);
        }
        return visibleTo(visitor.role, entry);
      },
    }),
  ];
}

function matches(
  entry: ListEntry,
  query: { name?: string; namespace?: string; status?: string; search?: string },
): boolean {
  const { name, namespace, status, search } = query;
  return (
    (name === undefined || entry.name === name) &&
    (namespace === undefined || entry.namespace === namespace) &&
    (status === undefined || entry.status === status) &&
    (search === undefined || entry.name.toLowerCase().includes(search.toLowerCase()))
  );
}

/** A name does not always reveal that its value is a secret, so a viewer sees no values at all. */
function visibleTo(role: Role, entry: InfoEntry): InfoEntry {
  const mask = roleIncludes(role, 'operator') ? maskSecrets : maskAll;
  return { ...entry, env: mask(entry.env), inheritedEnv: mask(entry.inheritedEnv) };
}

function maskAll(env: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.keys(env).map((name) => [name, MASK]));
}
