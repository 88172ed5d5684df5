import { useEffect, useState } from 'preact/hooks';

/** The last answer, and why the last request failed. */
export interface Asked<Value> {
  value: Value | null;
  problem: string | null;
}

/** Polls while the page is visible; keeps the last answer while the gateway or daemon is unavailable. */
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
