import { useMemo, useState } from 'preact/hooks';
import type { ListEntry } from '../src/protocol/intents.ts';
import type { Session } from './session.ts';
import { bytes, span, useAsked } from './use-asked.ts';

const EVERY_MS = 2_000;
const ROW_PX = 34;
/** Extra rows beyond the visible ones, so that scrolling shows no gaps. */
const SPARE_ROWS = 20;

/** Every instance; only the visible rows are rendered. */
export function FleetPage({ session }: { session: Session }) {
  const { value, problem } = useAsked(() => allInstances(session), EVERY_MS);
  const [search, setSearch] = useState('');
  const [status, setStatus] = useState('');
  const [top, setTop] = useState(0);
  const shown = useMemo(
    () =>
      (value ?? []).filter(
        (entry) =>
          entry.name.toLowerCase().includes(search.toLowerCase()) &&
          (status === '' || entry.status === status),
      ),
    [value, search, status],
  );
  const from = Math.max(0, Math.floor(top / ROW_PX) - SPARE_ROWS);
  const rows = shown.slice(from, from + 3 * SPARE_ROWS + 20);
  const below = shown.length - from - rows.length;
  return (
    <>
      <h2>Fleet</h2>
      {problem === null ? null : (
        <p class="notice bad" role="alert">
          {problem}
        </p>
      )}
      <div class="bar">
        <label>
          Search{' '}
          <input type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
        </label>
        <label>
          Status{' '}
          <select value={status} onChange={(event) => setStatus(event.currentTarget.value)}>
            <option value="">all</option>
            {['online', 'starting', 'backoff', 'stopping', 'stopped', 'errored'].map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <span class="quiet" role="status">
          {value === null ? 'Loading' : `${shown.length} of ${value.length} instances`}
        </span>
      </div>
      <section
        class="scroll"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable element must be reachable by keyboard
        tabIndex={0}
        aria-label="Instances"
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      >
        <table aria-rowcount={shown.length}>
          <thead>
            <tr>
              <th class="number">id</th>
              <th>name</th>
              <th>status</th>
              <th class="number wide">pid</th>
              <th class="number">restarts</th>
              <th class="number wide">uptime</th>
              <th class="number wide">CPU</th>
              <th class="number wide">memory</th>
            </tr>
          </thead>
          <tbody>
            {from > 0 ? (
              <tr>
                <td colSpan={8} style={{ height: `${from * ROW_PX}px` }} />
              </tr>
            ) : null}
            {rows.map((entry) => (
              <Row key={entry.id} entry={entry} />
            ))}
            {below > 0 ? (
              <tr>
                <td colSpan={8} style={{ height: `${below * ROW_PX}px` }} />
              </tr>
            ) : null}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Row({ entry }: { entry: ListEntry }) {
  return (
    <tr>
      <td class="number">{entry.id}</td>
      <td>
        <a href={`#/instance/${entry.id}`}>
          {entry.name}:{entry.instance}
        </a>
      </td>
      <td class={`status ${entry.status}`}>{entry.status}</td>
      <td class="number wide">{entry.pid ?? '-'}</td>
      <td class="number">{entry.restarts}</td>
      <td class="number wide">{span(entry.uptimeMs)}</td>
      <td class="number wide">{entry.cpuPercent === null ? '-' : `${entry.cpuPercent} %`}</td>
      <td class="number wide">{bytes(entry.memoryBytes)}</td>
    </tr>
  );
}

async function allInstances({ api }: Session): Promise<ListEntry[]> {
  const all: ListEntry[] = [];
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await api.instances(cursor === undefined ? {} : { cursor });
    all.push(...items);
    if (next === null) return all;
    cursor = next;
  }
}
