import { DEAD_LETTER_HEADERS, REJECTION_REASONS } from '../rejection.ts';
import { TOPOLOGY } from '../topology.ts';
import { messageSchemas } from './message-schemas.ts';

export const JSON_TYPE = 'application/json';

/** The messages, and what they hold. */
export function components(): object {
  return {
    securitySchemes: {
      login: {
        type: 'userPassword',
        description: `To publish, a user needs the right to write to \`${TOPOLOGY.exchange}\`.`,
      },
    },
    messages: {
      postView: {
        name: 'PostView',
        title: 'One view',
        contentType: JSON_TYPE,
        description:
          'The AMQP property message_id takes the place of event_id when that is missing and it is a UUID.',
        payload: { $ref: '#/components/schemas/PostView' },
      },
      postViews: {
        name: 'PostViews',
        title: 'Several views',
        contentType: JSON_TYPE,
        description: 'message_id is ignored: it cannot be the id of each.',
        payload: { $ref: '#/components/schemas/PostViews' },
      },
      deadLetter: {
        name: 'DeadLetter',
        title: 'A dead letter',
        contentType: JSON_TYPE,
        description:
          'One event that cannot be counted, or a message that cannot be read. Its correlation id is its own.',
        headers: { $ref: '#/components/schemas/DeadLetterHeaders' },
        payload: { description: 'The bytes as they came, which may be anything.' },
      },
    },
    schemas: {
      ...messageSchemas('draft-07', (name) => `#/components/schemas/${name}`),
      DeadLetterHeaders: DEAD_LETTER_HEADERS_SCHEMA,
    },
  };
}

const DEAD_LETTER_HEADERS_SCHEMA = {
  type: 'object',
  properties: {
    [DEAD_LETTER_HEADERS.reason]: { type: 'string', enum: REJECTION_REASONS },
    [DEAD_LETTER_HEADERS.detail]: { type: 'string', description: 'Which field, and why.' },
    [DEAD_LETTER_HEADERS.rejectedAt]: { type: 'string', format: 'date-time' },
  },
  required: Object.values(DEAD_LETTER_HEADERS),
};
