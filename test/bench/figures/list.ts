import { type Bench, Sleepers, timed } from '../bench.ts';
import { type Figure, OPM } from './figure.ts';
import { inverse } from './restore.ts';

const LOOKS = 5;
const row = (bench: Bench) => `list with ${bench.size(1000)} processes`;
const VERSION = '--version';

/** What is typed most often. */
export const list: Figure = {
  name: 'list',
  async measure(bench) {
    const fleet = new Sleepers(bench.size(1000));
    const up = new Set<string>();
    const add = (what: string, subject: string, ms: number) =>
      bench.results.add({ figure: 'list', what, unit: 'ms' }, subject, ms);
    await bench.inTurn(
      bench.of('manager'),
      fleet.apps,
      async (stage, subject) => {
        if (!up.has(subject.name)) await stage.restore();
        up.add(subject.name);
        add(row(bench), subject.name, await timed(() => stage.list()));
        add(VERSION, subject.name, await timed(async () => subject.showVersion?.()));
      },
      bench.rounds * LOOKS,
    );
  },
  reaches: (bench) =>
    [row(bench), VERSION].map((what) => ({
      what: `${what}: pm2 takes as many times as long`,
      limit: 6,
      better: 'higher',
      unit: '×',
      value: (results) => inverse(results.ratio(what, OPM, { subject: 'pm2' })),
    })),
};
