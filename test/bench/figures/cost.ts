import { Sleepers, timed } from '../bench.ts';
import { type Figure, OPM } from './figure.ts';

const COUNTS = [10, 100, 1000, 5000];
const row = (count: number) => `cost per process, ${count} restored`;

/** Whether the cost of a process depends on how many there are. What one command costs by itself is left out. */
export const cost: Figure = {
  name: 'cost',
  async measure(bench) {
    const subjects = bench.subjects.filter(({ name }) => name === OPM || name === 'floor');
    for (let round = 0; round < bench.rounds; round += 1) {
      const base = new Map<string, number>();
      for (const count of [1, ...COUNTS.map((full) => bench.size(full))]) {
        const fleet = new Sleepers(count);
        await bench.inTurn(
          subjects,
          fleet.apps,
          async (stage, subject) => {
            await stage.up();
            const ms = await timed(() => stage.restore());
            await fleet.expectAll(subject);
            await stage.down();
            if (count === 1) base.set(subject.name, ms);
            else {
              const each = (1000 * (ms - (base.get(subject.name) ?? 0))) / (count - 1);
              bench.results.add({ figure: 'cost', what: row(count), unit: 'µs' }, subject.name, each);
            }
          },
          1,
        );
      }
    }
  },
  reaches: (bench) => {
    const [few, many] = [row(bench.size(100)), row(bench.size(5000))];
    return [
      {
        what: `cost per process with ${bench.size(5000)} against ${bench.size(100)}`,
        limit: 1.3,
        better: 'lower',
        unit: '×',
        value: (results) => results.ratio(many, OPM, { what: few }),
      },
    ];
  },
};
