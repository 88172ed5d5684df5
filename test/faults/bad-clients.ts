import fs from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { homePaths } from '../../src/runtime/home.ts';
import { isAlive, Lab, type Ran } from '../e2e/lab.ts';
import { opmCommand } from '../runner/subject.ts';
import { daemonsOf, lookAtFleet } from './fleet-look.ts';
import { asOther, OTHER_USER } from './other-user.ts';
import { Findings, type Tally } from './tally.ts';

type Random = () => number;

const CONFIGS: Record<string, string> = {
  json: '{"apps":[{"name":"api","command":"sleep 1","instances":2,"env":{"A":"b"},"ready":{"tcp":80}}]}',
  jsonc: '{ // a comment\n  "apps": [{ "name": "api", "command": ["sleep", "1"], }],\n}',
  yaml: 'apps:\n  - name: api\n    command: sleep 1\n    env: &env {A: b}\n  - name: db\n    command: sleep 2\n    env: *env\n',
  toml: '[[apps]]\nname = "api"\ncommand = "sleep 1"\n[apps.stop]\nsignal = "SIGTERM"\ntimeout = "10s"\n',
};

/** What a fuzzer puts in the place of some bytes. */
const SPICE = [
  ...[
    '',
    '\0',
    '\n',
    '{',
    '}',
    '[',
    ']',
    '"',
    ':',
    ',',
    '&a',
    '*a',
    '!!js/function',
    '<<: *a',
    '- ',
    '\t',
    '\\',
    '\u{feff}',
  ],
  ...[
    'null',
    'true',
    '-1',
    '1e999',
    'NaN',
    '0x',
    '"__proto__":',
    'constructor',
    '../../etc/passwd',
    '\ud800',
    '🦊',
  ],
  '['.repeat(20_000),
  'a'.repeat(100_000),
];

/** Changed config files of each format: each is found good or bad, never a bug. */
export async function fuzzConfigs(tally: Tally, options: { times: number; random: Random }): Promise<void> {
  const { times, random } = options;
  const lab = new Lab();
  try {
    for (let time = 0; time < times; time += 1) {
      for (const [format, text] of Object.entries(CONFIGS)) {
        const bad = spoil(text, random);
        const file = lab.write(`fuzz.${format}`, bad);
        await tally.attempt(`config ${JSON.stringify(bad.slice(0, 300))} as ${format}`, async () =>
          judge(await lab.opm(['config', 'check', file]), [0, 78]),
        );
      }
    }
  } finally {
    await lab.end();
  }
}

const WORDS = [
  ...[
    'restore',
    'resurrect',
    'start',
    'stop',
    'restart',
    'reload',
    'remove',
    'reset',
    'signal',
    'scale',
    'list',
    'info',
  ],
  ...[
    'env',
    'logs',
    'flush',
    'save',
    'adjust',
    'daemon',
    'status',
    'config',
    'check',
    'schema',
    'plugin',
    'ledger',
  ],
  ...[
    'show',
    'verify',
    'completion',
    'bash',
    'help',
    'version',
    'all',
    'app',
    '0',
    '0:0',
    'app:0',
    '-1',
    '007',
    '1e9',
  ],
  ...[
    '--json',
    '--name',
    '--',
    '-n',
    '-i',
    '--instances',
    '--config',
    '--only',
    '--prune',
    '--timeout',
    '--format',
    'raw',
  ],
  ...[
    '--no-such',
    '--json=maybe',
    '--name=',
    '-',
    '--help',
    '--version',
    'SIGTERM',
    'SIGNOPE',
    '',
    ' ',
    '\n',
    'a,b,,c',
  ],
  ...[
    '__proto__',
    'constructor',
    '../..',
    '/dev/null',
    '$(true)',
    '🦊',
    'x'.repeat(5000),
    '{"a":1}',
    '60s',
    '--keep-going',
  ],
];

/** Command lines of random words: each is answered with a documented code, never with a bug. */
export async function fuzzCommands(tally: Tally, options: { times: number; random: Random }): Promise<void> {
  const { times, random } = options;
  const lab = new Lab({ OPM_CONFIG: '' });
  try {
    await lab.ok(['start', 'sleep 1000', '--name', 'app']);
    for (let time = 0; time < times; time += 1) {
      const words = Array.from({ length: 1 + Math.floor(random() * 5) }, () => pick(WORDS, random));
      await tally.attempt(`opm ${JSON.stringify(words.map((word) => word.slice(0, 50)))}`, async () =>
        judge(await lab.opm(words), [0, 1, 2, 64, 65, 69, 75, 78]),
      );
    }
    await tally.attempt('after the command lines', async () => {
      await lab.opm(['remove', 'all']);
      return lookAtFleet(lab, {});
    });
  } finally {
    await lab.end();
  }
}

