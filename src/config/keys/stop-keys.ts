import * as v from 'valibot';
import { knownObject } from '../schema/known-object.ts';
import { duration, signalName } from '../schema/schema-values.ts';
import { milliseconds, specText } from '../schema/spec-values.ts';
import { keyGroup } from './key-group.ts';

const stop = knownObject(
  {
    signal: v.optional(
      v.pipe(
        signalName,
        v.metadata({ description: 'Sent to the whole process group to stop it.', examples: ['SIGINT'] }),
      ),
      'SIGTERM',
    ),
    timeout: v.optional(
      v.pipe(
        duration(),
        v.metadata({
          description: 'After this time, the rest of the group gets SIGKILL.',
          examples: ['1m'],
        }),
      ),
      '10s',
    ),
  },
  'an object with signal and timeout',
);

/** How a process is stopped. */
export const stopKeys = keyGroup({
  config: {
    stop: v.optional(
      v.pipe(
        stop,
        v.metadata({
          description: 'How a process is stopped.',
          examples: [{ signal: 'SIGINT', timeout: '30s' }],
        }),
      ),
      {},
    ),
  },
  spec: { stop: v.strictObject({ signal: specText, timeoutMs: milliseconds }) },
  resolve: ({ stop: { signal, timeout } }) => ({ stop: { signal, timeoutMs: timeout } }),
  synonyms: { signal: 'stop.signal', timeout: 'stop.timeout' },
});
