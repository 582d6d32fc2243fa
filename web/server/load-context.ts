import type { ApiClient } from '#worker/client.ts'

/** What the Worker hands to every loader of a request. */
declare module '@remix-run/server-runtime' {
  interface AppLoadContext {
    /** The API, called in process with the caller's own principal. */
    api: ApiClient
    cspNonce: string
    /** The id under which this request is logged. */
    requestId: string
    /** Host name as the browser sent it, with its port. */
    host: string
    /** The time of this request, epoch ms; loaders pass it on, so that server and browser draw the same. */
    nowMs: number
    /** What the browser's cookies say, unchecked: whether a cart or a session is worth asking for. */
    visitor: { hasCart: boolean; hasSession: boolean }
    /** The shop whose own host name was asked for; absent on the marketplace itself. */
    storefrontSlug?: string
  }

  /** Says to the types what vite.config.ts says to the build: loaders may return any serialisable value as it is. */
  interface Future {
    v3_singleFetch: true
  }
}
