import * as v from 'valibot';
import { byteSize } from '../../schema/byte-size-value.ts';
import { count } from '../../schema/spec-values.ts';
import { keyGroup } from '../key-group.ts';

/** How much memory an instance may use before it is restarted. */
export const memoryKeys = keyGroup({
  config: {
    maxMemory: v.optional(
      v.pipe(
        byteSize,
        v.metadata({
          description:
            'An instance that uses more memory than this, including all its child processes, is restarted. Memory is ' +
            'measured every `settings.sampleEvery`. It does not count as a crash: no backoff, no effect on `maxRestarts`.',
          examples: ['500M'],
        }),
      ),
    ),
  },
  spec: {
    /** In bytes. */
    maxMemory: v.optional(count),
  },
  resolve: ({ maxMemory }) => (maxMemory === undefined ? {} : { maxMemory }),
  synonyms: { max_memory_restart: 'maxMemory', memory: 'maxMemory', max_memory: 'maxMemory' },
});
