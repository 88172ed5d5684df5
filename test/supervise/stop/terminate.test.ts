import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Identity } from '../../../src/runtime/proc/process-table.ts';
import { newRunning } from '../../../src/supervise/instance/running.ts';
import { unseenOf } from '../../../src/supervise/stop/descent.ts';
import type { SignalOutcome } from '../../../src/supervise/stop/signals.ts';
import { endSurvivors, type TerminateTools, terminate } from '../../../src/supervise/stop/terminate.ts';
import { identityOf } from '../../ledger/ledger-parts.ts';
import { FleetInMemory } from '../fleet-in-memory.ts';

interface Context {
  fleet: FleetInMemory;
  sent: string[];
  /** What is found, search by search; the last answer stays. */
  answers: (Identity[] | Error)[];
  tools: TerminateTools;
  outcome: SignalOutcome;
}

const test = suite<Context>('ending a process and what came of it');
test.before.each((context) => {
  const fleet = new FleetInMemory();
  Object.assign(context, { fleet, sent: [], answers: [[]], outcome: 'sent' });
  context.tools = {
    deadlines: fleet.machine.deadlines,
    signal: ({ identity, signal }) => {
      context.sent.push(`${signal} ${identity.pid}`);
      return context.outcome;
    },
    watch: { hurry: () => {} } as never,
    search: {
      remember: () => {},
      find: async () => {
        const answer = context.answers.length > 1 ? context.answers.shift()! : context.answers[0]!;
        if (answer instanceof Error) throw answer;
        return answer;
      },
    } as never,
  };
});
test.after.each(({ fleet }) => fleet.close());

const running = () =>
  newRunning({
    ...{ token: 't', identity: identityOf(50), threadId: 1, adopted: false },
    logOffsets: { out: 0, err: 0 },
  });

const STOP = { signal: 'SIGTERM', timeoutMs: 1000 };

test('a process that cannot be verified, or not be signalled, is left alone, and the reason is given', async (context) => {
  const { fleet, tools, sent } = context;
  context.outcome = 'unverifiable';
  const unverifiable = await fleet.run(terminate(tools, running(), STOP));
  context.outcome = 'not-permitted';
  const notPermitted = await fleet.run(terminate(tools, running(), STOP));
  assert.equal(
    [unverifiable, notPermitted],
    [
      { left: 'its process 50 cannot be verified from here, so it was left alone', forced: null },
      { left: 'this user may not signal its process 50', forced: null },
    ],
  );
  assert.equal(sent, ['SIGTERM 50', 'SIGTERM 50']);
});

test('a stopped process is continued, or it could not act on its stop signal', async ({
  fleet,
  tools,
  sent,
}) => {
  const process = running();
  const done = terminate(tools, process, STOP);
  process.end({ code: 0, signal: null, unknown: false, reason: null });
  assert.equal(await fleet.run(done), { left: null, forced: null });
  assert.equal(sent, ['SIGTERM 50', 'SIGCONT 50']);
});

test('children get a grace of two seconds at most, then they are killed', async ({
  fleet,
  tools,
  sent,
  answers,
}) => {
  const child = identityOf(60);
  answers.splice(0, 1, ...Array(30).fill([child]), []);
  const outcome = await fleet.run(endSurvivors(tools, unseenOf('t'), 60_000));
  assert.equal(outcome, { met: 1, left: null });
  assert.equal(sent.slice(0, 3), ['SIGTERM 60', 'SIGCONT 60', 'SIGKILL 60']);
  assert.ok(fleet.machine.deadlines.now() > 2000);
});

test('children that not even SIGKILL ends are named', async ({ fleet, tools, answers }) => {
  answers.splice(0, 1, [identityOf(60), identityOf(61)]);
  const outcome = await fleet.run(endSurvivors(tools, unseenOf('t'), 100));
  assert.equal(outcome, { met: 2, left: 'its children are still alive: 60, 61' });
});

test('a search that fails is repeated, since no answer is not "none left"', async ({
  fleet,
  tools,
  sent,
  answers,
}) => {
  answers.splice(0, 1, new Error('EMFILE'), new Error('EMFILE'), [identityOf(60)], []);
  assert.equal(await fleet.run(endSurvivors(tools, unseenOf('t'), 100)), { met: 1, left: null });
  assert.equal(sent, ['SIGTERM 60', 'SIGCONT 60']);
});

test('if no search succeeds, it is reported that nothing is known', async ({ fleet, tools, answers }) => {
  answers.splice(0, 1, new Error('EMFILE'));
  const outcome = await fleet.run(endSurvivors(tools, unseenOf('t'), 100));
  assert.equal(outcome, { met: 0, left: 'it is unknown whether its children are alive: EMFILE' });
});

test.run();
