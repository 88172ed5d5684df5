import { truncate } from 'node:fs/promises';
import * as v from 'valibot';
import { type LogSource, sourcesOf } from '../../client/logs/log-source.ts';
import { systemErrorCode } from '../../errors.ts';
import type { Gatekeeper } from '../access/gatekeeper.ts';
import type { DaemonLink } from '../daemon-link.ts';
import { type ApiRoute, apiRoute } from './api-route.ts';
import { numberText, targetText } from './api-schemas.ts';
import type { EventStreams } from './event-stream.ts';
import { Problem } from './http-problem.ts';
import { type LogLine, LogReader } from './log-reader.ts';

/** Each followed file takes a descriptor. */
const MOST_FILES = 64;
const DEFAULT_LINES = 100;

const query = v.strictObject({
  target: targetText,
  lines: v.optional(v.pipe(numberText, v.maxValue(10_000), v.description('Last lines of each file (100)'))),
  stream: v.optional(v.picklist(['out', 'err'])),
  search: v.optional(v.pipe(v.string(), v.description('Only lines that contain this text'))),
});

const lineSchema = v.object({
  id: v.nullable(v.number()),
  name: v.string(),
  instance: v.number(),
  stream: v.pipe(v.picklist(['out', 'err', 'both']), v.description('both: they share one file')),
  line: v.pipe(v.string(), v.description('As written, including control characters')),
}) satisfies v.GenericSchema<unknown, LogLine>;

export interface LogRouteParts {
  daemon: DaemonLink;
  streams: EventStreams;
  gatekeeper: Gatekeeper;
}

/** The output of instances. The files are read directly: nothing passes through the daemon. */
export function logRoutes({ daemon, streams, gatekeeper }: LogRouteParts): ApiRoute[] {
  const readerOf = async ({ target, lines = DEFAULT_LINES, stream, search }: v.InferOutput<typeof query>) => {
    const instances = await daemon.call('info', { targets: [target] });
    const sources = sourcesOf(instances, { out: stream !== 'err', err: stream !== 'out' });
    if (sources.length > MOST_FILES) {
      const detail = `"${target}" has ${sources.length} log files, more than ${MOST_FILES}: name fewer instances`;
      throw new Problem(400, 'too-many-files', detail);
    }
    return new LogReader({ sources, lines, search });
  };
  return [
    apiRoute({
      id: 'readLogs',
      method: 'GET',
      path: '/logs',
      role: 'viewer',
      tag: 'Logs',
      summary: 'The last lines of the logs of instances',
      query,
      answer: { status: 200, description: 'File by file', schema: v.object({ items: v.array(lineSchema) }) },
      handle: async ({ query: asked }) => {
        const reader = await readerOf(asked);
        const items: LogLine[] = [];
        await reader.last((batch) => {
          items.push(...batch);
        });
        return { items };
      },
    }),
    apiRoute({
      id: 'followLogs',
      method: 'GET',
      path: '/logs/stream',
      role: 'viewer',
      tag: 'Logs',
      summary:
        'The last lines, then new ones as they are written; with Last-Event-ID, everything written since',
      query,
      answer: {
        status: 200,
        description: 'Lines, in batches',
        schema: v.array(lineSchema),
        stream: true,
      },
      handle: async ({ query: asked, context }) => {
        const reader = await readerOf(asked);
        const after = context.req.header('last-event-id');
        return streams.open(context, gatekeeper.stands(context), (stream) =>
          reader.follow(after, stream.gone, async (batch, position) => {
            stream.send({ ...(position === null ? {} : { id: position }), event: 'lines', data: batch });
            await stream.drained();
          }),
        );
      },
    }),
    apiRoute({
      id: 'flushLogs',
      method: 'DELETE',
      path: '/logs',
      role: 'operator',
      tag: 'Logs',
      summary: 'Empty log files',
      query: v.strictObject({ target: targetText }),
      answer: {
        status: 200,
        description: 'The files that were emptied',
        schema: v.object({ flushed: v.array(v.string()) }),
      },
      handle: async ({ query: { target } }) => {
        const sources = sourcesOf(await daemon.call('info', { targets: [target] }), { out: true, err: true });
        return { flushed: await emptied(sources) };
      },
    }),
  ];
}

async function emptied(sources: LogSource[]): Promise<string[]> {
  const flushed: string[] = [];
  for (const { path } of sources) {
    try {
      await truncate(path);
      flushed.push(path);
    } catch (error) {
      // An app that has not started yet has written nothing.
      if (systemErrorCode(error) !== 'ENOENT') throw error;
    }
  }
  return flushed;
}
