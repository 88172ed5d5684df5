import { statSync } from 'node:fs';
import { OpmError } from '../../errors.ts';
import type { LedgerState } from '../../ledger/fold.ts';
import { readLedger } from '../../ledger/ledger-file.ts';
import { listSnapshots } from '../../ledger/snapshot/snapshot.ts';
import { looksSecret } from '../../protocol/mask-secrets.ts';
import { counted } from '../../report/units.ts';
import { homePaths } from '../../runtime/home.ts';
import { type Finding, ok, warn } from './finding.ts';

/** How many names are listed; the others are counted. */
const SHOWN = 4;
const READABLE_BY_OTHERS = 0o044;

/**
 * Which files hold values that look like secrets: those in the home, which nobody else can read, and configs and env
 * files that others can.
 */
export async function checkSecrets(home: string): Promise<Finding[]> {
  const paths = homePaths(home);
  let known: LedgerState | undefined;
  try {
    known = readLedger(paths.ledger)?.state;
  } catch (error) {
    if (error instanceof OpmError) return [warn('ledger', error.message)];
    throw error;
  }
  if (known === undefined) return [];
  const open = [...openFiles(known)];
  const findings = open.map(([file, names]) =>
    warn(
      'secrets',
      `${file} sets ${listed(names)} and can be read by other users. Close it: chmod 600 ${file}`,
    ),
  );
  const names = new Set(
    [...known.envs.values(), ...[...known.instances.values()].map(({ spec }) => spec.env)]
      .flatMap((variables) => Object.keys(variables))
      .filter(looksSecret),
  );
  if (names.size === 0) return [...findings, ok('secrets', 'No variable in the ledger looks like a secret')];
  const snapshots = (await listSnapshots(paths.snapshots)).length;
  const also = snapshots === 0 ? '' : `, and perhaps ${counted(snapshots, 'snapshot')},`;
  return [
    ...findings,
    ok(
      'secrets',
      `The ledger${also} has the values of ${listed(names)}; nobody else can read them. To keep values out of files, ` +
        'list what apps inherit (inheritEnv), or use the secrets plugin',
    ),
  ];
}

/** Files that others can read, with the secrets that apps have from them. */
function openFiles({ context, instances }: LedgerState): Map<string, Set<string>> {
  const files = new Map<string, Set<string>>();
  const add = (file: string, names: string[]): void => {
    const secrets = names.filter(looksSecret);
    if (secrets.length > 0 && isOpen(file))
      files.set(file, new Set([...(files.get(file) ?? []), ...secrets]));
  };
  for (const { spec } of instances.values()) {
    const fromFiles = spec.envFiles?.names ?? [];
    for (const file of spec.envFiles?.paths ?? []) add(file, fromFiles);
    const own = Object.keys(spec.env).filter((name) => !fromFiles.includes(name));
    if (context?.source.kind === 'config' && context.source.path !== null) add(context.source.path, own);
  }
  return files;
}

function isOpen(file: string): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && (stats.mode & READABLE_BY_OTHERS) !== 0;
}

function listed(names: ReadonlySet<string>): string {
  const sorted = [...names].sort();
  const more = sorted.length - SHOWN;
  return sorted.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
