import { databaseProblem } from '#db/errors.ts'
import { app } from '#worker/api.ts'
import { createApiClient } from '#worker/client.ts'
import { contextOfRequest, type Runtime } from '#worker/context.ts'
import { answerPlainProblem } from '#worker/edge/answer-error.ts'
import { isApiPath } from '#worker/edge/path.ts'
import type { RawEnv } from '#worker/env.ts'
import { renderPage } from '#worker/pages.ts'
import { NotFound, Problem } from '#worker/pure/problem.ts'

/** Answers one request: `/api/*` and a few well-known paths by the API, everything else by the pages, which call the API in process. */
export async function answer(request: Request, env: RawEnv, runtime: Runtime): Promise<Response> {
  const path = new URL(request.url).pathname
  try {
    const ctx = await contextOfRequest(env, request, runtime)
    const callApi = (call: Request) => app.fetch(call, { ctx })
    if (isApiPath(path)) return await callApi(request)
    const api = createApiClient(new URL(request.url).origin, async (input, init) => {
      const call = new Request(input, init)
      for (const name of ['cookie', 'cf-connecting-ip', 'accept-language']) {
        const value = request.headers.get(name)
        if (value !== null && !call.headers.has(name)) call.headers.set(name, value)
      }
      return callApi(call)
    })
    const cspNonce = crypto.randomUUID().replaceAll('-', '')
    const storefront = ctx.hostVendor ? { storefrontSlug: ctx.hostVendor.slug } : {}
    return await renderPage(request, { api, cspNonce, requestId: ctx.requestId, host: new URL(request.url).host, ...storefront })
  } catch (error) {
    return answerPlainProblem(error instanceof Problem ? error : (databaseProblem(error) ?? unknown(error)))
  }
}

function unknown(error: unknown): Problem {
  console.error(JSON.stringify({ level: 'error', error: String(error), stack: error instanceof Error ? error.stack : undefined }))
  return error instanceof NotFound ? error : new Problem('internal', 500, 'The marketplace made a mistake.')
}
