// Knocks at sockets and prints the answers.
import { knock } from '../../../src/ledger/lock/lock-knock.ts';

for (const path of process.argv.slice(2)) console.log(await knock(path));
process.exit(0);
