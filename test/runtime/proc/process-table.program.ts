// Asks the process table what the test wants to know, from where the test has put this program.
import { closeSync, openSync } from 'node:fs';
import { anyLivenessOf, type Identity, livenessOf } from '../../../src/runtime/proc/process-table.ts';
import { processTable } from '../../../src/runtime/proc/system.ts';
import { machineUptimeMs } from '../../../src/runtime/proc/uptime.ts';

const [question, argument = ''] = process.argv.slice(2);
try {
  const table = processTable();
  switch (question) {
    case 'self':
      console.log(
        JSON.stringify({ pid: process.pid, boot: table.bootId(), namespace: table.pidNamespace() }),
      );
      break;
    case 'start':
      console.log(table.stat(Number(argument))?.startTicks, Math.round(machineUptimeMs()));
      break;
    case 'liveness':
      console.log(livenessOf(table, JSON.parse(argument) as Identity));
      break;
    case 'init': {
      const identity = { bootId: table.bootId(), pidNamespace: table.pidNamespace(), pid: 1 };
      const own = { ...identity, startTicks: table.stat(1)?.startTicks ?? -1 };
      console.log(`${livenessOf(table, own)} ${anyLivenessOf(table, own)}`);
      break;
    }
    case 'starved': {
      table.bootId();
      table.pidNamespace();
      const identity = JSON.parse(argument) as Identity;
      const taken: number[] = [];
      try {
        for (;;) taken.push(openSync('/dev/null', 'r'));
      } catch {
        // Now there is no descriptor left.
      }
      let thrown = 'nothing';
      try {
        table.stat(identity.pid);
      } catch (error) {
        thrown = (error as { code: string }).code;
      }
      const liveness = livenessOf(table, identity);
      for (const descriptor of taken) closeSync(descriptor);
      console.log(`${thrown} ${liveness} ${livenessOf(table, identity)}`);
    }
  }
} catch (error) {
  console.log((error as { code?: string }).code ?? String(error));
}
