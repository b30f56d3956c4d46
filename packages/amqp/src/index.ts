export {
  type ConfirmPublisher,
  type OutgoingMessage,
  openConfirmPublisher,
} from './confirm-publisher.ts';
export { type ConnectionOptions, closeQuietly, openConnection } from './connection.ts';
