export {
  BufferFullError,
  InvalidViewError,
  PublishError,
  PublisherClosedError,
  RefusedError,
  ReturnedError,
  UnconfirmedError,
} from './errors.ts';
export type { PostView, PublishedView } from './post-view.ts';
export { openPublisher, type Publisher, type PublisherOptions } from './publisher.ts';
