import { ApiError, type Problem } from './errors.ts';
import { readRetryAfter } from './retry-after.ts';

const PROBLEM_TYPE = 'application/problem+json';

/** The platform's `fetch`, called with a `Request`. */
export type Fetch = (request: Request) => Promise<Response>;

/**
 * Fetches the answer that was asked for.
 *
 * @throws {ApiError} when the answer is another one
 */
export async function fetchAnswer(fetch: Fetch, request: Request): Promise<Response> {
  const response = await fetch(request);
  if (!response.ok) throw await readError(response);
  const wanted = request.headers.get('accept') ?? '';
  if (!hasType(response, wanted)) {
    await response.body?.cancel();
    throw new ApiError({ status: response.status, detail: `it is not ${wanted}` });
  }
  return response;
}

async function readError(response: Response): Promise<ApiError> {
  const { status, statusText, headers } = response;
  const retryAfterMs = readRetryAfter(headers.get('retry-after'), Date.now());
  const problem = await readProblem(response);
  return new ApiError({ status, problem, detail: statusText, retryAfterMs });
}

/** @returns `undefined` if there are no problem details, or not all of them */
async function readProblem(response: Response): Promise<Problem | undefined> {
  if (!hasType(response, PROBLEM_TYPE)) {
    await response.body?.cancel();
    return undefined;
  }
  try {
    return (await response.json()) as Problem;
  } catch {
    return undefined;
  }
}

function hasType(response: Response, type: string): boolean {
  return response.headers.get('content-type')?.split(';')[0]?.trim() === type;
}
