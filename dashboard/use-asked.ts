import { useEffect, useState } from 'preact/hooks';

/** What was last answered, and why the last try failed. */
export interface Asked<Value> {
  value: Value | null;
  problem: string | null;
}

/** Asks again and again while the page is looked at; what was known stays while the gateway or daemon is away. */
export function useAsked<Value>(ask: () => Promise<Value>, everyMs: number, key = ''): Asked<Value> {
  const [asked, setAsked] = useState<Asked<Value>>({ value: null, problem: null });
  useEffect(() => {
    let timer = 0;
    let over = false;
    const round = async () => {
      if (!document.hidden) {
        try {
          const value = await ask();
          if (!over) setAsked({ value, problem: null });
        } catch (error) {
          if (!over) setAsked(({ value }) => ({ value, problem: (error as Error).message }));
        }
      }
      if (!over) timer = window.setTimeout(round, everyMs);
    };
    void round();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [key, everyMs]);
  return asked;
}

export function bytes(value: number | null): string {
  if (value === null) return '-';
  return value < 1024 ** 2 ? `${Math.round(value / 1024)} K` : `${(value / 1024 ** 2).toFixed(1)} M`;
}

export function span(ms: number | null): string {
  if (ms === null) return '-';
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`;
}
