import { type Bench, Sleepers, timed } from '../bench.ts';
import { type Figure, OPM } from './figure.ts';
import { inverse } from './restore.ts';

const row = (bench: Bench) => `stop ${bench.size(1000)} processes`;

export const stop: Figure = {
  name: 'stop',
  async measure(bench) {
    const fleet = new Sleepers(bench.size(1000));
    await bench.inTurn(
      bench.of('manager'),
      fleet.apps,
      async (stage, subject) => {
        await stage.restore();
        const ms = await timed(() => stage.stopAll());
        bench.results.add({ figure: 'stop', what: row(bench), unit: 'ms' }, subject.name, ms);
        if (fleet.pids().length > 0) throw new Error(`${subject.name}: some processes were not stopped`);
        await stage.down();
      },
      Math.min(bench.rounds, 2),
    );
  },
  reaches: (bench) => [
    {
      what: `${row(bench)}: pm2 takes as many times as long`,
      limit: 5,
      better: 'higher',
      unit: '×',
      value: (results) => inverse(results.ratio(row(bench), OPM, { subject: 'pm2' })),
    },
  ],
};
