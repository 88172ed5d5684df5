import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readCorpus } from './corpus-files.ts';
import { type FuzzTarget, tried } from './fuzz.ts';
import { mutate, seededRandom } from './mutate.ts';
import { fuzzFolder, fuzzTargets } from './targets.ts';

const RUNS = 300;
const seed = Date.now() % 2 ** 32;
const { folder, remove } = fuzzFolder();
const test = suite('whatever others wrote is read or refused');
test.after(remove);

async function check(target: FuzzTarget, input: Buffer, how: string): Promise<void> {
  const finding = await tried(target, input);
  if (finding === null) return;
  const { error } = finding;
  const shown = error instanceof Error ? error.stack : String(error);
  throw new Error(`${how}: ${JSON.stringify(input.toString('latin1'))}\n${shown}`);
}

for (const target of fuzzTargets(folder)) {
  test(`${target.name}: the seeds, the corpus and ${RUNS} new variations of both`, async () => {
    const corpus = [...target.seeds.map((text) => Buffer.from(text)), ...readCorpus(target.name)];
    assert.is.not(corpus.length, 0);
    for (const input of corpus) await check(target, input, 'corpus');
    const random = seededRandom(seed);
    const pick = () => corpus[Math.floor(random() * corpus.length)]!;
    for (let run = 0; run < RUNS; run += 1)
      await check(target, mutate(pick(), pick(), random), `seed ${seed}`);
  });
}

test('a target that breaks is noticed', async () => {
  const fragile: FuzzTarget = {
    name: 'fragile',
    seeds: ['ab'],
    read: (input) => {
      if (input.includes('b')) throw new TypeError('x is undefined');
    },
  };
  assert.instance((await tried(fragile, Buffer.from('ab')))?.error, TypeError);
  assert.is(await tried(fragile, Buffer.from('a')), null);
});

test.run();
