import { EXIT, type OpmError } from '../../errors.ts';

/** What is wrong with a request, as in RFC 9457 ("problem details"). */
export interface ProblemDetails {
  /** Names the kind of problem, for programs: `urn:opm:problem:token-unknown`. */
  type: string;
  title: string;
  status: number;
  detail: string;
}

/** Thrown anywhere in the gateway to answer a request with a problem. */
export class Problem extends Error {
  readonly details: ProblemDetails;
  readonly headers: Record<string, string>;

  /** @param kind in kebab-case */
  constructor(status: number, kind: string, detail: string, headers: Record<string, string> = {}) {
    super(detail);
    this.details = { type: `urn:opm:problem:${kind}`, title: TITLES[status] ?? 'Error', status, detail };
    this.headers = headers;
  }
}

export function problemResponse({ details, headers }: Problem): Response {
  return new Response(JSON.stringify(details), {
    status: details.status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  });
}

/** The answer for an error that a command would print. */
export function problemOf({ code, exitCode, message }: OpmError): Problem {
  return new Problem(STATUS_OF_CODE[code] ?? STATUS_OF_EXIT[exitCode] ?? 422, kindOf(code), message);
}

/** `TARGET_UNKNOWN` → `target-unknown` */
function kindOf(code: string): string {
  return code.toLowerCase().replaceAll('_', '-');
}

const STATUS_OF_CODE: Record<string, number> = {
  TARGET_UNKNOWN: 404,
  NOT_AN_APP: 404,
  SNAPSHOT_MISSING: 404,
  NOTHING_SAVED: 404,
  NAME_TAKEN: 409,
  TOKEN_NAME_TAKEN: 409,
};

const STATUS_OF_EXIT: Record<number, number> = {
  [EXIT.usage]: 400,
  [EXIT.unreachable]: 503,
  [EXIT.busy]: 409,
  [EXIT.bug]: 500,
};

const TITLES: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  411: 'Length required',
  413: 'Too large',
  415: 'Unsupported media type',
  421: 'Misdirected request',
  422: 'The request failed',
  429: 'Too many attempts',
  500: 'Internal error',
  503: 'The daemon cannot be reached',
};
