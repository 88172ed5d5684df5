import * as v from 'valibot';
import { knownObject } from '../../schema/known-object.ts';
import { duration, wholeNumber } from '../../schema/schema-values.ts';
import { count, milliseconds } from '../../schema/spec-values.ts';
import { keyGroup } from '../key-group.ts';
import { readyAt } from '../ready-keys.ts';
import { exec, httpUrl, type ReadySpec, readySpec, tcpAddress } from '../ready-value.ts';

const WAYS = ['tcp', 'http', 'exec'] as const;

const livenessSpec = v.strictObject({
  check: readySpec,
  everyMs: milliseconds,
  failures: count,
});

export type LivenessSpec = v.InferOutput<typeof livenessSpec>;

const liveness = v.pipe(
  knownObject(
    {
      tcp: v.optional(
        v.pipe(
          tcpAddress,
          v.metadata({
            description:
              'Alive while a connection to `"host:port"` (or to this port on this machine) is accepted.',
            examples: ['127.0.0.1:5432'],
          }),
        ),
      ),
      http: v.optional(
        v.pipe(
          httpUrl,
          v.metadata({
            description: 'Alive while a GET of this URL returns a status from 200 to 399.',
            examples: ['http://127.0.0.1:3000/health'],
          }),
        ),
      ),
      exec: v.optional(
        v.pipe(
          exec,
          v.metadata({
            description: "Alive while this command, run in the app's folder, exits with code 0.",
            examples: ['pg_isready -q'],
          }),
        ),
      ),
      every: v.optional(
        v.pipe(
          duration({ min: 1 }),
          v.metadata({ description: 'How long after one check the next one begins.', examples: ['30s'] }),
        ),
        '10s',
      ),
      timeout: v.optional(
        v.pipe(
          duration({ min: 1 }),
          v.metadata({
            description: 'How long a check may take. Within this time it is tried again.',
            examples: ['1s'],
          }),
        ),
        '3s',
      ),
      failures: v.optional(
        v.pipe(
          wholeNumber(1, 1000),
          v.metadata({
            description: 'After this many checks in a row that failed, the app is restarted.',
            examples: [5],
          }),
        ),
        3,
      ),
    },
    'an object with one of tcp, http and exec',
    { synonyms: { port: 'tcp', url: 'http', command: 'exec', interval: 'every', retries: 'failures' } },
  ),
  v.metadata({ oneOf: WAYS.map((way) => ({ required: [way] })) }),
  v.rawTransform(({ dataset, addIssue, NEVER }): LivenessSpec => {
    const { tcp, http, exec: argv, every, timeout: timeoutMs, failures } = dataset.value;
    const given = WAYS.filter((way) => dataset.value[way] !== undefined);
    if (given.length !== 1) {
      const found = given.length === 0 ? 'none' : given.join(' and ');
      addIssue({ message: `must name exactly one of ${WAYS.join(', ')}; it names ${found}` });
      return NEVER;
    }
    const check: ReadySpec =
      tcp !== undefined
        ? { kind: 'tcp', timeoutMs, ...tcp }
        : http !== undefined
          ? { kind: 'http', timeoutMs, url: http }
          : { kind: 'exec', timeoutMs, argv: argv! };
    return { check, everyMs: every, failures };
  }),
);

/** How to detect that an online app no longer works. */
export const livenessKeys = keyGroup({
  config: {
    liveness: v.optional(
      v.pipe(
        liveness,
        v.metadata({
          description:
            'Checks an app that is online, with exactly one of the checks below. One that fails again and again is ' +
            "restarted as after a crash. An address on the app's `port` means the own one of each instance.",
          examples: [{ http: 'http://127.0.0.1:3000/health', every: '10s' }],
        }),
      ),
    ),
  },
  spec: { liveness: v.optional(livenessSpec) },
  resolve: ({ liveness: given }, { firstPort, instance }) =>
    given === undefined ? {} : { liveness: livenessAt(given, firstPort, instance) },
  synonyms: { livenessProbe: 'liveness', heartbeat: 'liveness' },
});

/** The same check for another instance: on its own port. */
export function livenessAt(liveness: LivenessSpec, port: number | undefined, instance: number): LivenessSpec {
  return { ...liveness, check: readyAt(liveness.check, port, instance) };
}
