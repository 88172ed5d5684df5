import { AskBefore } from './ask-before.tsx';
import type { Session } from './session.ts';
import { useAsked } from './use-asked.ts';

/** The saved generations, and buttons to restore them. */
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
        Save the current set
      </button>
      {value !== null && value.items.length === 0 ? <p class="quiet">Nothing has been saved yet.</p> : null}
      <ul>
        {(value?.items ?? []).map(({ generation, createdAt, instances, damage }) => (
          <li key={generation}>
            Generation {generation}, {createdAt ?? damage}: {instances} instances{' '}
            <AskBefore
              label={`Restore ${generation}`}
              says={`This brings back the ${instances} instances of generation ${generation}, all or nothing.`}
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
