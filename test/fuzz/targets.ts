import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import { AnswerError, AnswerReader } from '../../src/client/answer-reader.ts';
import { parseEnvFile } from '../../src/config/env-files/parse-env-file.ts';
import { readSources } from '../../src/config/from/read-source.ts';
import { initTemplate } from '../../src/config/init-template.ts';
import { checkConfig } from '../../src/config/load.ts';
import { splitWords } from '../../src/config/split-words.ts';
import { readLedger } from '../../src/ledger/ledger-file.ts';
import { encodeLine } from '../../src/ledger/ledger-line.ts';
import { formatOwner, parseOwner } from '../../src/ledger/lock/lock-owner.ts';
import { decodeSnapshot, encodeSnapshot } from '../../src/ledger/snapshot/snapshot-format.ts';
import { readRotationState, rotationStatePath } from '../../src/logs/rotation-state.ts';
import { parseReadyLine } from '../../src/protocol/ready-line.ts';
import { isIntent, parseRequest } from '../../src/protocol/request-schema.ts';
import { parsePs } from '../../src/runtime/proc/darwin-ps-format.ts';
import {
  hasProgram,
  listenerInodes,
  parseStat,
  variableIn,
} from '../../src/runtime/proc/linux-proc-format.ts';
import { AT, identityOf, opened, specOf } from '../ledger/ledger-parts.ts';
import { somePayload } from '../ledger/snapshot/snapshot-parts.ts';
import type { FuzzTarget } from './fuzz.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/import/', import.meta.url));

/** Files of these names, without the expected results beside them. */
function fixtures(kind: string, name: RegExp): string[] {
  return readdirSync(join(FIXTURES, kind))
    .filter((file) => name.test(file) && !file.endsWith('.opm.jsonc'))
    .map((file) => readFileSync(join(FIXTURES, kind, file), 'utf8'));
}

/**
 * Everything that reads what somebody else may have written. What has a checksum is read twice: as it is, which hardly
 * ever gets further than that, and with the checksum made right.
 *
 * @param folder for files, which targets write anew for each input
 */
export function fuzzTargets(folder: string): FuzzTarget[] {
  const asFile = (name: string, input: Buffer): string => {
    const file = join(folder, name);
    writeFileSync(file, input, { mode: 0o600 });
    return file;
  };
  const config = (name: string, seeds: string[]): FuzzTarget => ({
    name: `config-${name.split('.').at(-1)}`,
    seeds,
    read: (input) => checkConfig({ file: asFile(name, input), env: {}, home: folder }),
  });
  const imported = (kind: string, file: string, seeds: string[]): FuzzTarget => ({
    name: `import-${kind}`,
    seeds,
    read: (input) => readSources([asFile(file, input)], { env: {}, profile: undefined }),
  });
  return [
    { name: 'ledger', seeds: [LEDGER], read: (input) => readLedger(asFile('ledger.jsonl', input)) },
    {
      name: 'ledger-facts',
      seeds: [LEDGER.replaceAll(/^[0-9a-f]{8} /gm, '')],
      read: (input) => readLedger(asFile('ledger.jsonl', Buffer.from(signedLines(input.toString())))),
    },
    { name: 'lock', seeds: [OWNER], read: (input) => parseOwner(input.toString()) },
    {
      name: 'lock-owner',
      seeds: [OWNER.slice(9, -1)],
      read: (input) => parseOwner(`${checksum(input.toString())} ${input}\n`),
    },
    {
      name: 'snapshot',
      seeds: [SNAPSHOT.toString()],
      read: (input) => decodeSnapshot(input),
    },
    {
      name: 'snapshot-content',
      seeds: [SNAPSHOT.subarray(SNAPSHOT.indexOf('\n') + 1).toString()],
      read: (input) => decodeSnapshot(signedSnapshot(input)),
    },
    {
      name: 'rotation-state',
      seeds: ['{"inode":5,"cut":4096,"hole":0,"head":"YWJj","pending":null}', ROTATION],
      read: (input) => {
        const log = join(folder, 'a.log');
        writeFileSync(rotationStatePath(log), input, { mode: 0o600 });
        return readRotationState(log);
      },
    },
    {
      name: 'request',
      seeds: REQUESTS,
      read: (input) => {
        const [intent = '', body = ''] = input.toString().split(/ (.*)/s);
        return isIntent(intent) ? parseRequest(intent, body) : null;
      },
    },
    {
      name: 'answer',
      seeds: [
        'HTTP/1.1 200 OK\r\nopm-version: 1\r\n\r\n{"type":"event","event":{}}\n{"type":"result","result":[]}\n',
      ],
      read: (input) => {
        const reader = new AnswerReader({ onHead: () => {}, onLine: () => {} });
        for (let at = 0; at < input.length; at += 7) reader.push(input.subarray(at, at + 7));
      },
      mayThrow: (error) => error instanceof AnswerError,
    },
    {
      name: 'ready-line',
      seeds: [
        '{"type":"ready","socket":"/h/opm.sock","pid":7}',
        '{"type":"failed","error":{"code":"X","exitCode":1,"message":"m"}}',
      ],
      read: (input) => parseReadyLine(input.toString()),
    },
    {
      name: 'proc',
      seeds: [
        readFileSync('/proc/self/stat', 'utf8'),
        readFileSync('/proc/net/tcp', 'utf8'),
        'A=b\0OPM_TOKEN=x\0',
      ],
      read: (input) => {
        parseStat(input, input.length, 4096);
        hasProgram(input, input.length);
        variableIn(input, 'OPM_TOKEN');
        listenerInodes(input.toString(), 80);
        parsePs(input.toString());
      },
    },
    { name: 'env-file', seeds: ENV_FILES, read: (input) => parseEnvFile(input.toString()) },
    {
      name: 'words',
      seeds: [`node "a b" 'c' d\\ e`, 'sh -c "a && b"'],
      read: (input) => splitWords(input.toString()),
    },
    config('opm.config.json', [initTemplate('jsonc'), ...fixtures('pm2', /\.json$/)]),
    config('opm.config.yaml', [initTemplate('yaml'), ...fixtures('pm2', /\.ya?ml$/)]),
    config('opm.config.toml', [initTemplate('toml')]),
    config('process.hcl', [HCL]),
    config('process.ron', [RON]),
    config('process.dump', [RON]),
    imported('compose', 'compose.yaml', fixtures('compose', /\.ya?ml$/)),
    imported('process-compose', 'process-compose.yaml', fixtures('process-compose', /\.ya?ml$/)),
    imported('procfile', 'Procfile', ['web: node server.js\nworker: sh -c "a && b"\n']),
    imported('supervisord', 'supervisord.conf', fixtures('supervisord', /\.(conf|ini)$/)),
    imported('systemd', 'web.service', fixtures('systemd', /\.service$/)),
    imported('pm2-dump', 'dump.pm2', fixtures('pm2', /dump\.pm2$/)),
  ];
}

