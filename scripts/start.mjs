/** `npm start`: installs and builds what is missing, then restores the example fleet. */
import { FLEET_CONFIG, fleetHome, opm } from './fleet.mjs';
import { main, ON_DENO, ROOT } from './project.mjs';

await main(async () => {
  const code = await opm(['restore', '--config', FLEET_CONFIG, ...process.argv.slice(2)]);
  const [program, stop] = ON_DENO
    ? ['deno run --quiet -P src/cli.ts', 'deno task stop']
    : ['node dist/cli.mjs', 'npm stop'];
  if (code === 0 && process.argv.length === 2) {
    const prefix = `OPM_HOME=${fleetHome(ROOT)} ${program}`;
    console.error(
      `\nShow it:       ${prefix} list\nStop it:       ${stop}\nIn a browser:  ${prefix} dashboard`,
    );
  }
  return code;
});
