export type * from './answers.ts';
export type { CallOptions } from './call.ts';
export type { PostViewsClient } from './client.ts';
export { createClient } from './create-client.ts';
export { ApiError, type FieldError, NetworkError, type Problem, TimeoutError } from './errors.ts';
export type { Fetch } from './fetch-answer.ts';
export type { ClientOptions } from './options.ts';
