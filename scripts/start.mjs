/** `npm start`: installs and builds what is missing, restores the example fleet and shows it. */

import { FLEET_CONFIG, opm } from './fleet.mjs';
import { main } from './project.mjs';

await main(async () => {
  const code = await opm(['restore', '--config', FLEET_CONFIG, ...process.argv.slice(2)]);
  if (code === 0) await opm(['list']);
  return code;
});
