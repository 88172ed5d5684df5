import { distance } from 'fastest-levenshtein';

/**
 * The known name that was most likely meant, or `undefined` when none is close. Case, `_` and `-` are ignored, so
 * `max_restarts` finds `maxRestarts`.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const wanted = plain(name);
  let best: string | undefined;
  let bestDistance = mostEdits(wanted.length) + 1;
  for (const candidate of known) {
    const edits = editsBetween(wanted, plain(candidate));
    if (edits < bestDistance) {
      best = candidate;
      bestDistance = edits;
    }
  }
  return best;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '');
}

/** The same letters in another order are one slip of the finger, however many edits it takes. */
function editsBetween(a: string, b: string): number {
  return sorted(a) === sorted(b) ? Math.min(1, distance(a, b)) : distance(a, b);
}

function sorted(text: string): string {
  return [...text].sort().join('');
}

/** A very short name is too unsure. */
function mostEdits(length: number): number {
  if (length < 3) return 0;
  if (length === 3) return 1;
  return length < 9 ? 2 : 3;
}
