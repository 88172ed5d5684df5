import * as v from 'valibot';
import { duration } from '../duration.ts';
import { textRecord } from '../text-record.ts';
import { OWN_LABELS } from './families.ts';

export const options = v.strictObject({
  /** In the folder that node_exporter's textfile collector reads; relative to the config file's folder. */
  file: v.pipe(
    v.string('must be the path of the file to write'),
    v.endsWith('.prom', 'must end in .prom: node_exporter reads no other file'),
  ),
  /** Permissions of the file, octal. */
  mode: v.optional(
    v.pipe(
      v.string('must be octal digits in quotes such as "0644"'),
      v.regex(/^0?[0-7]{3}$/, 'must be octal digits such as "0644"'),
      v.transform((text) => Number.parseInt(text, 8)),
    ),
    '0644',
  ),
  /** Starts and exits are written at most this often. */
  interval: v.optional(duration, '1s'),
  /** Added to every line. */
  labels: v.optional(
    textRecord(
      v.pipe(
        v.string(),
        v.regex(/^(?!__)[A-Za-z_][A-Za-z0-9_]*$/, 'must be a label name: letters, digits, underscores'),
        v.check((name) => !OWN_LABELS.has(name), `must not be one of ${[...OWN_LABELS].join(', ')}`),
      ),
      v.string('must be text'),
    ),
    {},
  ),
});

export type Options = v.InferOutput<typeof options>;
