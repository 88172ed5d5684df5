import * as v from 'valibot';
import { cronProblem, isTimeZone } from '../cron-pattern.ts';
import { notThat, showValue } from './problem.ts';

/** Times of day in a config: patterns of cron, and the zones that they are meant in. */

export const cronPattern = v.pipe(
  v.string(notThat('a cron pattern, like "0 4 * * *"')),
  v.title('cron pattern'),
  v.transform((pattern) => pattern.trim().replaceAll(/\s+/g, ' ')),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const problem = cronProblem(dataset.value);
    if (problem !== null) addIssue({ message: `${showValue(dataset.value)} ${problem}` });
  }),
);

const ZONE = 'a time zone: write "Europe/Berlin", "America/New_York" or "UTC"';

export const timeZone = v.pipe(v.string(notThat(ZONE)), v.check(isTimeZone, notThat(ZONE)));
