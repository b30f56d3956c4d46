import { stringify } from 'csv-stringify/sync';
import { type Answer, etagOf } from './answer.ts';

/** RFC 4180, with a line of names. The names are those of the fields of `rows` in JSON. */
export function csvAnswer(columns: readonly string[], rows: readonly object[]): Answer {
  const body = stringify([...rows], {
    header: true,
    columns: [...columns],
    record_delimiter: 'windows',
    cast: { boolean: String },
  });
  return {
    type: 'text/csv; charset=utf-8; header=present',
    etag: etagOf(body),
    body,
    staleBody: () => body,
  };
}
