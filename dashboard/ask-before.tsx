import { useState } from 'preact/hooks';

/** A button that says what it will do and asks before doing it. */
export function AskBefore(props: {
  label: string;
  /** What will happen, in one sentence. */
  says: string;
  disabled?: boolean;
  danger?: boolean;
  onYes: () => Promise<unknown>;
}) {
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const yes = () => {
    setBusy(true);
    props
      .onYes()
      .then(
        () => setProblem(null),
        (error: Error) => setProblem(error.message),
      )
      .finally(() => {
        setBusy(false);
        setAsking(false);
      });
  };
  return (
    <>
      <button
        type="button"
        class={props.danger === true ? 'danger' : ''}
        disabled={props.disabled || busy}
        onClick={() => setAsking(true)}
      >
        {props.label}
      </button>
      {asking ? (
        <dialog open aria-label={props.label}>
          <p>{props.says}</p>
          <div class="bar">
            <button type="button" class="danger" disabled={busy} onClick={yes}>
              {props.label}
            </button>
            <button type="button" onClick={() => setAsking(false)}>
              Cancel
            </button>
          </div>
        </dialog>
      ) : null}
      {problem === null ? null : (
        <span class="notice bad" role="alert">
          {problem}
        </span>
      )}
    </>
  );
}
