/** What the API answers instead of what was asked for (RFC 9457). */
export interface ProblemBody {
  title?: string;
  detail?: string;
  status?: number;
  errors?: Record<string, string[]>;
  version?: number;
  state?: string;
  audit?: number;
}

/** A request that was refused, with the reason in words. Status 0: nobody answered. */
export class Problem extends Error {
  constructor(readonly status: number, readonly body: ProblemBody) {
    super(Problem.sentence(status, body));
  }

  private static sentence(status: number, body: ProblemBody): string {
    const wrong = Object.values(body.errors ?? {}).flat();
    if (wrong.length > 0) return wrong.join(' ');
    return body.detail ?? body.title ?? (status === 0 ? 'The platform does not answer.' : `The platform answered ${status}.`);
  }
}

async function ask<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      signal,
      credentials: 'same-origin',
      headers: body === undefined ? { Accept: 'application/json' } : { Accept: 'application/json', 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (e) {
    if (signal?.aborted) throw e;
    throw new Problem(0, {});
  }
  const text = await answer.text();
  const read = parsed(text);
  if (!answer.ok) throw new Problem(answer.status, (read as ProblemBody) ?? {});
  return read as T;
}

/** What JSON says; undefined when it is empty, or none: a proxy in between may answer with a page of its own. */
export function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const get = <T>(path: string, signal?: AbortSignal) => ask<T>('GET', path, undefined, signal);
export const post = <T>(path: string, body: unknown) => ask<T>('POST', path, body);
export const remove = <T>(path: string) => ask<T>('DELETE', path);

/** A path with its query; what is empty is left out. */
export function withQuery(path: string, query: Record<string, string | number | boolean | null | undefined>): string {
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '' && value !== false) fields.set(name, String(value));
  const text = fields.toString();
  return text === '' ? path : `${path}?${text}`;
}
