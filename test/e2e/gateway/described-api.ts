import { type Schema, Validator } from '@cfworker/json-schema';
import type { Lab } from '../lab.ts';
import { type Answered, ask, type ServedGateway, withGateway } from './served-gateway.ts';

interface Operation {
  operationId: string;
  'x-opm-role'?: string;
  parameters: { name: string; in: string; required: boolean; schema: Schema }[];
  requestBody?: { content: { 'application/json': { schema: Schema } } };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

/** An operation and its method and path. */
export interface Described extends Operation {
  method: string;
  path: string;
}

export interface Arguments {
  params?: Record<string, string | number>;
  query?: Record<string, string | number>;
  body?: unknown;
}

/** The API as it describes itself: calls operations by name, and validates every answer against its description. */
export class DescribedApi {
  readonly operations: Described[];
  readonly document: Record<string, unknown>;
  readonly #url: string;
  readonly #token: string;

  private constructor(url: string, token: string, document: Record<string, unknown>) {
    this.#url = url;
    this.#token = token;
    this.document = document;
    const paths = document.paths as Record<string, Record<string, Operation>>;
    this.operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        ...operation,
        method: method.toUpperCase(),
        path,
      })),
    );
  }

  static async read(url: string, token: string): Promise<DescribedApi> {
    const headers = { authorization: `Bearer ${token}` };
    const { status, json, text } = await ask(`${url}/api/v1/openapi.json`, { headers });
    if (status !== 200) throw new Error(`The description cannot be read: ${text}`);
    return new DescribedApi(url, token, json());
  }

  /** The same API with another token. */
  as(token: string): DescribedApi {
    return new DescribedApi(this.#url, token, this.document);
  }

  /** Calls an operation. @throws Error if the answer does not match its description */
  async call(id: string, { params = {}, query = {}, body }: Arguments = {}): Promise<Answered> {
    const operation = this.operations.find(({ operationId }) => operationId === id);
    if (operation === undefined) throw new Error(`The API has no operation "${id}"`);
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_match, name: string) =>
      encodeURIComponent(params[name] ?? ''),
    );
    const words = new URLSearchParams(query as Record<string, string>);
    const answered = await ask(`${this.#url}/api/v1${path}?${words}`, {
      method: operation.method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    this.check(operation, answered);
    return answered;
  }

  /** Calls an operation that is expected to succeed, and returns its value. */
  async value<Value>(id: string, args: Arguments = {}): Promise<Value> {
    const answered = await this.call(id, args);
    if (answered.status >= 300) throw new Error(`${id}: ${answered.status} ${answered.text}`);
    return answered.json<Value>();
  }

  /** @throws Error if the answer does not match its description */
  check(operation: Described, { status, headers, text }: Answered): void {
    const response = operation.responses[status] ?? operation.responses.default;
    const where = `${operation.operationId} answered ${status} ${text.slice(0, 300)}`;
    if (operation.responses[status] === undefined && status < 400) throw new Error(`${where}, not described`);
    const type = (headers['content-type'] ?? '').split(';')[0]!;
    const content = response?.content;
    if (content === undefined) {
      if (text !== '') throw new Error(`${where}, which is described as empty`);
      return;
    }
    const described = content[type];
    if (described === undefined) throw new Error(`${where} as ${type}, not ${Object.keys(content)}`);
    const schema = { ...described.schema, components: this.document.components } as Schema;
    const { valid, errors } = new Validator(schema, '2020-12', false).validate(JSON.parse(text));
    if (!valid) throw new Error(`${where}: ${JSON.stringify(errors)}`);
  }
}

/** A new token of a role. */
export async function tokenOf(lab: Lab, role: string): Promise<string> {
  return (await lab.ok(['token', 'create', `${role}-1`, '--role', role])).trim();
}

/** A gateway with a fleet of two apps, three instances, and the API as an admin. */
export function withApi(
  work: (api: DescribedApi, lab: Lab, gateway: ServedGateway) => Promise<void>,
): Promise<void> {
  return withGateway(async (gateway, lab) => {
    const config = lab.config([
      { name: 'api', command: 'sleep 1000', instances: 2, env: { LEVEL: 'low', DB_PASSWORD: 'hunter2' } },
      { name: 'worker', command: 'sleep 1000' },
    ]);
    const { report } = await lab.restore(config);
    if (report.outcome !== 'committed') throw new Error(JSON.stringify(report));
    await work(await DescribedApi.read(gateway.url, await tokenOf(lab, 'admin')), lab, gateway);
  });
}
