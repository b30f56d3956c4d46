export { AmqpError, PublishAttemptError } from './amqp-error.ts';
export { closeQuietly } from './close.ts';
export {
  type ConfirmPublisher,
  type ConfirmPublisherOptions,
  type OutgoingMessage,
  openConfirmPublisher,
} from './confirm-publisher.ts';
export { connectOnce } from './connect-once.ts';
export {
  type Connection,
  type ConnectionEvent,
  type ConnectionOptions,
  openConnection,
  type SetupContext,
} from './connection.ts';
export { brokerEnv, brokerUrlOf } from './env.ts';
export {
  type AmqpErrorInfo,
  describeTrouble,
  explainAmqpError,
  type Trouble,
} from './errors.ts';
export { type KeptProperties, keptProperties } from './kept-properties.ts';
export { loseWith } from './lose-with.ts';
