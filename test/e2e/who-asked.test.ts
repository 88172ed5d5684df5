/** The daemon's log says who asked for what, and nothing that comes from outside moves a terminal. */
import fs from 'node:fs';
import os from 'node:os';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Lab } from './lab.ts';

const test = suite<{ lab: Lab }>('who asked');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

const logOf = (lab: Lab) => fs.readFileSync(`${lab.home}/daemon.log`, 'utf8');

test('each change is in the log with the user and the process that the kernel names', async ({ lab }) => {
  await lab.ok(['start', 'sleep 1000', '--name', 'a']);
  const { child, ended } = lab.start(['restart', 'a']);
  const { pid } = child;
  assert.is((await ended).code, 0);
  await lab.ok(['list']);
  const lines = logOf(lab).split('\n');
  const me = os.userInfo().username;
  assert.ok(
    lines.some((line) => line.endsWith(`restart asked for by ${me}, process ${pid}: opm restart a`)),
    lines.join('\n'),
  );
  assert.not.ok(lines.some((line) => line.includes('list asked')));
});

test('escapes in a command reach neither the terminal nor the log', async ({ lab }) => {
  await lab.ok(['start', 'sleep 1000', '--name', 'a']);
  const nasty = './\x1b]0;owned\x07\x1b[31m';
  const started = await lab.opm(['start', nasty, '--name', 'b']);
  assert.is.not(started.code, 0);
  const restored = await lab.opm(['restore', '--config', lab.config([{ name: 'c', command: [nasty] }])]);
  assert.is.not(restored.code, 0);
  const unknown = await lab.opm(['restart', `\x1b[31mno`]);
  for (const text of [started, restored, unknown].flatMap(({ stdout, stderr }) => [stdout, stderr])) {
    assert.not.match(text, '\x1b');
    assert.not.match(text, '\x07');
  }
  assert.match(started.stderr, '\\x1B]0;owned\\x07');
  assert.not.match(logOf(lab), '\x1b');
  assert.match(logOf(lab), '\\x1B');
});

test('escapes in names of files, and in what is in them, do not reach the terminal', async ({ lab }) => {
  const nasty = '\x1b[31m\x07';
  const write = (name: string, content: string) => {
    fs.writeFileSync(`${lab.folder}/${name}`, content);
    return `${lab.folder}/${name}`;
  };
  for (const words of [
    ['restore', '--config', `${lab.folder}/none${nasty}.json`],
    [
      'config',
      'check',
      write('key.json', JSON.stringify({ apps: [{ name: 'a', command: 'a', [nasty]: 1 }] })),
    ],
    ['config', 'check', write('name.json', JSON.stringify({ apps: [{ name: nasty, command: 'a' }] }))],
    ['config', 'check', write('words.hcl', `apps = ${nasty}`)],
    ['config', 'check', write('thrown.mjs', `throw new Error(${JSON.stringify(nasty)});`)],
    ['import', `${lab.folder}/none${nasty}`],
    ['plugin', 'check', `${lab.folder}/none${nasty}`],
    [`none${nasty}`],
  ]) {
    const { code, stdout, stderr } = await lab.opm(words);
    assert.is.not(code, 0, words.join(' '));
    assert.match(stderr, /\\(x1B|u001b)\[/, words.join(' '));
    assert.not.match(stdout + stderr, /(?!\n)\p{Cc}/u, words.join(' '));
  }
});

test.run();
