import type { ListEntry } from '../protocol/intents.ts';

const FIELDS = {
  id: ({ id }) => id,
  name: ({ name }) => name,
  namespace: ({ namespace }) => namespace,
  status: ({ status }) => status,
  pid: ({ pid }) => pid ?? 0,
  restarts: ({ restarts }) => restarts,
  uptime: ({ uptimeMs }) => uptimeMs ?? 0,
  cpu: ({ cpuPercent }) => cpuPercent ?? 0,
  memory: ({ memoryBytes }) => memoryBytes ?? 0,
} as const satisfies Record<string, (entry: ListEntry) => string | number>;

/** What instances can be sorted by. */
export const SORT_FIELDS = Object.keys(FIELDS);

/** `memory:desc` → how to sort; `null` for an unknown field or order. */
export function sortOrder(text: string): ((a: ListEntry, b: ListEntry) => number) | null {
  const [field = '', order = 'asc'] = text.split(':');
  if (!Object.hasOwn(FIELDS, field) || !/^(asc|desc)$/.test(order)) return null;
  const value: (entry: ListEntry) => string | number = FIELDS[field as keyof typeof FIELDS];
  const sign = order === 'desc' ? -1 : 1;
  return (a, b) => sign * compare(value(a), value(b)) || a.id - b.id;
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
