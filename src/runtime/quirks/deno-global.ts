/**
 * Deno's own ways to end and change a process, beside those of `node:process`; `null` elsewhere. No fault but how Deno
 * is made, so there is nothing to wait for.
 */
export function denoGlobal(): object | null {
  return (globalThis as { Deno?: object }).Deno ?? null;
}
