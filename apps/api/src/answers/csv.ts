import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';
import { etagOf, type Format } from './answer.ts';

/** RFC 4180, with a line of names: those of the fields of a row in JSON. */
export function csvFormat<R extends z.ZodObject>(row: R): Format<readonly z.output<R>[], unknown> {
  const columns = Object.keys(row.shape);
  return {
    mediaType: 'text/csv',
    schema: z.string(),
    answer(rows) {
      const body = stringify([...rows], {
        header: true,
        columns,
        record_delimiter: 'windows',
        cast: { boolean: String },
      });
      return {
        type: 'text/csv; charset=utf-8; header=present',
        etag: etagOf(body),
        body,
        staleBody: () => body,
      };
    },
  };
}
