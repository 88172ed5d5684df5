/** Small programs that end-to-end tests give to OPM. */

/** Runs a script with whatever runs this test, so that a machine with Deno alone will do. */
export function scriptArgv(file: string, ...args: string[]): string[] {
  const flags = process.versions.deno === undefined ? [] : ['run', '--allow-all'];
  return [process.execPath, ...flags, file, ...args];
}

/** Appends what it is told of to `$LOG_FILE`, one line each: `begin NAME:INSTANCE`, and `end …` on SIGTERM. */
export const JOURNAL_SCRIPT = `
echo "begin $OPM_NAME:$OPM_INSTANCE" >> "$LOG_FILE"
trap 'sleep 0.05; echo "end $OPM_NAME:$OPM_INSTANCE" >> "$LOG_FILE"; exit 0' TERM
echo up
while :; do sleep 1000 & wait $!; done
`;

/** Listens on `$PORT` after `$DELAY` ms, and answers every GET with `$STATUS`. */
export const SERVER_SCRIPT = `
import { createServer } from 'node:http';
const { PORT, DELAY = '0', STATUS = '200' } = process.env;
const server = createServer((request, response) => {
  response.statusCode = Number(STATUS);
  response.end('hello');
});
setTimeout(() => server.listen(Number(PORT), '127.0.0.1', () => console.log('listening')), Number(DELAY));
process.on('SIGTERM', () => process.exit(0));
`;
