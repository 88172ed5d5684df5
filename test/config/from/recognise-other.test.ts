import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { recogniseContent, recogniseText } from '../../../src/config/from/recognise-other.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { inFolder } from '../temp-folder.ts';

const PROCFILE = '# apps\nweb: node server.js -p $PORT\n\nwork-2: rake jobs:work\n';

test('other formats are recognised by their text', () => {
  const kind = (name: string, text: string) => recogniseText(`/x/${name}`, text)?.kind;
  assert.is(kind('Procfile', PROCFILE), 'procfile');
  assert.is(kind('Procfile.dev', PROCFILE), 'procfile');
  assert.is(kind('apps', PROCFILE), 'procfile');
  assert.is(kind('x.conf', '[supervisord]\nnodaemon=true\n[program:web]\ncommand=x\n'), 'supervisord');
  assert.is(kind('web.service', '[Unit]\nAfter=x\n[Service]\nExecStart=/bin/x\n'), 'systemd');
  assert.is(kind('circus.ini', '[watcher:web]\ncmd = x\n'), null);
  assert.is(kind('x.hcl', '# a\njob "web" {\n}\n'), null);
  assert.is(kind('a.plist', '<?xml version="1.0"?>\n<!DOCTYPE plist PUBLIC "x">'), null);
});

test('a file of no known tool stays unknown', () => {
  for (const [name, text] of [
    ['opm.config.yaml', 'apps: [1\n'],
    ['opm.config.yaml', 'a: b: c\n'],
    ['notes', 'see: this\nand that'],
    ['Procfile', ''],
    ['x.ini', '[database]\nhost=x\n'],
    ['x.service', '[Service]\n'],
  ] as const)
    assert.is(recogniseText(name, text), null, name);
});

test('other formats are recognised by their content', () => {
  const title = (content: unknown) => recogniseContent(content)?.title;
  assert.is(title({ services: { web: { image: 'nginx' } } }), 'a Compose file');
  assert.is(title({ version: '0.5', processes: { web: { command: 'x' } } }), 'a process-compose file');
  assert.is(title({ apiVersion: 'v1', kind: 'Pod' }), 'a Kubernetes manifest');
  assert.is(title({ name: 'x', scripts: { dev: 'x' } }), 'a package.json');
  for (const content of [
    null,
    [],
    {},
    { apps: [], services: { a: { image: 'x' } } },
    { services: [] },
    { processes: 3 },
  ])
    assert.is(title(content), undefined);
});

test("where a config is expected, another tool's file is named as such, with the remedy", () =>
  inFolder(
    {
      Procfile: PROCFILE,
      'compose.yml': 'services:\n  web:\n    image: nginx\n',
      'broken.yaml': 'apps: [1\n',
      'supervisord.conf': '[program:web]\ncommand=x\n',
      'package.json': '{"name":"x","scripts":{"serve":"x"}}',
      'job.hcl': 'job "web" {\n  datacenters = ["dc1"]\n}\n',
    },
    async (folder) => {
      const told = async (name: string) => {
        const file = join(folder, name);
        try {
          await loadConfig({ file, home: '/h', env: {} });
        } catch (error) {
          return (error as Error).message.replaceAll(`${folder}/`, '');
        }
        throw new Error(`${name} was taken`);
      };
      assert.is(await told('Procfile'), 'Procfile is a Procfile. Import it with: opm import Procfile');
      assert.is(
        await told('compose.yml'),
        'compose.yml is a Compose file. Import it with: opm import compose.yml',
      );
      assert.match(await told('supervisord.conf'), 'is a supervisord config. Import it');
      assert.match(await told('package.json'), 'run one of its scripts: opm start "npm run serve"');
      assert.match(await told('job.hcl'), 'is a Nomad job, which OPM does not read');
      assert.match(await told('broken.yaml'), 'is not valid YAML');
    },
  ));

test.run();
