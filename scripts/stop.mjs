/** `npm stop`: stops the example fleet and its daemon. */
import { opm } from './fleet.mjs';
import { main } from './project.mjs';

await main(() => opm(['daemon', 'stop', ...process.argv.slice(2)]));
