import * as v from 'valibot';
import { parseDuration } from '../src/plugin.ts';

const DURATION = 'must be a duration: "250ms", "30s", "2m", "1h", "1d" or a number of milliseconds';

/** A duration as in config files, parsed to milliseconds. */
export const duration = v.pipe(
  v.union([v.string(), v.number()], DURATION),
  v.check((value) => parseDuration(value) !== null, DURATION),
  v.transform((value) => parseDuration(value)!),
  // A longer timer would fire immediately.
  v.maxValue(2_147_483_647, 'must be shorter than 25 days'),
);
