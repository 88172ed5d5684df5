import { AskBefore } from './ask-before.tsx';
import type { Session } from './session.ts';
import { useAsked } from './use-asked.ts';

/** What was saved, and the way back to it. */
export function SnapshotsPage({ session: { api, role } }: { session: Session }) {
  const { value, problem } = useAsked(() => api.snapshots(), 3_000);
  const mayNot = role === 'viewer';
  return (
    <>
      <h2>Snapshots</h2>
      {problem === null ? null : (
        <p class="notice bad" role="alert">
          {problem}
        </p>
      )}
      <button type="button" disabled={mayNot} onClick={() => void api.save().catch(() => {})}>
        Save what is wanted now
      </button>
      {value !== null && value.items.length === 0 ? <p class="quiet">Nothing was saved yet.</p> : null}
      <ul>
        {(value?.items ?? []).map(({ generation, createdAt, instances, damage }) => (
          <li key={generation}>
            Generation {generation}, {createdAt ?? damage}: {instances} instances{' '}
            <AskBefore
              label={`Restore ${generation}`}
              says={`This brings the ${instances} instances of generation ${generation} back, all or nothing.`}
              disabled={mayNot || damage !== null}
              danger
              onYes={() => api.restore({ source: { kind: 'snapshot', generation } })}
            />
          </li>
        ))}
      </ul>
    </>
  );
}
