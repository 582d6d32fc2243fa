import { HTTPException } from 'hono/http-exception'
import type { ZodError } from 'zod'
import { isPrivileged } from '#worker/edge/authorise.ts'
import { InvalidInput, NotFound, Problem } from '#worker/pure/problem.ts'
import type { EdgeCtx } from '#worker/pure/request-context.ts'

/** Finds the refusal in an error that is not a `Problem` itself, e.g. a database that is down; undefined if there is none. */
export type Translate = (error: unknown) => Problem | undefined

/** What is known of a request that fails; the context of any router of ours is one. */
type Failed = { readonly var: { readonly ctx?: EdgeCtx }; readonly req: { readonly method: string; readonly path: string } }

/** Answers `application/problem+json`. */
export const answerProblem = (c: Failed, problem: Problem): Response => answerPlainProblem(problem, c.var.ctx?.requestId)

/** The same where there is no Hono context yet: a host of no store, a database that is down before the first route. */
export function answerPlainProblem(problem: Problem, requestId?: string): Response {
  const headers: Record<string, string> = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' }
  if (problem.retryAfterS !== undefined) headers['retry-after'] = String(problem.retryAfterS)
  if (problem.status === 401) headers['www-authenticate'] = 'Bearer'
  if (problem.status === 426) headers.upgrade = 'websocket'
  return new Response(JSON.stringify(problem.toBody(requestId)), { status: problem.status, headers })
}

/** The one place where an error becomes an answer. What nobody foresaw is a 500 without detail, and a log line. */
export function onError(translate: Translate): (error: Error, c: Failed) => Response {
  return (error, c) => {
    const problem = error instanceof Problem ? error : (translate(error) ?? fromHono(error))
    if (problem) {
      noteRefusal(c, problem)
      return answerProblem(c, problem)
    }
    console.error(
      JSON.stringify({ level: 'error', requestId: c.var.ctx?.requestId, path: c.req.path, error: String(error), stack: error.stack }),
    )
    return answerProblem(c, new Problem('internal', 500, 'The marketplace made a mistake. Quote the request id to support.'))
  }
}

/** What a verb of the marketplace's people refuses on account of who asks (four eyes, a role too low) is noted like a closed route. */
function noteRefusal(c: Failed, { status, code }: Problem): void {
  const ctx = c.var.ctx
  if (status !== 403 || ctx?.principal.kind !== 'account' || !isPrivileged(c.req.path)) return
  ctx.noteDenied(ctx.principal, { method: c.req.method, path: c.req.path, code })
}

export const onNotFound = (c: Failed): Response => answerProblem(c, new NotFound('route'))

/** Malformed JSON and the like reach us as Hono's own exception. */
function fromHono(error: unknown): Problem | undefined {
  if (!(error instanceof HTTPException)) return undefined
  return new Problem(error.status === 400 ? 'malformed_body' : 'refused', error.status, error.message || 'The request cannot be read.')
}

/** Shape errors of a route's input: 422 for the body, 400 for query and path. */
export function onInvalid(result: { success: boolean; target?: string; error?: unknown }, _c: unknown): void {
  if (result.success) return
  const issues = (result.error as ZodError).issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ pointer: pointerOf([...issue.path, key]), detail: 'Unknown field.' }))
      : [{ pointer: pointerOf(issue.path), detail: issue.message }],
  )
  if (result.target === 'json' || result.target === 'form') throw new InvalidInput(issues)
  throw new Problem('invalid_request', 400, 'Some of the query or path is not valid; see errors.', { errors: issues })
}

const pointerOf = (path: readonly PropertyKey[]) =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
