import openapiTS, { astToString } from 'openapi-typescript';

const HEADER = `/**
 * The requests of the API and their answers, as types.
 *
 * Generated from apps/api/openapi.json by \`pnpm generate\`. Do not edit.
 */

`;

/**
 * Types of all requests and answers of an OpenAPI document.
 *
 * @param openapi the document, in JSON
 */
export async function apiTypes(openapi: string): Promise<string> {
  // A parameter that has a default may be left out.
  const types = await openapiTS(openapi, { defaultNonNullable: false });
  return HEADER + astToString(types);
}
