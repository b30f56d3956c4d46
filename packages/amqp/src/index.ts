export {
  type ConfirmPublisher,
  type ConfirmPublisherOptions,
  type OutgoingMessage,
  openConfirmPublisher,
} from './confirm-publisher.ts';
export {
  type Connection,
  type ConnectionOptions,
  closeQuietly,
  openConnection,
} from './connection.ts';
