import * as v from 'valibot';
import { listSnapshots, readSnapshot, readSnapshotFile } from '../../ledger/snapshot/snapshot.ts';
import { homePaths } from '../../runtime/home.ts';
import type { DaemonLink } from '../daemon-link.ts';
import { type ApiRoute, apiRoute } from './api-route.ts';
import { numberText } from './api-schemas.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const generationSchema = v.object({
  generation: count,
  createdAt: v.nullable(v.string()),
  instances: count,
  damage: v.pipe(v.nullable(v.string()), v.description('null if it is intact')),
});

const savedSchema = v.object({
  generation: count,
  createdAt: v.string(),
  config: v.pipe(v.nullable(v.string()), v.description('The config file that the set came from')),
  instances: v.array(
    v.object({
      name: v.string(),
      instance: count,
      namespace: v.string(),
      command: v.array(v.string()),
      cwd: v.string(),
      port: v.nullable(count),
      user: v.nullable(v.string()),
      dependsOn: v.array(v.string()),
      variables: v.pipe(v.array(v.string()), v.description('Names of its own variables')),
      wanted: v.picklist(['running', 'stopped']),
    }),
  ),
});

/** The saved generations. The files are read directly, so this works without a daemon. */
export function snapshotRoutes(daemon: DaemonLink): ApiRoute[] {
  const { snapshots: folder } = homePaths(daemon.home);
  return [
    apiRoute({
      id: 'listSnapshots',
      method: 'GET',
      path: '/snapshots',
      role: 'viewer',
      tag: 'Snapshots',
      summary: 'The saved generations, newest first',
      answer: {
        status: 200,
        description: 'At most ten',
        schema: v.object({ items: v.array(generationSchema) }),
      },
      handle: async () => {
        const found = await Promise.all((await listSnapshots(folder)).map(describe));
        return { items: found.filter((one) => one !== null).reverse() };
      },
    }),
    apiRoute({
      id: 'getSnapshot',
      method: 'GET',
      path: '/snapshots/{generation}',
      role: 'viewer',
      tag: 'Snapshots',
      summary: 'The content of one generation',
      params: v.object({ generation: numberText }),
      answer: { status: 200, description: 'The saved set', schema: savedSchema },
      handle: async ({ params: { generation } }) => {
        const { payload } = await readSnapshot({ folder, generation });
        return {
          generation,
          createdAt: payload.createdAt,
          config: payload.config.file,
          instances: payload.instances.map(({ spec, wanted }) => ({
            name: spec.name,
            instance: spec.instance,
            namespace: spec.namespace,
            command: spec.argv,
            cwd: spec.cwd,
            port: spec.port ?? null,
            user: spec.user ?? null,
            dependsOn: spec.dependsOn,
            variables: Object.keys(spec.env),
            wanted,
          })),
        };
      },
    }),
    apiRoute({
      id: 'saveSnapshot',
      method: 'POST',
      path: '/snapshots',
      role: 'operator',
      tag: 'Snapshots',
      summary: 'Save the current set as a new generation',
      answer: {
        status: 201,
        description: 'The saved generation',
        schema: v.object({ generation: count, instances: count }),
      },
      handle: async ({ visitor }) => {
        const { generation, instances } = await daemon.call('save', {}, { visitor });
        return { generation, instances };
      },
    }),
  ];
}

/** `null` if it was just removed: a save keeps a limited number of generations. */
async function describe({ generation, file }: { generation: number; file: string }) {
  const found = await readSnapshotFile(file);
  if (found.kind === 'missing') return null;
  if (found.kind === 'damaged') return { generation, createdAt: null, instances: 0, damage: found.reason };
  const { createdAt, instances } = found.payload;
  return { generation, createdAt, instances: instances.length, damage: null };
}
