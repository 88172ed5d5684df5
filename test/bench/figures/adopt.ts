import { type Bench, pause, Sleepers, timed } from '../bench.ts';
import { isAlive } from '../proc.ts';
import { OpmStage } from '../subjects/opm.ts';
import { type Figure, OPM } from './figure.ts';

const row = (bench: Bench) => `from SIGKILL of the daemon until ${bench.size(1000)} processes are adopted`;

/** No peer can be measured: they start everything a second time. */
export const adopt: Figure = {
  name: 'adopt',
  async measure(bench) {
    const fleet = new Sleepers(bench.size(1000));
    const ours = bench.subjects.filter(({ isOpm }) => isOpm);
    await bench.inTurn(ours, fleet.apps, async (stage, subject) => {
      if (!(stage instanceof OpmStage)) return;
      await stage.restore();
      const pids = new Set(fleet.pids());
      const daemon = await stage.supervisor();
      const ms = await timed(async () => {
        process.kill(daemon, 'SIGKILL');
        while (isAlive(daemon)) await pause(1);
        await stage.up();
      });
      bench.results.add({ figure: 'adopt', what: row(bench), unit: 'ms' }, subject.name, ms);
      const { adopted } = JSON.parse((await stage.run('daemon', 'status', '--json')).stdout) as {
        adopted: number;
      };
      const same = fleet.pids().filter((pid) => pids.has(pid)).length;
      if (adopted !== fleet.apps.length || same !== fleet.apps.length)
        throw new Error(`${subject.name}: ${adopted} adopted, ${same} with the same PID`);
      await stage.down();
    });
  },
  reaches: (bench) => [
    {
      what: row(bench),
      limit: 500,
      better: 'lower',
      unit: ' ms',
      value: (results) => results.median(row(bench), OPM),
    },
  ],
};
