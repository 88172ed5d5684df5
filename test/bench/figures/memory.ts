import { type Bench, pause, Sleepers } from '../bench.ts';
import { memoryOf } from '../proc.ts';
import { type Figure, OPM } from './figure.ts';

/** What a restore leaves for the collector may be gone after this. */
const SETTLE_MS = 3000;
const row = (count: number, kind = 'VmRSS') => `supervisor's memory with ${count} processes: ${kind}`;

/** Of the supervising process alone; runtimes share their file among all processes that run it. */
export const memory: Figure = {
  name: 'memory',
  async measure(bench) {
    for (const full of [0, 100, 1000, 5000]) {
      const count = full === 0 ? 0 : bench.size(full);
      const fleet = new Sleepers(count);
      // Thousands in PM2 take minutes and say nothing new.
      const subjects = bench.of('manager').filter(({ isOpm }) => isOpm || full === 0 || full === 1000);
      const apps = count === 0 ? new Sleepers(1).apps : fleet.apps;
      await bench.inTurn(
        subjects,
        apps,
        async (stage, subject) => {
          await stage.up();
          if (count > 0) await stage.restore();
          const pid = await stage.supervisor();
          await pause(SETTLE_MS);
          const { rss, anon, file } = memoryOf(pid);
          for (const [kind, value] of [
            ['VmRSS', rss],
            ['RssAnon', anon],
            ['RssFile', file],
          ] as const) {
            bench.results.add({ figure: 'memory', what: row(count, kind), unit: 'KiB' }, subject.name, value);
          }
          await stage.down();
        },
        Math.min(bench.rounds, 2),
      );
    }
  },
  reaches: (bench) => [
    {
      what: `${row(bench.size(1000))}: share of pm2's`,
      limit: 0.4,
      better: 'lower',
      unit: '×',
      value: (results) => results.ratio(row(bench.size(1000)), OPM, { subject: 'pm2' }),
    },
    {
      what: `memory per process, ${bench.size(5000)} against none`,
      limit: 30,
      better: 'lower',
      unit: ' KiB',
      value: (results) =>
        growth(bench, results.median(row(bench.size(5000)), OPM), results.median(row(0), OPM)),
    },
  ],
};

function growth(bench: Bench, full: number | null, empty: number | null): number | null {
  return full === null || empty === null ? null : (full - empty) / bench.size(5000);
}
