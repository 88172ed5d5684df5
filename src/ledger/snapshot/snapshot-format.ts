import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { InstanceSpec, PluginEntry, Settings } from '../../config/instance/instance-spec.ts';
import { instanceSpecSchema } from '../../config/keys/app-keys.ts';
import { pluginSpecSchema } from '../../config/schema/schema-plugin.ts';
import { settingsSpecSchema } from '../../config/schema/settings-schema.ts';
import { count, environment } from '../../config/schema/spec-values.ts';
import { messageOf } from '../../errors.ts';

/** Version of the snapshot's format. Every future version keeps the first line and how its checksum is made. */
export const SNAPSHOT_VERSION = 1;
const FORMAT = 'opm-snapshot';
const FIRST_LINE = /^opm-snapshot (0|[1-9]\d{0,8}) ([0-9a-f]{64})\n/;

/** What `opm save` saved. */
export interface SnapshotPayload {
  /** ISO 8601. */
  createdAt: string;
  bootId: string;
  config: { file: string | null; settings: Settings; plugins: PluginEntry[] };
  instances: SavedInstance[];
}

export interface SavedInstance {
  spec: InstanceSpec;
  wanted: 'running' | 'stopped';
  /** Instances that share an environment share this object after reading. */
  inheritedEnv: Record<string, string>;
}

export type DecodedSnapshot =
  | { kind: 'good'; payload: SnapshotPayload }
  | { kind: 'damaged'; reason: string }
  | { kind: 'newer'; version: number };

/** The payload on disk: each inherited environment is stored once, and instances refer to it by index. */
const storedSchema = v.strictObject({
  createdAt: v.string(),
  bootId: v.string(),
  config: v.strictObject({
    file: v.nullable(v.string()),
    settings: settingsSpecSchema,
    plugins: v.array(pluginSpecSchema),
  }),
  environments: v.array(environment),
  instances: v.array(
    v.strictObject({
      spec: instanceSpecSchema,
      wanted: v.picklist(['running', 'stopped']),
      environment: count,
    }),
  ),
});

/** The bytes of a snapshot: one line with format, version and checksum, one line of JSON. */
export function encodeSnapshot({ instances, ...rest }: SnapshotPayload): Buffer {
  const environments: Record<string, string>[] = [];
  const places = new Map<string, number>();
  // Most instances share one object, which is compared faster than its content.
  const placesByObject = new Map<object, number>();
  const placeOf = (environment: Record<string, string>): number => {
    const content = JSON.stringify(environment);
    const place = places.get(content) ?? environments.push(environment) - 1;
    places.set(content, place);
    placesByObject.set(environment, place);
    return place;
  };
  const stored: v.InferInput<typeof storedSchema> = {
    ...rest,
    environments,
    instances: instances.map(({ inheritedEnv, spec, wanted }) => ({
      spec,
      wanted,
      environment: placesByObject.get(inheritedEnv) ?? placeOf(inheritedEnv),
    })),
  };
  const content = Buffer.from(`${JSON.stringify(stored)}\n`);
  return Buffer.concat([
    Buffer.from(`${FORMAT} ${SNAPSHOT_VERSION} ${checksum(String(SNAPSHOT_VERSION), content)}\n`),
    content,
  ]);
}

/**
 * Distinguishes intact and damaged snapshots from those written by a newer OPM; the checksum covers the version too.
 */
export function decodeSnapshot(bytes: Buffer): DecodedSnapshot {
  if (bytes.length === 0) return damaged('it is empty');
  const first = FIRST_LINE.exec(bytes.toString('latin1', 0, 128));
  if (first === null) return damaged('its first line is not a snapshot header');
  const [line, version, expected] = first;
  const content = bytes.subarray(line.length);
  if (checksum(version!, content) !== expected) return damaged('its checksum is wrong');
  if (Number(version) > SNAPSHOT_VERSION) return { kind: 'newer', version: Number(version) };
  let value: unknown;
  try {
    value = JSON.parse(content.toString('utf8'));
  } catch (error) {
    return damaged(`its content is not JSON: ${messageOf(error)}`);
  }
  const { success, output, issues } = v.safeParse(storedSchema, value);
  if (!success) {
    const [issue] = issues;
    return damaged(`its content is not a snapshot: ${v.getDotPath(issue) ?? ''}: ${issue.message}`);
  }
  const { environments, instances, ...rest } = output;
  const lost = instances.find(({ environment }) => environments[environment] === undefined);
  if (lost !== undefined) return damaged(`its content lacks the environment of "${lost.spec.name}"`);
  return {
    kind: 'good',
    payload: {
      ...rest,
      instances: instances.map(({ spec, wanted, environment }) => ({
        spec,
        wanted,
        inheritedEnv: environments[environment]!,
      })),
    },
  };
}

function damaged(reason: string): DecodedSnapshot {
  return { kind: 'damaged', reason };
}

/** Covers the version too, so that a flipped bit there does not look like the work of a newer OPM. */
function checksum(version: string, content: Buffer): string {
  return createHash('sha256').update(`${FORMAT} ${version}\n`).update(content).digest('hex');
}
