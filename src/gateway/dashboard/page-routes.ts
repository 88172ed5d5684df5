import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Hono } from 'hono';
import type { GatewayEnv } from '../gateway-env.ts';

interface Served {
  type: string;
  text: string;
  compressed: Buffer;
  etag: string;
}

/** Serves the page. It contains no secrets: a visitor without a session sees a form. */
export function mountPage(app: Hono<GatewayEnv>): void {
  let loading: Promise<Map<string, Served>> | null = null;
  for (const path of ['/', '/assets/:file']) {
    app.get(path, async (context, next) => {
      loading ??= load();
      const file = (await loading).get(context.req.path);
      if (file === undefined) return next();
      context.header('content-type', file.type);
      context.header('cache-control', 'no-cache');
      context.header('etag', file.etag);
      context.header('vary', 'accept-encoding');
      if (context.req.header('if-none-match') === file.etag) return context.body(null, 304);
      if (!/\bgzip\b/.test(context.req.header('accept-encoding') ?? '')) return context.body(file.text);
      context.header('content-encoding', 'gzip');
      return context.body(new Uint8Array(file.compressed));
    });
  }
}

async function load(): Promise<Map<string, Served>> {
  const { pageFiles } = await import('./page-files.ts');
  return new Map(
    Object.entries(await pageFiles()).map(([path, { type, text }]) => [
      path,
      {
        type,
        text,
        compressed: gzipSync(text, { level: 9 }),
        etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`,
      },
    ]),
  );
}
