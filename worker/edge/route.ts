import { createRoute, type RouteConfig, z } from '@hono/zod-openapi'
import { authorise } from '#worker/edge/authorise.ts'
import { replayable } from '#worker/edge/idempotency.ts'
import { keepAnswer } from '#worker/edge/keep-answer.ts'
import type { Permission } from '#worker/pure/permissions.ts'
import { PERMISSIONS } from '#worker/pure/permissions.ts'

/** Every refusal a route can make, so that the document can show each with an example. Codes are append-only. */
export const ProblemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    instance: z.string().optional(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .openapi('Problem')

type Body = { required: true; description?: string; content: NonNullable<NonNullable<RouteConfig['request']>['body']>['content'] }
type Responses = { [status: number]: RouteConfig['responses'][number] }

/** What a domain says of a route; the rest (problem answers, permission, scopes, idempotency) follows from it. */
export type RouteSpec = Omit<RouteConfig, 'path' | 'responses' | 'request' | 'security' | 'middleware'> & {
  path: `/${string}`
  operationId: string
  summary: string
  tags: [string]
  permission: Permission
  request?: Omit<NonNullable<RouteConfig['request']>, 'body'> & { body?: Body }
  responses: Responses
  /** Refusals of the domain: code -> status and an example sentence. Shape errors, 401, 403, 429 and 5xx are added. */
  problems?: Record<string, readonly [status: number, example: string]>
  /** True where a repeat with the same Idempotency-Key must answer the same (POSTs that create or move something). */
  idempotent?: boolean
  /** True for a public read of the catalogue, which is answered from memory while nothing it shows has changed. */
  kept?: boolean
}

/** Declares a route. A body is always required, so a request without a Content-Type is refused rather than let through. */
export function route<P extends string, const R extends RouteSpec & { path: P }>(spec: R) {
  const { permission, problems = {}, idempotent = false, kept = false, ...rest } = spec
  const needsAccount = !(PERMISSIONS[permission] as readonly string[]).includes('anonymous')
  const config = {
    ...rest,
    'x-permission': permission,
    ...(needsAccount ? { security: [{ bearer: [permission] }] } : {}),
    middleware: [authorise(permission), ...(idempotent ? [replayable()] : []), ...(kept ? [keepAnswer()] : [])],
    responses: { ...rest.responses, ...problemResponses(spec, needsAccount, problems) },
  }
  return createRoute(config as unknown as R & { responses: R['responses'] })
}

/** A JSON answer with an example. */
export function json<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { 'application/json': { schema } } } as const
}

/** A JSON body, required. */
export function body<T extends z.ZodType>(schema: T) {
  return { required: true as const, content: { 'application/json': { schema } } } as const
}

/** An answer without a body. */
export const empty = (description: string) => ({ description }) as const

function problemResponses(spec: RouteSpec, needsAccount: boolean, problems: NonNullable<RouteSpec['problems']>): Responses {
  const cases: [number, string, string][] = Object.entries(problems).map(([code, [status, example]]) => [status, code, example])
  if (spec.request?.body) cases.push([422, 'invalid_input', 'Some of the input is not valid; see errors.'])
  if (spec.request?.query || spec.request?.params)
    cases.push([400, 'invalid_request', 'Some of the query or path is not valid; see errors.'])
  if (needsAccount)
    cases.push([401, 'sign_in_required', 'This needs a valid access token.'], [403, 'not_allowed', 'Your role may not do this.'])
  if (spec.idempotent) cases.push([409, 'request_in_progress', 'The first request with this key is still running.'])
  cases.push([429, 'too_many_requests', 'Slow down.'], [503, 'unavailable', 'This store is not available right now. Try again shortly.'])

  const responses: Responses = {}
  for (const status of new Set(cases.map(([s]) => s))) {
    const here = cases.filter(([s]) => s === status)
    responses[status] = {
      description: here.map(([, code]) => code).join(', '),
      content: {
        'application/problem+json': {
          schema: ProblemSchema,
          examples: Object.fromEntries(
            here.map(([, code, detail]) => [
              code,
              { value: { type: `https://stoa.example/problems/${code}`, title: code.replaceAll('_', ' '), status, detail, code } },
            ]),
          ),
        },
      },
    }
  }
  return responses
}
