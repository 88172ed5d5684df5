/** The result of one check of `opm doctor`. */
export interface Finding {
  check: string;
  /** `warn`: it works, but not in every case. `fail`: it will not work. */
  status: 'ok' | 'warn' | 'fail';
  /** One sentence, with a remedy if it is not `ok`. */
  message: string;
}

export function ok(check: string, message: string): Finding {
  return { check, status: 'ok', message };
}

export function warn(check: string, message: string): Finding {
  return { check, status: 'warn', message };
}

export function fail(check: string, message: string): Finding {
  return { check, status: 'fail', message };
}