/** A folder for the files of targets. Removed by the function that is returned with it. */
export function fuzzFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'opm-fuzz-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const LEDGER = [
  opened(),
  { op: 'env', key: 'e1', vars: { A: 'b' } } as const,
  { op: 'define', id: 0, spec: specOf(), env: 'e1', pluginEnv: [] } as const,
  { op: 'want', id: 0, want: 'running' } as const,
  { op: 'intent', id: 0, token: 't', restart: false, at: AT } as const,
  {
    op: 'claim',
    id: 0,
    token: 't',
    identity: identityOf(7),
    logOffsets: { out: 0, err: 0 },
    at: AT,
  } as const,
  { op: 'online', id: 0, token: 't' } as const,
  { op: 'stop', id: 0, afterwards: 'rest', at: AT } as const,
]
  .map((fact, index) => encodeLine(fact as never, index + 1))
  .join('');

const OWNER = formatOwner({
  version: 1,
  nonce: '0'.repeat(32),
  machineId: 'm',
  identity: identityOf(7),
  initOfNamespace: false,
  socket: '/h/opm-01234567.sock',
  startedAt: AT,
  command: 'opm daemon run',
});

const SNAPSHOT = encodeSnapshot(somePayload(2));
const ROTATION =
  '{"inode":5,"cut":0,"hole":0,"head":"","pending":{"step":"free","bytes":4096,"temporary":".a.new","generation":"a.1","head":""}}';

const REQUESTS = [
  'list {}',
  'info {"targets":["api"]}',
  'stop {"targets":["api:0","all"],"caller":{"pid":7,"command":"opm stop"}}',
  'restore {"source":{"kind":"config","file":"/a"},"dryRun":true,"keepGoing":false,"env":{"A":"b"}}',
  'scale {"target":"api","instances":3}',
];

const ENV_FILES = ['A=b\nexport C="d\\n e" # f\nE=\'g\nh\'\n# i\nJ=`k`\n', 'A = $B $\x7BC}\r\nD="\\$"\n'];
const HCL =
  'process "api" {\n  script = "node server.js"\n  env = { A = "b", C = 1 }\n  watch { path = "src" }\n}\n';
const RON =
  '(id: (counter: 1), list: {0: (name: "api", script: "node a.js", path: "/srv", env: {"A": "b"}, running: true)})';

function checksum(json: string): string {
  return crc32(json).toString(16).padStart(8, '0');
}

/** Each line that is JSON with its checksum, the others as they are. */
function signedLines(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `${checksum(line)} ${line}`))
    .join('\n');
}

function signedSnapshot(content: Buffer): Buffer {
  const [format = '', version = ''] = SNAPSHOT.toString('latin1', 0, 128).split(' ');
  const sum = createHash('sha256').update(`${format} ${version}\n`).update(content).digest('hex');
  return Buffer.concat([Buffer.from(`${format} ${version} ${sum}\n`), content]);
}
