export { type PostViewMessage, postViewSchema } from './event-schema.ts';
export { LIMITS } from './limits.ts';
export { MESSAGES } from './messages.ts';
export type { OptionalField } from './optional-fields.ts';
export {
  DEAD_LETTER_HEADERS,
  REJECTION_REASONS,
  type Rejection,
  type RejectionReason,
} from './rejection.ts';
export { cut } from './text.ts';
export { toUnixSeconds } from './timestamp.ts';
export { deadLetterQueueOf, TOPOLOGY } from './topology.ts';
export { readUuid, uuid } from './uuid.ts';
export { type ReadViewEvent, readViewEvent, type ViewEvent } from './view-event.ts';
