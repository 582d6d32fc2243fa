import { hc } from 'hono/client'
import type { Api } from '#worker/api.ts'

/** The API as typed calls; what pages and scripts use, so that they can do nothing a client could not. */
export type ApiClient = ReturnType<typeof hc<Api>>

/**
 * @param origin where the API answers, e.g. `https://stoa.example`
 * @param send called instead of the global `fetch`; pages pass one that calls the API in process
 */
export function createApiClient(origin: string, send: typeof fetch): ApiClient {
  return hc<Api>(origin, { fetch: send })
}
