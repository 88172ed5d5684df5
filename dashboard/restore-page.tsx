import { useState } from 'preact/hooks';
import type { RestoreRun } from '../src/gateway/api/restore-runs.ts';
import type { RestoreEvent } from '../src/protocol/restore-report.ts';
import { AskBefore } from './ask-before.tsx';
import type { Session } from './session.ts';

/** Plans a restore, carries it out, and shows its progress. */
export function RestorePage({ session: { api, role } }: { session: Session }) {
  const [run, setRun] = useState<RestoreRun | null>(null);
  const [lines, setLines] = useState<string[]>([]);
  const mayNot = role === 'viewer';
  const begin = async (dryRun: boolean) => {
    setLines([]);
    const begun = await api.restore({ dryRun });
    setRun(begun);
    void api
      .followRestore(begun.id, (event) => setLines((known) => [...known, textOf(event)].slice(-500)))
      .then(setRun)
      .catch((error: Error) => setLines((known) => [...known, error.message]));
  };
  const report = run?.report;
  return (
    <>
      <h2>Restore</h2>
      <p>Brings back the saved set, or else the last wanted one, all or nothing.</p>
      <div class="bar">
        <button type="button" disabled={mayNot} onClick={() => void begin(true)}>
          Show the plan
        </button>
        <AskBefore
          label="Restore"
          says="This starts what is missing and replaces what has changed. When something fails, all of it is undone."
          disabled={mayNot || run?.state === 'running'}
          danger
          onYes={() => begin(false)}
        />
        {run?.state === 'running' ? (
          <button type="button" onClick={() => void api.cancelRestore(run.id)}>
            Roll back
          </button>
        ) : null}
      </div>
      {report == null ? null : (
        <p class={`notice ${report.outcome === 'rolled-back' ? 'bad' : ''}`} role="status">
          {report.outcome}: {report.started.length} started, {report.replaced.length} replaced,{' '}
          {report.kept.length} kept, {report.stopped.length} stopped, {report.failed.length} failed.{' '}
          {report.reason}
        </p>
      )}
      {run?.error == null ? null : (
        <p class="notice bad" role="alert">
          {run.error}
        </p>
      )}
      <pre class="log">{lines.join('\n')}</pre>
    </>
  );
}

function textOf(event: RestoreEvent): string {
  switch (event.kind) {
    case 'plan':
      return `plan: start ${event.start}, replace ${event.replace}, keep ${event.keep}, stop ${event.stop}`;
    case 'step':
      return `${event.name}:${event.instance} ${event.status}${event.reason === undefined ? '' : `: ${event.reason}`}`;
    case 'rollback':
      return `rolling back: ${event.reason}`;
    case 'hook':
      return `${event.plugin} ${event.hook} ${event.status}`;
    default:
      return event.message;
  }
}
