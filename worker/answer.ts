import { databaseProblem } from '#db/errors.ts'
import { app } from '#worker/api.ts'
import { contextOfRequest, type Runtime } from '#worker/context.ts'
import { CART_COOKIE } from '#worker/domains/cart/cart.ts'
import { answerPlainProblem } from '#worker/edge/answer-error.ts'
import { isApiPath } from '#worker/edge/path.ts'
import type { RawEnv } from '#worker/env.ts'
import { createPageApi, REFRESH_COOKIE } from '#worker/page-api.ts'
import { NotFound, Problem } from '#worker/pure/problem.ts'

/**
 * Answers one request: `/api/*` and a few well-known paths by the API, everything else by the pages, which call the API in process.
 * Who asks for data alone does not wait for the pages to be read.
 */
export async function answer(request: Request, env: RawEnv, runtime: Runtime): Promise<Response> {
  const path = new URL(request.url).pathname
  try {
    const ctx = await contextOfRequest(env, request, runtime)
    const callApi = (call: Request) => app.fetch(call, { ctx })
    if (isApiPath(path)) return await callApi(request)
    const { renderPage } = await import('#worker/pages.ts')
    const page = createPageApi(request, callApi)
    const response = await renderPage(request, {
      api: page.api,
      cspNonce: crypto.randomUUID().replaceAll('-', ''),
      requestId: ctx.requestId,
      host: new URL(request.url).host,
      nowMs: ctx.now(),
      visitor: { hasCart: page.hasCookie(CART_COOKIE), hasSession: page.hasCookie(REFRESH_COOKIE) },
      paymentOrigins: { script: new URL(ctx.settings.stripeJsUrl).origin, api: ctx.settings.stripeApiOrigin },
      ...(ctx.hostVendor ? { storefrontSlug: ctx.hostVendor.slug } : {}),
    })
    for (const line of page.setCookies()) response.headers.append('set-cookie', line)
    return response
  } catch (error) {
    return answerPlainProblem(error instanceof Problem ? error : (databaseProblem(error) ?? unknown(error)))
  }
}

function unknown(error: unknown): Problem {
  console.error(JSON.stringify({ level: 'error', error: String(error), stack: error instanceof Error ? error.stack : undefined }))
  return error instanceof NotFound ? error : new Problem('internal', 500, 'The marketplace made a mistake.')
}
