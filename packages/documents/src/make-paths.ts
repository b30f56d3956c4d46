import openapiTS, { astToString } from 'openapi-typescript';

const HEADER = `/**
 * The requests of the API and their answers, as types.
 *
 * Generated from apps/api/openapi.json by \`pnpm documents\`. Do not edit.
 */

`;

/**
 * Types of all requests and answers of an OpenAPI document.
 *
 * @param openapi the document, in JSON
 */
export async function makePaths(openapi: string): Promise<string> {
  // What has a default may be left out by whoever asks.
  const types = await openapiTS(openapi, { defaultNonNullable: false });
  return HEADER + astToString(types);
}
