import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Endpoint, ProcessTable } from '../../../src/runtime/proc/process-table.ts';
import { findListenerObstacle } from '../../../src/supervise/preflight/preflight-listener.ts';
import { processesInMemory } from '../kin/processes-in-memory.ts';

const PORT: Endpoint = { address: '127.0.0.1', port: 3000 };

/** Processes of which some listen at the endpoint; `unseen`: nobody here may look at who does. */
function obstacle(options: {
  listening: number[];
  unseen?: boolean;
  siblings?: number[];
  ending?: number[];
  freed?: number[];
  endpoint?: Endpoint;
}): string | null {
  const { listening, siblings = [], ending, freed = [], endpoint = PORT } = options;
  const listed = Object.fromEntries([10, 20, 30].map((pid) => [pid, { comm: `app${pid}` }]));
  const table: ProcessTable = {
    ...processesInMemory(listed).table,
    listenersAt: () => new Set(listening.map(String)),
    holdsSocket: (pid, sockets) => options.unseen !== true && sockets.has(String(pid)),
  };
  const ahead =
    ending === undefined && freed.length === 0
      ? null
      : { freedPorts: new Set(freed), willEnd: (pid: number) => ending?.includes(pid) === true };
  const found = findListenerObstacle({
    ...{ endpoints: [endpoint], table, ahead: ahead as never },
    isSibling: (pid) => siblings.includes(pid),
  });
  return found?.message ?? null;
}

test('an endpoint that nobody listens at is free', () => {
  assert.is(obstacle({ listening: [] }), null);
});

test('who listens where the app is to answer is named', () => {
  assert.match(obstacle({ listening: [20] }) ?? '', /^port 3000 is in use by .*20/);
  const socket = obstacle({ listening: [20], endpoint: { path: '/run/app.sock' } });
  assert.match(socket ?? '', /^the socket \/run\/app\.sock is in use by /);
});

test('a process that cannot be looked at is still an obstacle', () => {
  assert.is(obstacle({ listening: [20], unseen: true }), 'port 3000 is in use by another process');
});

test('an instance of the same app may share the endpoint', () => {
  assert.is(obstacle({ listening: [20], siblings: [20] }), null);
});

test('what will be gone by the time of the start is no obstacle', () => {
  assert.is(obstacle({ listening: [20], ending: [20] }), null);
  assert.is(obstacle({ listening: [20], freed: [3000] }), null);
  assert.ok(obstacle({ listening: [20], ending: [10], freed: [4000] }));
});

test.run();
