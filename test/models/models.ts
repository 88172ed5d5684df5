import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A model, and the sizes in which it is searched. */
export interface Model {
  file: string;
  /** It must hold in each. */
  searches: { title: string; defines: string[] }[];
  /** Larger ones, for `npm run test:model`. */
  largeSearches: { title: string; defines: string[] }[];
  /** The size in which mutations are caught. */
  mutationSize: string[];
  /** The size for those that need another one. */
  otherSizes: Record<string, string[]>;
}

export const MODELS: Model[] = [
  {
    file: pathOf('lock.pml'),
    searches: [{ title: 'two contenders, four nonces', defines: ['NONCES=5'] }],
    largeSearches: [{ title: 'three contenders, three nonces', defines: ['CONTENDERS=3', 'NONCES=4'] }],
    mutationSize: ['NONCES=4'],
    otherSizes: { MUTATE_NO_INNER_GUARD: ['NONCES=5'], MUTATE_NO_REREAD_GUARD: ['NONCES=5'] },
  },
  {
    file: pathOf('claim.pml'),
    searches: [
      { title: 'an app that is restarted', defines: [] },
      { title: 'an app that is not', defines: ['POLICY_NEVER'] },
    ],
    largeSearches: [],
    mutationSize: ['POLICY_NEVER'],
    otherSizes: {},
  },
];

/** Names that each take one essential step out of a model: all that are in its file. */
export function mutationsOf({ file }: Model): string[] {
  return [...new Set(readFileSync(file, 'utf8').match(/\bMUTATE_\w+/g))];
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
