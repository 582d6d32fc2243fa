import type { ActionFunctionArgs, AppLoadContext, EntryContext, LoaderFunctionArgs } from '@remix-run/cloudflare'
import { RemixServer } from '@remix-run/react'
import { isbot } from 'isbot'
import { renderToReadableStream } from 'react-dom/server'
import { NonceContext } from '#web/ui/nonce.ts'

/** Streams the document: the shell at once, what is deferred when it comes; crawlers get it whole. */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  { cspNonce, requestId }: AppLoadContext,
): Promise<Response> {
  let hasShellFailed = false
  const body = await renderToReadableStream(
    <NonceContext.Provider value={cspNonce}>
      <RemixServer context={remixContext} url={request.url} nonce={cspNonce} />
    </NonceContext.Provider>,
    {
      nonce: cspNonce,
      signal: request.signal,
      onError(error) {
        hasShellFailed = true
        if (!request.signal.aborted) console.error('page render failed', requestId, error)
      },
    },
  )
  if (isbot(request.headers.get('user-agent'))) await body.allReady
  headers.set('content-type', 'text/html; charset=utf-8')
  return new Response(body, { headers, status: hasShellFailed ? 500 : status })
}

/** Logs what a loader threw under the request id that the error page shows. */
export function handleError(error: unknown, { request, context }: LoaderFunctionArgs | ActionFunctionArgs): void {
  if (!request.signal.aborted) console.error('page failed', context.requestId, error)
}
