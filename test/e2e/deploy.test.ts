import fs from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Lab, until } from './lab.ts';

const test = suite<{ lab: Lab }>('deploying through a link');
test.before.each((context) => {
  context.lab = new Lab();
});
test.after.each(({ lab }) => lab.end());

function releases(lab: Lab): { switchTo: (release: string) => void } {
  for (const release of ['6', '7']) {
    const script = `#!/bin/sh\necho "release ${release}"\nexec sleep 1000\n`;
    lab.write(`releases/${release}/app.sh`, script, 0o755);
  }
  const switchTo = (release: string) => {
    const next = path.join(lab.folder, 'next');
    fs.symlinkSync(`releases/${release}`, next);
    fs.renameSync(next, path.join(lab.folder, 'current'));
  };
  switchTo('6');
  return { switchTo };
}

const folderOf = (lab: Lab, name: string) => {
  const { pid } = lab.leaders().find((one) => one.name === name)!;
  return path.basename(fs.readlinkSync(`/proc/${pid}/cwd`));
};

test('a switched link is a planned change; a crash and a rollback stay with the old release', async ({
  lab,
}) => {
  const { switchTo } = releases(lab);
  const app = {
    name: 'api',
    cwd: './current',
    command: './app.sh',
    ready: { log: '^release' },
    minUptime: 0,
  };
  const good = lab.config([app]);
  await lab.restore(good);
  assert.is(folderOf(lab, 'api'), '6');
  assert.equal((await lab.restore(good)).report.kept.length, 1);

  switchTo('7');
  const dry = await lab.opm(['restore', '--config', good, '--dry-run']);
  assert.match(dry.stdout, 'replace: current → releases/7');
  const [before] = lab.leaders();
  process.kill(before!.pid, 'SIGKILL');
  await until(() => lab.leaders().some(({ pid }) => pid !== before!.pid), 'it was restarted');
  assert.is(folderOf(lab, 'api'), '6');

  const bad = { name: 'bad', command: 'sh -c "exit 3"', minUptime: '1s', dependsOn: ['api'] };
  const failed = await lab.restore(lab.config([app, bad], {}, 'bad.json'));
  assert.is(failed.report.outcome, 'rolled-back');
  assert.is(failed.report.notPutBack, undefined);
  assert.is(folderOf(lab, 'api'), '6');
  assert.is((await lab.list())[0]?.status, 'online');

  const { report } = await lab.restore(good);
  assert.equal(
    report.replaced.map(({ change }) => change),
    ['current → releases/7'],
  );
  assert.is(folderOf(lab, 'api'), '7');
});

test('opm start in a linked folder uses the link, and a restart uses the current release', async ({
  lab,
}) => {
  const { switchTo } = releases(lab);
  const link = path.join(lab.folder, 'current');
  const { code, stderr } = await lab.opm(['start', './app.sh'], { cwd: link, env: { PWD: link } });
  assert.is(code, 0, stderr);
  assert.is((await lab.info('app')).cwd, link);
  switchTo('7');
  await lab.ok(['restart', 'app']);
  assert.is(folderOf(lab, 'app'), '7');
  const other = await lab.opm(['start', './app.sh', '--name', 'other'], {
    cwd: path.join(lab.folder, 'releases/6'),
    env: { PWD: link },
  });
  assert.is(other.code, 0, other.stderr);
  assert.is(folderOf(lab, 'other'), '6');
});

test('an incomplete rollback says so in its first words', async ({ lab }) => {
  const script = lab.write('a.sh', 'test -e gone && exit 9; exec sleep 1000\n');
  const app = { name: 'a', command: ['sh', script], minUptime: '200ms', restart: { maxRestarts: 0 } };
  await lab.restore(lab.config([app]));
  lab.write('gone', '');
  const { code, stdout, stderr } = await lab.opm([
    'restore',
    ...['--config', lab.config([{ ...app, env: { A: 'b' } }])],
  ]);
  assert.is(code, 1);
  assert.match(
    `${stdout}${stderr}`,
    /^Rollback incomplete after [^:]*: "a" could not be put back: .*exited with code 9/m,
  );
});

test.run();
