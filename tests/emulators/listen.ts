import { type ServerType, serve } from '@hono/node-server'
import type { Hono } from 'hono'

/** A running stand-in: where it answers, and how to stop it. */
export type Listening = { readonly url: string; readonly port: number; close(): Promise<void> }

/**
 * Serves one emulator on the loopback interface.
 * @param port TCP port; 0 lets the system choose a free one, which is what tests use.
 */
export async function listen(app: Pick<Hono, 'fetch'>, port = 0): Promise<Listening> {
  let server: ServerType | undefined
  const bound = await new Promise<number>((resolve, reject) => {
    // It never hangs up on its own: whoever calls again just then would get no answer. Its callers end what they no longer use.
    const serverOptions = { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 }
    server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1', serverOptions }, (info) => resolve(info.port))
    server.once('error', reject)
  })
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    close: () =>
      new Promise<void>((resolve, reject) => {
        if (server && 'closeAllConnections' in server) server.closeAllConnections()
        server?.close((error) => (error ? reject(error) : resolve()))
      }),
  }
}
