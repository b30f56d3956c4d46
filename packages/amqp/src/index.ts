export { closeQuietly } from './close.ts';
export {
  type ConfirmPublisher,
  type ConfirmPublisherOptions,
  type OutgoingMessage,
  openConfirmPublisher,
} from './confirm-publisher.ts';
export {
  type Connection,
  type ConnectionEvent,
  type ConnectionOptions,
  connectOnce,
  openConnection,
  type SetupContext,
} from './connection.ts';
export { brokerEnv, brokerUrlOf } from './env.ts';
export {
  AmqpError,
  type AmqpErrorInfo,
  describeTrouble,
  explainAmqpError,
  PublishAttemptError,
  type Trouble,
} from './errors.ts';
export { type KeptProperties, keptProperties } from './kept-properties.ts';
export { loseWith } from './lose-with.ts';
