/** `npm start`: installs and builds what is missing, then restores the example fleet. */
import { FLEET_CONFIG, opm } from './fleet.mjs';
import { main } from './project.mjs';

await main(() => opm(['restore', '--config', FLEET_CONFIG, ...process.argv.slice(2)]));
