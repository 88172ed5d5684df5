import * as v from 'valibot';
import { knownObject } from '../schema/known-object.ts';
import { notThat } from '../schema/problem.ts';
import { wholeNumber } from '../schema/schema-values.ts';
import { keyGroup } from './key-group.ts';

/** Limits of the kernel that a process cannot exceed (setrlimit(2)), by the names that prlimit(1) has for them. */
export const RESOURCES = ['nofile', 'core', 'memlock', 'nproc', 'stack', 'fsize'] as const;

export type Resource = (typeof RESOURCES)[number];

const UNLIMITED = 'unlimited';
const FACTORS: Record<string, number> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };
const PART = '(?:unlimited|[0-9]{1,15}[KMGT]?)';
const PATTERN = new RegExp(`^${PART}(?::${PART})?$`);

/** In the spec: soft and hard limit, each a number or `unlimited`. */
const SPEC_PATTERN = /^(unlimited|[0-9]+):(unlimited|[0-9]+)$/;

const LIMIT = 'a limit: write 65536, "64M", "unlimited" or "SOFT:HARD"';

/** Output: `SOFT:HARD`. */
const limit = v.pipe(
  v.union(
    [v.pipe(v.string(), v.regex(PATTERN, notThat(LIMIT))), wholeNumber(0, Number.MAX_SAFE_INTEGER)],
    notThat(LIMIT),
  ),
  v.title('string or number'),
  v.transform((value) => {
    const parts = String(value).split(':').map(inFull);
    return `${parts[0]}:${parts.at(-1)}`;
  }),
  v.check((value) => {
    const [soft = '', hard = ''] = value.split(':');
    return hard === UNLIMITED || (soft !== UNLIMITED && Number(soft) <= Number(hard));
  }, 'has a soft limit above the hard one'),
);

function inFull(part: string): string {
  if (part === UNLIMITED) return part;
  const [, digits, unit = ''] = /^([0-9]+)([KMGT]?)$/.exec(part)!;
  return String(Number(digits) * FACTORS[unit]!);
}

const limits = knownObject(
  {
    nofile: documented("Open files; the default is 65536, with the daemon's hard limit.", 65_536),
    core: documented("Size of a core dump; the default is 0, with the daemon's hard limit.", 'unlimited'),
    memlock: documented("Memory that is never swapped; the default is the daemon's.", '64M'),
    nproc: documented("Processes and threads that the user may have; the default is the daemon's.", 512),
    stack: documented("Stack of the main thread; the default is the daemon's.", '64M'),
    fsize: documented("Size of a file that the process writes; the default is the daemon's.", '2G'),
    nice: v.optional(
      v.pipe(
        wholeNumber(-20, 19),
        v.metadata({ description: 'Priority, from -20 (first) to 19 (last); default 0.', examples: [5] }),
      ),
    ),
    oomScore: v.optional(
      v.pipe(
        wholeNumber(-1000, 1000),
        v.metadata({
          description:
            'How soon the kernel kills the process when memory is short: from -1000 (never) to 1000 (first); default 0.',
          examples: [500],
        }),
      ),
    ),
  },
  'an object with nofile, core, memlock, nproc, stack, fsize, nice, oomScore',
  {
    notBuilt: {
      memory: 'it needs a control group',
      cpu: 'it needs a control group',
      pids: 'it needs a control group',
    },
    synonyms: { LimitNOFILE: 'nofile', LimitCORE: 'core', oomScoreAdjust: 'oomScore', openFiles: 'nofile' },
  },
);

function documented(description: string, example: string | number) {
  return v.optional(v.pipe(limit, v.metadata({ description, examples: [example] })));
}

const limitText = v.optional(v.pipe(v.string(), v.regex(SPEC_PATTERN)));

/** What a process may use. */
export const limitsKeys = keyGroup({
  config: {
    limits: v.optional(
      v.pipe(
        limits,
        v.metadata({
          description:
            'Resource limits of the process. A limit is one number, or soft and hard limit as `"1024:65536"`.',
          examples: [{ nofile: 65_536, core: 0, nice: 5 }],
        }),
      ),
    ),
  },
  spec: {
    limits: v.optional(
      v.strictObject({
        nofile: limitText,
        core: limitText,
        memlock: limitText,
        nproc: limitText,
        stack: limitText,
        fsize: limitText,
        nice: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-20), v.maxValue(19))),
        oomScore: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-1000), v.maxValue(1000))),
      }),
    ),
  },
  resolve: ({ limits: given }) =>
    given === undefined || Object.keys(given).length === 0 ? {} : { limits: given },
  synonyms: { ulimit: 'limits', rlimits: 'limits', nice: 'limits.nice', rlimit_nofile: 'limits.nofile' },
});
