import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { INSTANCE_TABLE } from '../../../src/supervise/instance/instance-table.ts';

/** What an instance does about each event, by the names of the actions. */
const EXPECTED = {
  stopped: 'spawn nothing rest nothing nothing notNow nothing adopt fence judgeMissedExit planStart',
  errored: 'spawn nothing rest nothing nothing notNow nothing adopt fence judgeMissedExit planStart',
  backoff: 'spawn spawnAsPlanned rest nothing nothing notNow nothing never never nothing planStart',
  starting: 'share nothing end cleanUp replace renew markOnline never never nothing nothing',
  online: 'share nothing end cleanUp replace renew nothing never never nothing nothing',
  stopping: 'share nothing end cleanUp replace notNow nothing never never nothing nothing',
  fenced: 'refuseStart nothing refuseStop nothing nothing notNow nothing never never nothing nothing',
};

const EVENTS = [
  'start-asked',
  'restart-due',
  'stop-asked',
  'exited',
  'unfit',
  'outworn',
  'ready',
  'adopted',
  'fenced',
  'exit-missed',
  'start-planned',
] as const;

test('every event has an action in every condition', () => {
  const actual = Object.fromEntries(
    Object.entries(INSTANCE_TABLE).map(([condition, actions]) => {
      assert.equal(Object.keys(actions).sort(), [...EVENTS].sort());
      return [condition, EVENTS.map((event) => actions[event].name).join(' ')];
    }),
  );
  assert.equal(actual, EXPECTED);
});

test('only an instance with a process is ended, and only one without is spawned', () => {
  for (const [condition, actions] of Object.entries(INSTANCE_TABLE)) {
    const hasProcess = ['starting', 'online', 'stopping'].includes(condition);
    assert.is(actions['stop-asked'].name === 'end', hasProcess, condition);
    assert.is(actions['start-asked'].name === 'share', hasProcess, condition);
    assert.is(actions.exited.name === 'cleanUp', hasProcess, condition);
  }
});

test('events that only a bug can cause throw', () => {
  const self = { id: 4, state: { condition: 'online' } } as never;
  assert.throws(() => INSTANCE_TABLE.online.fenced(self, { reason: '' }), /Instance 4 .* while it is online/);
});

test.run();
