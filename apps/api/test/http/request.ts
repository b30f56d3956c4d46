/** A request as it goes over the wire: what stands here is sent as it is, one byte a character. */
export interface RawRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: string | undefined;
  /** The body goes in pieces of so many bytes, without a length before it. */
  readonly chunkBytes?: number | undefined;
  /** What has to come of it; if unset, anything that is an answer of this API. */
  readonly expected?: Expected | undefined;
}

export interface Expected {
  readonly status: number;
  /** Of a 200, without parameters. */
  readonly type?: string;
  /** Which `errors` of a 400 have to name. */
  readonly field?: string;
}

/** UTF-8 as text of one byte a character. */
export function bytesOf(text: string): string {
  return Buffer.from(text).toString('latin1');
}

export function toWire({ method, target, headers, body, chunkBytes }: RawRequest): string {
  const framed = frame(body, chunkBytes);
  const lines = [...headers, ...framed.headers].map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${framed.body}`;
}

type Framed = Pick<RawRequest, 'headers'> & { readonly body: string };

function frame(body: string | undefined, chunkBytes: number | undefined): Framed {
  if (body === undefined) return { headers: [], body: '' };
  if (chunkBytes === undefined) {
    return { headers: [['Content-Length', String(body.length)]], body };
  }
  const chunks: string[] = [];
  for (let at = 0; at < body.length; at += chunkBytes) {
    const chunk = body.slice(at, at + chunkBytes);
    chunks.push(`${chunk.length.toString(16)}\r\n${chunk}\r\n`);
  }
  return { headers: [['Transfer-Encoding', 'chunked']], body: `${chunks.join('')}0\r\n\r\n` };
}
