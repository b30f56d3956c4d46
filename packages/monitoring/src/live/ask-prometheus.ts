/** One series, with its values at some times. */
export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  /** Unix seconds, and the value then. */
  readonly values: readonly (readonly [number, number])[];
}

export interface Range {
  /** Unix seconds. */
  readonly start: number;
  readonly end: number;
  readonly stepSeconds: number;
}

interface Answer<T> {
  readonly status: string;
  readonly error?: string;
  readonly data: T;
}

type Sample = readonly [number, string];

/**
 * What an expression is now, or at a time.
 *
 * @param time Unix seconds
 * @throws what Prometheus says when it refuses it
 */
export async function queryNow(url: string, expr: string, time?: number): Promise<Series[]> {
  const parameters = { query: expr, ...(time !== undefined && { time: String(time) }) };
  const { result } = await get<{
    result: { metric: Record<string, string>; value: Sample }[];
  }>(url, 'query', parameters);
  return result.map(({ metric, value }) => ({ metric, values: [numberOf(value)] }));
}

/** What it was over some time. @throws as {@link queryNow} */
export async function queryRange(url: string, expr: string, range: Range): Promise<Series[]> {
  const { result } = await get<{ result: { metric: Record<string, string>; values: Sample[] }[] }>(
    url,
    'query_range',
    {
      query: expr,
      start: String(range.start),
      end: String(range.end),
      step: String(range.stepSeconds),
    },
  );
  return result.map(({ metric, values }) => ({ metric, values: values.map(numberOf) }));
}

/** Something else of its API: `rules`, `targets`. */
export async function get<T>(
  url: string,
  path: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<T> {
  const search = new URLSearchParams(parameters).toString();
  const response = await fetch(`${url}/api/v1/${path}?${search}`);
  const { status, error, data } = (await response.json()) as Answer<T>;
  if (status !== 'success') throw new Error(`${error}: ${parameters['query'] ?? path}`);
  return data;
}

function numberOf([time, value]: Sample): [number, number] {
  return [time, Number(value)];
}
