import { readlinkSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { connect } from '../../../src/client/connect.ts';
import { LinuxProcessTable } from '../../../src/runtime/proc/linux-process-table.ts';
import { cleanUp, failure, home, owners, pidOf, reach, run } from './transport-daemons.ts';
import { programCommand, RUNTIMES, within } from './transport-parts.ts';

for (const runtime of RUNTIMES) {
  const on = suite(`a daemon on ${runtime}`);

  on('is started on demand, once, on its own', async () => {
    const place = home();
    process.env.OPM_TOKEN = 'secret of the app that runs this command';
    const client = await reach(place, runtime);
    delete process.env.OPM_TOKEN;
    const { pid, runtime: environment } = await client.call('status', {});
    assert.equal(owners(place), [pid]);
    const stat = new LinuxProcessTable().stat(pid!)!;
    assert.is(stat.session, pid, 'it leads a session of its own');
    assert.is(readlinkSync(`/proc/${pid}/cwd`), '/');
    assert.is(readlinkSync(`/proc/${pid}/fd/0`), '/dev/null');
    assert.is(readlinkSync(`/proc/${pid}/fd/2`), join(place, 'daemon.log'));
    assert.is(statSync(join(place, 'daemon.log')).mode & 0o777, 0o600);
    const env = JSON.parse(environment);
    assert.is(env.OPM_TOKEN, undefined);
    assert.is(env.OPM_HOME, place);
    assert.is(await pidOf((await connect({ home: place, start: 'never' }))!), pid);
    assert.is(await pidOf(await reach(place, runtime)), pid);
  });

  on('is a single one, however many commands come first', async () => {
    const place = home();
    const clients = await Promise.all(Array.from({ length: 4 }, () => reach(place, runtime)));
    const pids = await Promise.all(clients.map(pidOf));
    assert.is(new Set(pids).size, 1);
    assert.equal(owners(place), [pids[0]]);
  });

  on('that dies while starting is quoted from its log', async () => {
    const place = home();
    writeFileSync(join(place, 'daemon.log'), 'a line of yesterday\n');
    const error = await failure(reach(place, runtime, { mode: 'dies' }));
    assert.equal([error.code, error.exitCode], ['DAEMON_FAILED', 69]);
    assert.match(error.message, /exit code 3.*\n +No space left for a daemon$/);
  });

  on('that says why it cannot start is believed', async () => {
    const error = await failure(reach(home(), runtime, { mode: 'refuses' }));
    assert.equal([error.code, error.exitCode], ['LEDGER_NEWER', 65]);
    assert.is(error.message, 'The ledger is newer than I am');
  });

  on('that dies in the middle of an answer is quoted too', async () => {
    const place = home();
    const client = await reach(place, runtime);
    const events: unknown[] = [];
    const work = client.call('signal', { targets: [], signal: 'crash' }, (event) => events.push(event));
    const error = await failure(work);
    assert.equal([error.code, error.exitCode], ['DAEMON_LOST', 69]);
    assert.match(error.message, /answered "signal".*the daemon had an accident/s);
    assert.equal(events, [{ kind: 'warning', message: 'last words' }]);
    const replacement = await pidOf(client);
    assert.equal(owners(place).at(-1), replacement, 'the next call starts another one');
  });

  on('that stops makes the next command wait for its exit and start another', async () => {
    const place = home();
    const client = await reach(place, runtime);
    const observer = (await connect({ home: place, start: 'never' }))!;
    let seen = () => {};
    const atWork = new Promise<void>((resolve) => {
      seen = resolve;
    });
    const begun = client.call('signal', { targets: ['finish'], signal: 'until-file' }, () => seen());
    await atWork;
    await client.call('shutdown', { keepApps: true });
    assert.is((await failure(observer.call('list', {}))).code, 'DAEMON_STOPPING');
    const next = client.call('status', {});
    writeFileSync(join(place, 'finish'), '');
    assert.is((await begun)[0]!.message, 'done');
    const { pid } = await within(10_000, 'the next daemon', next);
    assert.equal(owners(place).length, 2);
    assert.is(pid, owners(place)[1]);
  });

  on('can be used by commands on every runtime, none of which it keeps alive', async () => {
    const place = home();
    for (const other of RUNTIMES) {
      const daemon = JSON.stringify(programCommand('transport.program.ts', [], runtime));
      const { file, args } = programCommand(
        'transport-client.program.ts',
        [place, 'on-demand', daemon],
        other,
      );
      const { stdout } = await run(file, args, { timeout: 10_000 });
      assert.equal(JSON.parse(stdout), { pid: owners(place)[0] }, other);
    }
    assert.is(owners(place).length, 1);
  });

  on.after.each(cleanUp);
  on.run();
}
