import { useEffect, useRef, useState } from 'preact/hooks';
import type { LogLine } from '../src/gateway/api/log-reader.ts';
import { AskBefore } from './ask-before.tsx';
import type { Session } from './session.ts';
import { bytes, span, useAsked } from './use-asked.ts';

const EVERY_MS = 2_000;
const MOST_LINES = 1_000;
const AGAIN_MS = 1_000;

/** One instance: its details, its actions and its log. */
export function InstancePage({ session, id }: { session: Session; id: string }) {
  const { api, role } = session;
  const { value: info, problem } = useAsked(() => api.instance(id), EVERY_MS, id);
  const mayNot = role === 'viewer';
  const label = info === null ? `instance ${id}` : `${info.name}:${info.instance}`;
  return (
    <>
      <h2>{label}</h2>
      {problem === null ? null : (
        <p class="notice bad" role="alert">
          {problem}
        </p>
      )}
      <div class="bar">
        <button type="button" disabled={mayNot} onClick={() => void api.act('start', id).catch(() => {})}>
          Start
        </button>
        <AskBefore
          label="Stop"
          says={`This stops ${label}${info?.pid == null ? '' : `, process ${info.pid}`}, and leaves it stopped.`}
          disabled={mayNot}
          danger
          onYes={() => api.act('stop', id)}
        />
        <AskBefore
          label="Restart"
          says={`This stops ${label} and starts it again.`}
          disabled={mayNot}
          danger
          onYes={() => api.act('restart', id)}
        />
        {mayNot ? <span class="quiet">Viewers cannot change anything.</span> : null}
      </div>
      {info === null ? null : (
        <dl>
          <dt>status</dt>
          <dd class={`status ${info.status}`}>{info.status}</dd>
          <dt>why</dt>
          <dd>{info.lastExit?.reason ?? '-'}</dd>
          <dt>pid</dt>
          <dd>{info.pid ?? '-'}</dd>
          <dt>command</dt>
          <dd>{info.command.join(' ')}</dd>
          <dt>folder</dt>
          <dd>{info.cwd}</dd>
          <dt>uptime</dt>
          <dd>{span(info.uptimeMs)}</dd>
          <dt>restarts</dt>
          <dd>{info.restarts}</dd>
          <dt>CPU, memory</dt>
          <dd>
            {info.cpuPercent ?? '-'} %, {bytes(info.memoryBytes)}
          </dd>
          <dt>environment</dt>
          <dd>
            {Object.entries(info.env)
              .map(([name, value]) => `${name}=${value}`)
              .join(' ') || '-'}
          </dd>
        </dl>
      )}
      <h2>Log</h2>
      <Log session={session} id={id} />
    </>
  );
}

/** Lines are inserted as text, so markup in them is shown literally. */
function Log({ session, id }: { session: Session; id: string }) {
  const [lines, setLines] = useState<(LogLine & { number: number })[]>([]);
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    const stop = new AbortController();
    let lastEventId: string | null = null;
    let number = 0;
    const follow = async () => {
      while (!stop.signal.aborted) {
        try {
          const query = { target: id, lines: 200 };
          for await (const event of session.api.stream('/logs/stream', {
            query,
            lastEventId,
            signal: stop.signal,
          })) {
            lastEventId = event.id ?? lastEventId;
            const more = (event.data as LogLine[]).map((line) => {
              number += 1;
              return { ...line, number };
            });
            setLines((known) => [...known, ...more].slice(-MOST_LINES));
          }
        } catch {
          // The connection or the daemon is gone; retry from the last position.
        }
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    };
    void follow();
    return () => stop.abort();
  }, [session, id]);
  useEffect(() => {
    if (lines.length > 0) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [lines]);
  return (
    <section
      class="scroll"
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable element must be reachable by keyboard
      tabIndex={0}
      aria-label="Log"
    >
      <pre class="log">
        {lines.map(({ number, stream, line }) => (
          <div key={number} class={stream}>
            {line.replace(ESCAPES, '')}
          </div>
        ))}
      </pre>
    </section>
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it removes terminal codes
const ESCAPES = /\u001B\[[0-9;?]*[ -/]*[@-~]|[\u0000-\u0008\u000B-\u001F\u007F]/g;
