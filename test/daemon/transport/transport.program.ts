// A daemon reduced to its socket. `daemon run --ready-fd 3` behaves as the real one does when a command starts
// it, with the simplest lock; `serve` runs in the foreground and obeys lines on its input.
import { linkSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  createServer,
  type DaemonServer,
  type Handlers,
  type ServerOptions,
  sweepSockets,
} from '../../../src/daemon/transport/server.ts';
import { EXIT, OpmError } from '../../../src/errors.ts';
import { knock } from '../../../src/ledger/lock/lock-knock.ts';
import type { TargetOutcome } from '../../../src/protocol/intents.ts';
import { announceReady } from '../../../src/protocol/ready-line.ts';

const home = process.env.OPM_HOME!;
const lock = join(home, 'ledger.lock');
const bugs: string[] = [];
let aborted = 0;

function outcome(message: string): TargetOutcome[] {
  return [{ id: 0, name: 'x', instance: 0, ok: true, status: 'online', pid: process.pid, message }];
}

function untilFile(name: string): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      try {
        readFileSync(join(home, name));
      } catch {
        return;
      }
      watcher.close();
      resolve();
    };
    const watcher = watch(home, look);
    look();
  });
}

/** What `signal` does is the name of the signal; the other intents answer with what they were asked. */
function handlers(server: DaemonServer, end: () => void): Handlers {
  const echo = async (request: unknown) => outcome(JSON.stringify(request));
  const never = () => Promise.reject(new Error('not in this program'));
  return {
    status: async () => ({
      running: true,
      pid: process.pid,
      home,
      version: '0',
      runtime: JSON.stringify(process.env),
      uptimeMs: 1,
      processes: bugs.length,
      adopted: aborted,
      native: null,
    }),
    list: async () => ({ entries: [], snapshotDiffers: false, notices: bugs }),
    signal: async ({ signal, targets }, context) => {
      const count = Number(targets[0] ?? 0);
      switch (signal) {
        case 'events':
          for (let n = 0; n < count; n++)
            context.emit({ kind: 'warning', message: `${n} ${targets[1] ?? ''}` });
          return outcome(`rss ${process.memoryUsage.rss()}`);
        case 'long':
          return outcome('ä'.repeat(count));
        case 'refuse':
          throw new OpmError({ code: 'NO_SUCH_TARGET', exitCode: EXIT.failed, message: 'There is no "ü"' });
        case 'throw':
          throw new TypeError('a bug');
        case 'cyclic': {
          const value: unknown[] = [];
          value.push(value);
          return value as TargetOutcome[];
        }
        case 'until-file':
          context.emit({ kind: 'warning', message: 'at work' });
          context.signal.addEventListener('abort', () => {
            aborted += 1;
          });
          await untilFile(targets[0]!);
          writeFileSync(join(home, `${targets[0]}.done`), '');
          return outcome('done');
        case 'crash':
          context.emit({ kind: 'warning', message: 'last words' });
          console.error('the daemon had an accident');
          setImmediate(() => process.exit(7));
          return new Promise(() => {});
        default:
          return outcome(signal);
      }
    },
    shutdown: async () => {
      setImmediate(() => server.drain().then(end));
      return { stopped: 0, kept: 0, failed: [] };
    },
    info: async ({ targets }) => targets.map(() => Object.create(null)),
    start: echo,
    stop: echo,
    restart: echo,
    reload: echo,
    remove: echo,
    reset: echo,
    scale: echo,
    adjust: echo,
    restore: never,
    launch: never,
    cancel: async () => ({ cancelled: false }),
    save: never,
    wipe: never,
  };
}

// Like the real daemon. Deno sets up signals when they are first used, and panics where that fails.
process.on('SIGTERM', () => process.exit(143));

const onError = (error: unknown) => void bugs.push(String(error));

/** The name of the holder, or `null` when the lock is ours. */
async function takeLock(socketPath: string): Promise<{ owner: string; socket: string } | null> {
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ owner: `process ${process.pid}`, socket: socketPath }));
  try {
    for (;;) {
      try {
        linkSync(mine, lock);
        return null;
      } catch {
        const holder = JSON.parse(readFileSync(lock, 'utf8'));
        if ((await knock(holder.socket)) === 'answered') return holder;
        rmSync(lock);
      }
    }
  } finally {
    rmSync(mine);
  }
}

async function run(): Promise<void> {
  switch (process.env.TEST_DAEMON) {
    case 'dies':
      console.error('No space left for a daemon');
      process.exit(3);
      break;
    case 'refuses': {
      const error = {
        code: 'LEDGER_NEWER',
        exitCode: EXIT.badData,
        message: 'The ledger is newer than I am',
      };
      await announceReady(3, { type: 'failed', error });
      process.exit(65);
      break;
    }
    case 'mute':
      await untilFile('speak');
      process.exit(0);
      break;
    case 'babbles':
      await announceReady(3, { type: 'hello' } as never);
      process.exit(0);
  }
  const server = await createServer({ home, onError });
  const holder = await takeLock(server.socketPath);
  if (holder !== null) {
    await server.close();
    await announceReady(3, { type: 'busy', ...holder });
    return;
  }
  writeFileSync(join(home, 'owners'), `${process.pid}\n`, { flag: 'a' });
  if (process.env.TEST_DAEMON === 'recovers') {
    writeFileSync(join(home, 'recovering'), '');
    await untilFile('recovered');
  }
  server.publish();
  await sweepSockets(home, server.socketPath);
  const finish = async () => {
    server.retract();
    rmSync(lock, { force: true });
    await server.close();
    process.exit(0);
  };
  server.serve(handlers(server, finish));
  await announceReady(3, { type: 'ready', socket: server.socketPath });
}

async function serve(): Promise<void> {
  const limits: Partial<ServerOptions> = JSON.parse(process.env.TEST_LIMITS ?? '{}');
  const server = await createServer({ home, onError, ...limits });
  server.publish();
  console.log(server.socketPath);
  for await (const line of createInterface({ input: process.stdin })) {
    switch (line) {
      case 'serve':
        server.serve(handlers(server, () => {}));
        break;
      case 'drain':
        void server.drain(60_000).then((left) => console.log(`drained ${left}`));
        break;
      case 'drain at once':
        console.log(`drained ${await server.drain(1)}`);
        break;
      case 'close':
        await server.close();
        console.log('closed');
        return;
    }
    console.log(`ok ${line}`);
  }
  await server.close(1);
  process.exit(0);
}

await (process.argv.includes('run') ? run() : serve());
