import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { EXIT, OpmError } from '../../src/errors.ts';
import type { TargetOutcome } from '../../src/protocol/intents.ts';
import { type Served, serve } from './served.ts';

const OUTCOMES: TargetOutcome[] = [
  { id: 0, name: 'api', instance: 0, ok: true, status: 'online', pid: 71 },
  { id: 1, name: 'api', instance: 1, ok: true, status: 'online', pid: 72 },
];

/** Serves every command on targets with the same outcomes. */
async function withTargets(
  outcomes: TargetOutcome[],
  work: (served: Served) => Promise<void>,
): Promise<void> {
  const answer = async () => outcomes;
  const served = await serve({
    start: answer,
    stop: answer,
    restart: answer,
    reload: answer,
    remove: answer,
    reset: answer,
    signal: answer,
    scale: answer,
    adjust: answer,
  });
  try {
    await work(served);
  } finally {
    await served.close();
  }
}

test('each command sends its intent with the targets as typed', async () => {
  await withTargets(OUTCOMES, async ({ opm, requests }) => {
    const cases: [string[], string, unknown][] = [
      [['stop', 'api:1', '3,4', '007'], 'stop', { targets: ['api:1', '3,4', '007'] }],
      [['kill', 'all'], 'stop', { targets: ['all'] }],
      [['restart', 'api'], 'restart', { targets: ['api'], env: null }],
      [['reload', 'api'], 'reload', { targets: ['api'], env: null }],
      [['rm', 'api'], 'remove', { targets: ['api'] }],
      [['del', 'all'], 'remove', { targets: ['all'] }],
      [['delete', '0'], 'remove', { targets: ['0'] }],
      [['reset', 'all'], 'reset', { targets: ['all'] }],
      [['signal', 'hup', 'api', '2'], 'signal', { targets: ['api', '2'], signal: 'SIGHUP' }],
      [['signal', 'SIGUSR2', 'api'], 'signal', { targets: ['api'], signal: 'SIGUSR2' }],
      [['signal', '15', 'api'], 'signal', { targets: ['api'], signal: 'SIGTERM' }],
      [['scale', 'api', '4'], 'scale', { name: 'api', instances: 4 }],
      [['adjust', '3', '--name', '007x'], 'adjust', { target: '3', name: '007x', argv: null }],
      [
        ['modify', 'api', '--command', `node -e "a b"`],
        'adjust',
        { target: 'api', name: null, argv: ['node', '-e', 'a b'] },
      ],
    ];
    for (const [words, intent, request] of cases) {
      requests.length = 0;
      const { code } = await opm(words);
      assert.is(code, 0, words.join(' '));
      assert.equal(requests, [{ intent, request }], words.join(' '));
    }
  });
});

test("restart --update-env passes the caller's variables", async () => {
  await withTargets(OUTCOMES, async ({ opm, requests, home }) => {
    await opm(['restart', 'api', '--update-env'], { env: { COLOUR: 'green' } });
    assert.equal(requests[0]?.request, { targets: ['api'], env: { OPM_HOME: home, COLOUR: 'green' } });
  });
});

test('the last log lines of a failed start follow the table', async () => {
  const log = ['reading settings', 'no such table: users'];
  const outcome = {
    ...OUTCOMES[0]!,
    ok: false,
    status: 'errored',
    message: 'exited with code 1',
    log,
  } as const;
  await withTargets([outcome], async ({ opm }) => {
    const { code, stderr } = await opm(['reload', 'api']);
    assert.is(code, 1);
    assert.match(stderr, /^Last lines of api:?0?:\n {2}\| reading settings\n {2}\| no such table: users\n/);
    assert.equal(JSON.parse((await opm(['reload', 'api', '--json'])).stdout), [outcome]);
  });
});

test('the result for each target is a table, or an array with --json', async () => {
  await withTargets(OUTCOMES, async ({ opm }) => {
    assert.is(
      (await opm(['stop', 'api'])).stdout,
      'id  name   status  pid\n 0  api:0  online   71\n 1  api:1  online   72\n',
    );
    assert.equal(JSON.parse((await opm(['stop', 'api', '--json'])).stdout), OUTCOMES);
  });
});

test('an instance named with its number is shown so, even if it is the only one in the answer', async () => {
  await withTargets(OUTCOMES.slice(0, 1), async ({ opm }) => {
    assert.match((await opm(['stop', 'db,api:0'])).stdout, /^ 0 {2}api:0 {2}online/m);
    assert.match((await opm(['stop', 'api'])).stdout, /^ 0 {2}api {3}online/m);
  });
});

test('one failed target makes the exit code 1 and says why', async () => {
  const stuck: TargetOutcome = {
    id: 2,
    name: 'db',
    instance: 0,
    ok: false,
    status: 'stopping',
    pid: 9,
    message: 'it outlived SIGKILL',
  };
  await withTargets([...OUTCOMES, stuck], async ({ opm }) => {
    for (const words of [
      ['stop', 'all'],
      ['stop', 'all', '--json'],
      ['reload', 'all'],
      ['scale', 'db', '1'],
    ]) {
      const { code, stdout, stderr } = await opm(words);
      assert.is(code, 1, words.join(' '));
      assert.match(stdout, /it outlived SIGKILL/);
      assert.match(stderr, /1 of 3 instances could not be/);
    }
  });
});

test('a wrong command line sends nothing', async () => {
  await withTargets(OUTCOMES, async ({ opm, requests }) => {
    const cases: [string[], RegExp][] = [
      [['stop'], /needs <target\.\.\.>.*opm daemon stop/s],
      [['signal', 'HUP'], /needs <target\.\.\.>/],
      [['signal', 'api', 'hup'], /The signal comes first: opm signal hup api/],
      [['signal', 'SIGHOP', 'api'], /"SIGHOP" is not a signal\. Did you mean SIGHUP\?/],
      [['scale', 'api'], /needs <instances>/],
      [['scale', 'api', 'many'], /whole number/],
      [['scale', 'api', '1.5'], /1\.5/],
      [['scale', 'api', '1', '2'], /too many arguments/],
      [['adjust', 'api'], /needs --name, --command or both/],
      [['adjust', 'api', '--name', '007'], /--name: "007"/],
      [['adjust', 'api', '--command', `node "x`], /double quote/],
      [['adjust', 'api', '--command', ' '], /--command is empty/],
      [['stop', 'api', '--', 'x'], /does not accept anything after "--"/],
    ];
    for (const [words, message] of cases) {
      const { code, stdout, stderr } = await opm(words);
      assert.is(code, 64, words.join(' '));
      assert.match(stderr, message);
      assert.is(stdout, '');
    }
    assert.equal(requests, []);
  });
});

test('an error of the daemon is passed on with its message and exit code', async () => {
  const served = await serve({
    stop: async () => {
      throw new OpmError({ code: 'TARGET_UNKNOWN', exitCode: EXIT.failed, message: 'Nothing matches "x"' });
    },
    reload: async () => {
      throw new OpmError({
        code: 'RESTORE_BUSY',
        exitCode: EXIT.busy,
        message: 'A restore is already running',
      });
    },
  });
  assert.equal(await served.opm(['stop', 'x']), { code: 1, stdout: '', stderr: 'Nothing matches "x"\n' });
  assert.equal(await served.opm(['reload', 'x']), {
    code: 75,
    stdout: '',
    stderr: 'A restore is already running\n',
  });
  await served.close();
});

test.run();
