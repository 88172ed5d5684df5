/** Checks the spec it is given and prints what comes of it; run as another user by the tests. */
import { processTable } from '../../../src/runtime/proc/system.ts';
import { Preflight } from '../../../src/supervise/preflight/preflight.ts';

const result = await new Preflight({ table: processTable() }).check({
  spec: JSON.parse(process.argv[2]!),
  callerEnv: { PATH: '/usr/bin:/bin' },
  pluginEnv: {},
});
console.log(JSON.stringify(result.ok ? result : { message: result.error.message, code: result.error.code }));
