import { basename, join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseHcl } from '../../../../src/config/from/rust-opm/format-hcl.ts';
import { parseRon } from '../../../../src/config/from/rust-opm/format-ron.ts';
import { loadConfig } from '../../../../src/config/load.ts';
import { OpmError } from '../../../../src/errors.ts';
import { inFolder } from '../../temp-folder.ts';

/** As `ron::ser::to_string` writes the struct `Runner` of h0dev/opm: one line, no blanks. */
function dumpOf(entries: string[]): string {
  return `(id:(counter:${entries.length}),list:{${entries.map((entry, index) => `${index}:${entry}`).join(',')}})`;
}

function processOf(name: string, script: string, more = {}): string {
  const {
    running = 'true',
    env = '{"LOG":"info"}',
    agent = 'None',
    memory = '0',
    watch = 'false',
  } = more as Record<string, string>;
  return (
    `(id:0,pid:0,shell_pid:None,env:${env},name:${JSON.stringify(name)},path:"/srv/${name}",script:${JSON.stringify(script)},` +
    `restarts:3,running:${running},crash:(crashed:false),watch:(enabled:${watch},path:"",hash:""),children:[],` +
    `started:"2026-01-02T03:04:05.678901234Z",max_memory:${memory},agent_id:${agent},frozen_until:None,` +
    'last_action_at:"2026-01-02T03:04:05Z",manual_stop:false,errored:false,last_restart_attempt:None,' +
    'failed_restart_attempts:0,session_id:None,process_start_time:Some(12345),is_process_tree:false)'
  );
}

async function load(name: string, text: string) {
  return inFolder({ [name]: text }, (folder) =>
    loadConfig({ file: join(folder, name), home: '/h', env: { PATH: '' } }),
  );
}

test("the Rust OPM's process list becomes the apps that were running", async () => {
  const text = dumpOf([
    processOf('api', 'node server.js --port 3000', {
      env: '{"PATH":"/bin","QUOTE":"a \\"b\\"\\n","OPM_HOME":"/x"}',
    }),
    processOf('job', 'cd x && ./job.sh'),
    processOf('old', 'sleep 1', { running: 'false' }),
    processOf('far', 'sleep 1', { agent: 'Some("agent-7")' }),
    processOf('big', 'sleep 1', { memory: '524288000', watch: 'true' }),
  ]);
  for (const name of ['process.dump', 'saved']) {
    const { instances, warnings } = await load(name, text);
    assert.equal(
      instances.map((spec) => [spec.name, spec.argv, spec.cwd, spec.inheritEnv]),
      [
        ['api', ['node', 'server.js', '--port', '3000'], '/srv/api', false],
        ['job', ['/bin/sh', '-c', 'cd x && ./job.sh'], '/srv/job', false],
        ['big', ['sleep', '1'], '/srv/big', false],
      ],
    );
    assert.equal(instances[0]!.env, { PATH: '/bin', QUOTE: 'a "b"\n' });
    assert.equal(warnings, [
      '"running" of old: was stopped when it was saved; it is left out',
      '"agent_id" of far: runs on another machine; it is left out',
    ]);
  }
});

test('a file exported or imported by the Rust OPM becomes apps', async () => {
  const text = `
    # two processes
    process "web app" {
      script = "node ./test.js"
      env { NODE_ENV = "production" }
      watch { path = "./test.js" }
      max_memory = "500M"
    }
    process "job" {
      script = "./job.js"
      watch = null
      env = {
        "A" = "say \\"hi\\""
        B = "$\${X}"
      }
    }
    process "far" { script = "x", server = "other" }
  `;
  const { instances, warnings } = await load('processes.hcl', text);
  assert.equal(
    instances.map((spec) => [spec.name, spec.argv, spec.env, spec.inheritEnv]),
    [
      ['web-app', ['node', './test.js'], { NODE_ENV: 'production' }, true],
      ['job', ['node', './job.js'], { A: 'say "hi"', B: '$' + '{X}' }, true],
    ],
  );
  assert.equal(
    instances.map(({ maxMemory, watch }) => [maxMemory, watch?.paths.map((path) => basename(path))]),
    [
      [500 * 1024 ** 2, ['test.js']],
      [undefined, undefined],
    ],
  );
  assert.equal(
    warnings.map((warning) => /"(\w+)"/.exec(warning)![1]),
    ['name', 'server'],
  );
});

test("the Rust OPM's settings file is refused with the name of the right file", async () => {
  const text = 'default = "local"\n[runner]\nshell = "/bin/sh"\n[daemon]\nrestarts = 10\n';
  const error = await load('config.toml', text).catch((caught: unknown) => caught);
  assert.instance(error, OpmError);
  assert.is((error as OpmError).exitCode, 78);
  assert.match((error as OpmError).message, 'process.dump in the same folder: use that file');
});

test('RON is parsed in all its forms', () => {
  const content = (text: string) => parseRon('/f', text).content;
  assert.equal(
    content('Runner(a: 1, b: (2, -3.5,), c: [], /* x */ d: Some("y"), // z\n e: None, f: Kind, )'),
    {
      a: 1,
      b: [2, -3.5],
      c: [],
      d: 'y',
      e: null,
      f: 'Kind',
    },
  );
  assert.equal(content(`#![enable(implicit_some)]\n{"k": 'c', 2: true, "e": ()}`), {
    k: 'c',
    2: true,
    e: [],
  });
  assert.equal(content('r#"a "quoted" \\n"#'), 'a "quoted" \\n');
  assert.equal(content('"\\u{1f600}\\x41\\t\\\\"'), '😀A\t\\');
});

test('broken files yield one message with line and column', () => {
  const message = (parse: typeof parseRon, text: string) => {
    try {
      parse('/f', text);
    } catch (error) {
      assert.is((error as OpmError).code, 'CONFIG_BROKEN');
      return (error as OpmError).message;
    }
    throw new Error(`${text} was taken`);
  };
  assert.is(
    message(parseRon, '(a: 1,\n b: )'),
    'The config file /f:2:5 is not valid RON: expected a value, found ")"',
  );
  assert.is(
    message(parseRon, '(a: 1'),
    'The config file /f:1:6 is not valid RON: expected ")", found the end of the file',
  );
  assert.match(message(parseRon, '(a: 1) x'), 'expected the end of the file');
  assert.is(
    message(parseHcl, 'job "x" {}'),
    'The config file /f:1:1 is not valid HCL: expected a "process" block, found "job \\"x\\" {}"',
  );
  assert.match(message(parseHcl, 'process "x" { a }'), 'expected "=" or "{" after a');
  assert.match(message(parseHcl, 'process "x" { a = "$' + '{b}" }'), 'an expression');
  assert.match(message(parseHcl, 'process {}'), 'the name of the process');
});

test('any text written to RON is read back', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.nat(0xd7ff).map((code) => String.fromCharCode(code)) }), (value) => {
      const written = value.replaceAll(/["\\]/g, '\\$&');
      assert.is(
        parseRon('/f', `(a:"${written}")`).content &&
          (parseRon('/f', `(a:"${written}")`).content as { a: string }).a,
        value,
      );
    }),
  );
});

test.run();
