import { type Bench, pause, Sleepers } from '../bench.ts';
import { ticksOf } from '../proc.ts';
import type { Stage } from '../subjects/subject.ts';
import { type Figure, OPM } from './figure.ts';

const row = (bench: Bench) =>
  `CPU of the idle supervisor with ${bench.size(1000)} processes, ${seconds(bench)} s`;
const seconds = (bench: Bench) => bench.size(30);

/** Whether a supervisor leaves the machine alone when nothing happens. */
export const idle: Figure = {
  name: 'idle',
  async measure(bench) {
    const fleet = new Sleepers(bench.size(1000));
    const opened: Stage[] = [];
    try {
      for (const subject of bench.of('manager')) {
        const stage = await subject.stage(fleet.apps);
        opened.push(stage);
        await stage.restore();
      }
      await pause(3000);
      const idlers = await Promise.all(opened.map((stage) => stage.supervisor()));
      const before = idlers.map(ticksOf);
      // All at once: what is idle takes nothing from the others.
      await pause(1000 * seconds(bench));
      for (const [index, { name }] of bench.of('manager').entries()) {
        const ticks = ticksOf(idlers[index]!) - before[index]!;
        bench.results.add({ figure: 'idle', what: row(bench), unit: 'ticks' }, name, ticks);
      }
    } finally {
      for (const stage of opened) await stage.down().catch(() => {});
    }
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
