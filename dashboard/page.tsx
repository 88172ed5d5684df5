import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { FleetPage } from './fleet-page.tsx';
import { InstancePage } from './instance-page.tsx';
import { RestorePage } from './restore-page.tsx';
import { currentSession, type Session, signIn, signOut } from './session.ts';
import { SnapshotsPage } from './snapshots-page.tsx';

const PAGES = [
  { path: 'fleet', title: 'Fleet' },
  { path: 'restore', title: 'Restore' },
  { path: 'snapshots', title: 'Snapshots' },
];

function Page() {
  const [session, setSession] = useState<Session | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const read = () => setHash(location.hash);
    addEventListener('hashchange', read);
    currentSession()
      .then(setSession, (error: Error) => setProblem(error.message))
      .finally(read);
    return () => removeEventListener('hashchange', read);
  }, []);
  if (session === null) return <SignIn problem={problem} onSession={setSession} />;
  const [, path = 'fleet', argument = ''] = /^#\/(\w+)\/?(.*)$/.exec(hash) ?? [];
  const leave = () => void signOut(session).then(() => setSession(null));
  return (
    <>
      <header>
        <h1>OPM</h1>
        <nav aria-label="Pages">
          {PAGES.map(({ path: to, title }) => (
            <a key={to} href={`#/${to}`} aria-current={path === to ? 'page' : undefined}>
              {title}
            </a>
          ))}
        </nav>
        <span class="quiet">
          {session.name}, {session.role}
        </span>
        <button type="button" onClick={leave}>
          Sign out
        </button>
      </header>
      <main>
        {path === 'instance' ? (
          <InstancePage session={session} id={argument} key={argument} />
        ) : path === 'restore' ? (
          <RestorePage session={session} />
        ) : path === 'snapshots' ? (
          <SnapshotsPage session={session} />
        ) : (
          <FleetPage session={session} />
        )}
      </main>
    </>
  );
}

function SignIn(props: { problem: string | null; onSession: (session: Session) => void }) {
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const token = String(new FormData(event.target as HTMLFormElement).get('token'));
    signIn({ token }).then(props.onSession, (error: Error) => setProblem(error.message));
  };
  const said = problem ?? props.problem;
  return (
    <main>
      <h1>OPM</h1>
      <p>
        Open the dashboard with the link that <code>opm dashboard</code> prints, or sign in with a token.
      </p>
      {said === null ? null : (
        <p class="notice bad" role="alert">
          {said}
        </p>
      )}
      <form class="bar" onSubmit={submit}>
        <label>
          Token <input name="token" type="password" autocomplete="off" required />
        </label>
        <button type="submit">Sign in</button>
      </form>
    </main>
  );
}

render(<Page />, document.getElementById('page')!);
