import fs from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Lab, until } from './lab.ts';

const test = suite<{ lab: Lab }>('logs');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

/** Repeats each line that is written to `NAME-INSTANCE.fifo`; lines that begin with `!` on standard error. */
const PARROT = `
mkfifo "$OPM_NAME-$OPM_INSTANCE.fifo"; exec 3<>"$OPM_NAME-$OPM_INSTANCE.fifo"; echo up
while read -r line <&3; do case "$line" in '!'*) echo "$line" >&2;; *) echo "$line";; esac; done
`;

async function startParrots(lab: Lab, ...apps: object[]): Promise<void> {
  const command = ['sh', lab.write('parrot.sh', PARROT)];
  const config = lab.config(apps.map((app) => ({ command, ready: { log: '^up$' }, ...app })));
  await lab.ok(['restore', '--config', config]);
}

/** Has an app write lines, and waits until they are in its files. */
async function say(lab: Lab, target: string, ...lines: string[]): Promise<void> {
  const { name, instance, logs } = await lab.info(target);
  fs.writeFileSync(`${lab.folder}/${name}-${instance}.fifo`, lines.map((line) => `${line}\n`).join(''));
  const last = lines.at(-1)!;
  const file = last.startsWith('!') ? logs.err : logs.out;
  await until(() => fs.readFileSync(file, 'utf8').includes(`${last}\n`), `${target} has said ${last}`);
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

test('logs shows the last lines of targets, by stream, by text and as JSON, also without a daemon', async ({
  lab,
}) => {
  await startParrots(lab, { name: 'a', instances: 2 }, { name: 'b' });
  await say(lab, 'a:0', 'one', 'two', 'three', '!ouch');
  await say(lab, 'a:1', 'eins');
  await say(lab, 'b', '!au', 'un');
  const shown = async (...args: string[]) =>
    linesOf(await lab.ok(['logs', ...args])).map((line) => line.trim());
  const check = async () => {
    assert.equal(await shown('a:0', '-n', '2', '--out'), ['a:0 | two', 'a:0 | three']);
    assert.equal(await shown('a', '--err'), ['a:0 err | !ouch']);
    assert.equal(await shown('--filter', 'un'), ['b:0     | un']);
    assert.is((await shown()).length, 10);
    const json = linesOf(await lab.ok(['logs', 'a:0', '--json', '-n1'])).map((line) => JSON.parse(line));
    assert.equal(
      json.map(({ name, instance, stream, line }) => [name, instance, stream, line]),
      [
        ['a', 0, 'out', 'three'],
        ['a', 0, 'err', '!ouch'],
      ],
    );
    const missing = await lab.opm(['logs', 'ghost']);
    assert.is(missing.code, 1);
    assert.match(missing.stderr, /ghost/);
  };
  await check();
  await lab.killDaemon();
  await check();
});

test('logs -f follows all files of its targets, survives truncation and rotation, and ends with 130', async ({
  lab,
}) => {
  await startParrots(lab, { name: 'a' }, { name: 'b' }, { name: 'c' });
  const follow = lab.start(['logs', 'a,b', '-f', '-n', '0']);
  let text = '';
  follow.child.stdout!.on('data', (chunk) => {
    text += chunk;
  });
  const sees = (line: string) => until(() => text.includes(line), `"${line}" is followed; it saw: ${text}`);
  // The first lines may come before it follows; one of them will be seen.
  const { logs } = await lab.info('a');
  await until(() => {
    fs.writeFileSync(`${lab.folder}/a-0.fifo`, 'knock\n');
    return text.includes('knock');
  }, 'it follows');
  await say(lab, 'b', 'from b', '!from b, too');
  await say(lab, 'c', 'from c');
  await sees('b:0     | from b');
  await sees('b:0 err | !from b, too');
  await lab.ok(['flush', 'a']);
  await say(lab, 'a', 'after the flush');
  await sees('after the flush');
  fs.renameSync(logs.out, `${logs.out}.1`);
  fs.writeFileSync(logs.out, 'in the new file\n');
  await sees('in the new file');
  process.kill(follow.child.pid!, 'SIGINT');
  const { code, stderr } = await follow.ended;
  assert.is(code, 130, stderr);
  assert.not.match(text, /from c/);
});

test('flush empties only the files of its targets, and apps continue writing at the start', async ({
  lab,
}) => {
  await startParrots(lab, { name: 'a' }, { name: 'b' });
  await say(lab, 'a', 'old');
  const { logs } = await lab.info('a');
  assert.equal(JSON.parse(await lab.ok(['flush', 'a', '--json'])).flushed, [logs.out, logs.err]);
  assert.is(fs.statSync(logs.out).size, 0);
  await say(lab, 'a', 'new');
  assert.is(fs.readFileSync(logs.out, 'utf8'), 'new\n');
  assert.match(await lab.ok(['logs', 'b']), /up/);
  await lab.ok(['flush']);
  assert.is(await lab.ok(['logs']), '');
});

test('logs with nothing to show is not an error', async ({ lab }) => {
  assert.is(await lab.ok(['logs']), '');
  assert.is(await lab.ok(['logs', '--json']), '');
});

test.run();
