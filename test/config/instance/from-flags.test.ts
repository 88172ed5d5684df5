import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type CommandRequest, specsFromCommand } from '../../../src/config/instance/from-flags.ts';
import { OpmError } from '../../../src/errors.ts';
import { inFolder } from '../temp-folder.ts';

const FILES = {
  'server.js': '',
  'my app.py': '',
  'run.sh': '#!/bin/sh\n',
  tool: '#!/bin/sh\n',
  plain: 'hello',
  'sub/x.js': '',
  '.env': 'A=file\nB=file',
};

async function inApps(
  body: (
    folder: string,
    specs: (request: Partial<CommandRequest>) => ReturnType<typeof specsFromCommand>,
  ) => void,
) {
  await inFolder(FILES, (folder) => {
    chmodSync(join(folder, 'tool'), 0o755);
    body(folder, (request) =>
      specsFromCommand({
        target: '',
        args: [],
        options: {},
        cwd: folder,
        home: '/h',
        env: { PATH: '' },
        ...request,
      }),
    );
  });
}

function errorOf(work: () => unknown): OpmError {
  try {
    work();
  } catch (error) {
    assert.instance(error, OpmError, String((error as Error).stack));
    return error as OpmError;
  }
  throw new Error('it did not fail');
}

test("a script runs with its interpreter, under its own name, in the caller's folder", () =>
  inApps((folder, specs) => {
    const [spec, ...others] = specs({ target: 'server.js', args: ['--port', '1 2'] });
    assert.equal(others, []);
    assert.equal(spec!.argv, ['node', join(folder, 'server.js'), '--port', '1 2']);
    assert.is(spec!.name, 'server');
    assert.is(spec!.cwd, folder);
    assert.is(spec!.inheritEnv, true);
    assert.is(spec!.minUptimeMs, 500);
    assert.equal(spec!.logs, { out: '/h/logs/server-0.out.log', err: '/h/logs/server-0.err.log' });
    assert.equal(specs({ target: './sub/x.js' })[0]!.argv, ['node', join(folder, 'sub/x.js')]);
    const [spaced] = specs({ target: 'my app.py' });
    assert.equal(spaced!.argv, ['python3', join(folder, 'my app.py')]);
    assert.is(spaced!.name, 'my-app');
  }));

test('an executable runs directly, unless --interpreter is given', () =>
  inApps((folder, specs) => {
    assert.equal(specs({ target: 'tool' })[0]!.argv, [join(folder, 'tool')]);
    assert.equal(specs({ target: './tool', options: { interpreter: 'bash -x' } })[0]!.argv, [
      'bash',
      '-x',
      join(folder, 'tool'),
    ]);
    assert.equal(specs({ target: 'tool', options: { interpreter: 'none' } })[0]!.argv, [
      join(folder, 'tool'),
    ]);
    assert.equal(specs({ target: 'plain', options: { interpreter: 'cat' } })[0]!.argv, [
      'cat',
      join(folder, 'plain'),
    ]);
  }));

test('anything else is a command line, named after its program', () =>
  inApps((_, specs) => {
    const [spec] = specs({ target: `/usr/bin/python3 -m 'http server'`, args: ['x y'] });
    assert.equal(spec!.argv, ['/usr/bin/python3', '-m', 'http server', 'x y']);
    assert.is(spec!.name, 'python3');
    assert.equal(specs({ target: 'sleep', args: ['100'] })[0]!.argv, ['sleep', '100']);
    const [shell] = specs({ target: 'a && b', args: ['c d'], options: { shell: true } });
    assert.equal(shell!.argv, ['/bin/sh', '-c', `a && b 'c d'`]);
    assert.is(shell!.name, 'a');
  }));

test('flags configure the app', () =>
  inApps((folder, specs) => {
    const options = {
      name: 'web',
      cwd: 'sub',
      env: ['A=1=2', 'C='],
      envFile: '.env',
      instances: '2',
      port: 3000,
      namespace: 'shop',
      user: 'www-data',
      restart: 'never',
    };
    const specList = specs({ target: 'server.js', options });
    assert.is(specList.length, 2);
    const spec = specList[1]!;
    assert.is(spec.name, 'web');
    assert.is(spec.cwd, join(folder, 'sub'));
    assert.equal(spec.env, { A: '1=2', B: 'file', C: '', PORT: '3001' });
    assert.is(spec.port, 3001);
    assert.is(spec.namespace, 'shop');
    assert.is(spec.user, 'www-data');
    assert.is(spec.restart.policy, 'never');
    assert.equal(
      specs({ target: 'server.js', options: { name: null, env: null, instances: null } }).length,
      1,
    );
  }));

test('all problems with the flags are reported at once, by the name of the flag', () =>
  inApps((_, specs) => {
    const options = {
      name: 'a b',
      instances: 'many',
      port: '70000',
      restart: 'often',
      maxMemory: '1000',
      env: ['A', '=1', 'OPM_ID=1'],
    };
    const error = errorOf(() => specs({ target: 'server.js', options }));
    assert.is(error.code, 'FLAG_INVALID');
    assert.is(error.exitCode, 64);
    for (const flag of [
      '--name:',
      '--instances:',
      '--port:',
      '--restart:',
      '--max-memory:',
      '--env: "A"',
      '--env: "=1"',
      '--env OPM_ID:',
    ]) {
      assert.match(error.message, flag);
    }
    assert.match(error.message, '--max-memory: "1000" has no unit: write "1000M"');
    assert.match(
      errorOf(() => specs({ target: 'server.js', options: { envFile: 'nope' } })).message,
      '--env-file',
    );
    assert.is(
      errorOf(() => specs({ target: 'server.js', options: { interpreter: '' } })).code,
      'FLAG_INVALID',
    );
  }));

test('a missing or unusable script is named with the remedy', () =>
  inApps((folder, specs) => {
    const cases: [Partial<CommandRequest>, string][] = [
      [{ target: 'nope.js' }, `Cannot start "nope.js": the file ${folder}/nope.js`],
      [{ target: './nope' }, 'does not exist'],
      [{ target: 'nope', options: { interpreter: 'bash' } }, 'does not exist'],
      [{ target: './sub' }, 'it is a folder'],
      [{ target: 'plain' }, 'run "chmod +x plain" or use --interpreter'],
      [{ target: 'run.sh', options: { interpreter: 'none' } }, 'it is not executable: run "chmod +x run.sh"'],
      [{ target: 'echo "x' }, 'a double quote is never closed'],
      [{ target: '  ' }, 'it names no program'],
      [{ target: '""' }, 'it names no program'],
    ];
    for (const [request, expected] of cases) {
      const error = errorOf(() => specs(request));
      assert.is(error.code, 'SCRIPT_UNUSABLE', request.target!);
      assert.is(error.exitCode, 1);
      assert.match(error.message, expected);
    }
  }));

test.run();
