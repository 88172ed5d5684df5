import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dispatch } from '../../src/cli/dispatch.ts';
import { COMMAND_TABLE } from '../../src/commands/table/command-table.ts';
import { createServer, type Handlers } from '../../src/daemon/transport/server.ts';
import { type ExitCode, OpmError } from '../../src/errors.ts';
import type { ListEntry } from '../../src/protocol/intents.ts';
import { type CapturedTerminal, capturedTerminal } from './captured-terminal.ts';

/** A home whose socket answers with what a test gives it, in place of a daemon with processes. */
export interface Served {
  home: string;
  /** What was asked, in order. */
  requests: { intent: string; request: unknown }[];
  /** Runs a command of the command line in this process against it. */
  opm(words: string[], options?: RunOptions): Promise<Outcome>;
  close(): Promise<void>;
}

export interface RunOptions {
  env?: Record<string, string>;
  cwd?: string;
  terminal?: CapturedTerminal;
  /** Given what delivers a signal to the command. */
  interrupts?: (interrupt: (signal: 'SIGINT' | 'SIGTERM') => void) => void;
}

export interface Outcome {
  code: ExitCode;
  stdout: string;
  stderr: string;
}

/** Serves a new home. An intent without a handler is an error of the test. */
export async function serve(handlers: Partial<Handlers>): Promise<Served> {
  const home = mkdtempSync(join(tmpdir(), 'opm-served-'));
  const requests: Served['requests'] = [];
  const errors: unknown[] = [];
  const server = await createServer({ home, onError: (error) => errors.push(error) });
  server.publish();
  server.serve(
    new Proxy(handlers as Handlers, {
      get: (known, intent: keyof Handlers) => (request: never, context: never) => {
        requests.push({ intent, request });
        const handler = known[intent];
        if (handler === undefined) throw new Error(`The test has no handler for "${intent}"`);
        return handler(request, context);
      },
    }),
  );
  return {
    home,
    requests,
    opm: (words, options = {}) => runIn(home, words, options),
    close: async () => {
      await server.close();
      rmSync(home, { recursive: true });
      if (errors.length > 0) throw errors[0];
    },
  };
}

/** Runs a command in this process on a home, as `cli.ts` would; errors become their message and exit code. */
export async function runIn(home: string, words: string[], options: RunOptions = {}): Promise<Outcome> {
  const { terminal = capturedTerminal(), env = {}, cwd = tmpdir(), interrupts } = options;
  const onInterrupt = (listener: (signal: 'SIGINT' | 'SIGTERM') => void) => {
    interrupts?.(listener);
    return () => {};
  };
  let code: ExitCode;
  try {
    code = await dispatch(COMMAND_TABLE, words, {
      terminal,
      env: { OPM_HOME: home, ...env },
      cwd,
      onInterrupt,
    });
  } catch (error) {
    if (!(error instanceof OpmError)) throw error;
    terminal.err.write(`${error.message}\n`);
    code = error.exitCode;
  }
  return { code, stdout: terminal.stdout(), stderr: terminal.stderr() };
}

/** An instance as `list` has it. */
export function listed(more: Partial<ListEntry>): ListEntry {
  return {
    id: 0,
    name: 'api',
    instance: 0,
    namespace: 'default',
    status: 'online',
    pid: 71,
    restarts: 0,
    uptimeMs: 61_000,
    cpuPercent: 1.25,
    memoryBytes: 1536 * 1024,
    exitCode: null,
    adopted: false,
    ...more,
  };
}

/** `restartsBy` of an instance that was never restarted. */
export const NO_RESTARTS = { crash: 0, memory: 0, liveness: 0, watch: 0, cron: 0, asked: 0 };
