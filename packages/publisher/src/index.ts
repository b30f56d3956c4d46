export { InvalidViewError, PublishError, type PublishErrorCode } from './errors.ts';
export type { PublisherOptions } from './options.ts';
export type { PostView, PublishedView } from './post-view.ts';
export { openPublisher, type Publisher } from './publisher.ts';
