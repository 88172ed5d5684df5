import { type Bench, pause, Sleepers } from '../bench.ts';
import { ticksOf } from '../proc.ts';
import { type Figure, OPM } from './figure.ts';

const row = (bench: Bench) =>
  `CPU of the idle supervisor with ${bench.size(1000)} processes, ${seconds(bench)} s`;
const seconds = (bench: Bench) => bench.size(30);

/** Whether a supervisor leaves the machine alone when nothing happens. */
export const idle: Figure = {
  name: 'idle',
  async measure(bench) {
    const fleet = new Sleepers(bench.size(1000));
    await bench.inTurn(
      bench.of('manager'),
      fleet.apps,
      async (stage, subject) => {
        await stage.restore();
        const pid = await stage.supervisor();
        await pause(3000);
        const before = ticksOf(pid);
        await pause(1000 * seconds(bench));
        bench.results.add(
          { figure: 'idle', what: row(bench), unit: 'ticks' },
          subject.name,
          ticksOf(pid) - before,
        );
        await stage.down();
      },
      1,
    );
  },
  reaches: (bench) => [
    {
      what: row(bench),
      limit: 1,
      better: 'lower',
      unit: ' ticks',
      value: (results) => results.median(row(bench), OPM),
    },
  ],
};