/** A real second user looks at, writes to and connects to whatever is in the home. */
export async function secondUser(tally: Tally): Promise<void> {
  const lab = new Lab();
  try {
    await lab.restore(lab.config([{ name: 'app', command: 'sleep 1000', minUptime: 0 }]));
    await lab.ok(['save']);
    const { socket, ledger, lock, snapshots, logs, daemonLog } = homePaths(lab.home);
    const real = path.join(lab.home, fs.readlinkSync(socket));
    const snapshot = path.join(snapshots, fs.readdirSync(snapshots)[0]!);
    const log = path.join(logs, fs.readdirSync(logs)[0]!);
    for (const file of [ledger, lock, snapshot, log, daemonLog, real]) {
      await tally.attempt(`another user, ${path.basename(file)}`, async () => {
        const findings = new Findings();
        const { mode } = fs.statSync(file);
        findings.expect((mode & 0o077) === 0, `its mode is ${(mode & 0o777).toString(8)}`);
        for (const script of ['cat "$0"', 'echo x >> "$0"', 'rm -f "$0"', 'ln "$0" /tmp/opm-stolen-$$']) {
          const { code } = asOther(['sh', '-c', script, file], {});
          findings.expect(code !== 0, `"${script}" succeeded`);
        }
        return findings.list;
      });
    }
    await tally.attempt('another user, the home', async () => {
      const findings = new Findings();
      for (const script of ['ls "$0"', 'echo x > "$0/x"', 'cd "$0"']) {
        const { code } = asOther(['sh', '-c', script, lab.home], {});
        findings.expect(code !== 0, `"${script}" succeeded`);
      }
      for (const args of [['list'], ['stop', 'all'], ['daemon', 'stop'], ['restore']]) {
        const { file, args: words } = opmCommand(args);
        const ran = asOther([file, ...words], lab.env);
        findings.expect(ran.code !== 0, `opm ${args.join(' ')} succeeded`);
        findings.add(judge(ran, [1, 69]));
      }
      return findings.list;
    });
    await tally.attempt('another user, the socket itself', async () => {
      const findings = new Findings();
      // Even where the folder could be entered, the socket's own mode must keep others out.
      fs.chmodSync(lab.home, 0o755);
      const reached = await connectsAs(OTHER_USER, real);
      findings.expect(!reached, 'the socket can be reached');
      fs.chmodSync(lab.home, 0o700);
      findings.add(await lookAtFleet(lab, { app: 1 }));
      findings.expect(isAlive(daemonsOf(lab.home)[0] ?? 0), 'the daemon has ended');
      return findings.list;
    });
  } finally {
    await lab.end();
  }
}

/** Connects with the rights of another user, which this process takes on for an instant. */
async function connectsAs(userId: number, socketPath: string): Promise<boolean> {
  process.seteuid?.(userId);
  try {
    return await new Promise((resolve) => {
      const socket = connect(socketPath);
      socket.once('error', () => resolve(false));
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
    });
  } finally {
    process.seteuid?.(0);
  }
}

function judge({ code, signal, stdout, stderr }: Ran, allowed: number[]): string[] {
  const findings = new Findings();
  const said = stdout + stderr;
  findings.expect(
    signal === null && allowed.includes(code ?? -1),
    `it ended with ${code ?? signal}: ${stderr.slice(0, 500)}`,
  );
  findings.expect(!/^\s+at .+[:(]\d+/m.test(said), `it showed a stack: ${said.slice(0, 500)}`);
  return findings.list;
}

function spoil(text: string, random: Random): string {
  let spoiled = text;
  for (let count = 1 + Math.floor(random() * 3); count > 0; count -= 1) {
    const from = Math.floor(random() * spoiled.length);
    const to = from + Math.floor(random() * 8);
    spoiled = spoiled.slice(0, from) + pick(SPICE, random) + spoiled.slice(to);
  }
  return spoiled;
}

function pick<Item>(items: Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)]!;
}
