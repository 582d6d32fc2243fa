import { isDeepStrictEqual } from 'node:util'
import type { Hono } from 'hono'
import { contractFiles, isObject, jsonIn } from '#tests/support/contracts.ts'
import { refusal, render } from './engine.ts'

/*
 * Amazon's sandbox: each model holds cases (`x-amzn-api-sandbox.static`), a request by its parameters and the response to it. They
 * are read from the folder of contracts at run time; nothing of them is kept here.
 */

export type SandboxCase = {
  model: string
  operation: string
  method: string
  path: string
  status: number
  /** By name; undefined where any value will do. `body` is the body. */
  parameters: Record<string, unknown>
  /** Undefined for no body. */
  response: unknown
  /** Which parameter is where. */
  places: Record<string, 'path' | 'query' | 'header' | 'body'>
  required: string[]
}

type Reference = { $ref: string }
type Parameter = { name: string; in: 'path' | 'query' | 'header' | 'body'; required?: boolean }
type StaticCase = { request?: { parameters?: Record<string, { value?: unknown }> }; response?: unknown }
type Response = { 'x-amzn-api-sandbox'?: { static?: StaticCase[] } }
type OperationDocument = {
  operationId?: string
  parameters?: (Parameter | Reference)[]
  responses?: Record<string, Response | Reference>
}
export type Model = {
  paths: Record<string, Record<string, OperationDocument | (Parameter | Reference)[]>>
  parameters?: Record<string, Parameter>
  responses?: Record<string, Response>
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/** Every model in the folder, by its name; what is none is left out. */
export function readModels<T = Model>(): { name: string; model: T }[] {
  return contractFiles('amazon').flatMap((file) => {
    const model = jsonIn(file)
    return isObject(model) && isObject(model.paths) ? [{ name: file.name.replace(/\.json$/, ''), model: model as T }] : []
  })
}

/** Every case of every model in the folder; none where it is absent. */
export const readSandboxCases = (models: readonly { name: string; model: Model }[] = readModels()): SandboxCase[] =>
  models.flatMap(({ name, model }) => casesOf(name, model))

function casesOf(name: string, model: Model): SandboxCase[] {
  return Object.entries(model.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method] as OperationDocument | undefined
      if (!isObject(operation)) return []
      const written = [...((item.parameters as (Parameter | Reference)[] | undefined) ?? []), ...(operation.parameters ?? [])]
      const parameters = written.flatMap((one) => resolved(one, model.parameters))
      const answers = Object.entries(operation.responses ?? {}).filter(([status]) => /^\d+$/.test(status))
      return answers.flatMap(([status, response]) => {
        const cases = resolved<Response>(response, model.responses).flatMap((one) => one['x-amzn-api-sandbox']?.static ?? [])
        return cases.map((one) => toCase({ model: name, path, method, operation, parameters, status, one }))
      })
    }),
  )
}

/** Some models name a part once for all operations. */
const resolved = <T extends object>(one: T | Reference, shared: Record<string, T> = {}): T[] => {
  if (!('$ref' in one)) return [one]
  const found = shared[one.$ref.split('/').at(-1) ?? '']
  return found ? [found] : []
}

type Found = {
  model: string
  path: string
  method: string
  operation: OperationDocument
  parameters: Parameter[]
  status: string
  one: StaticCase
}

function toCase({ model, path, method, operation, parameters, status, one }: Found): SandboxCase {
  const body = parameters.find((parameter) => parameter.in === 'body')?.name
  const named = Object.entries(one.request?.parameters ?? {}).map(([name, given]) => [name === body ? 'body' : name, given?.value] as const)
  return {
    model,
    operation: operation.operationId ?? '',
    method: method.toUpperCase(),
    path,
    status: Number(status),
    parameters: Object.fromEntries(named),
    response: one.response,
    places: Object.fromEntries(parameters.map((parameter) => [parameter.in === 'body' ? 'body' : parameter.name, parameter.in])),
    required: parameters.filter((parameter) => parameter.required && parameter.in !== 'body').map((parameter) => parameter.name),
  }
}

export type SandboxRequest = { method: string; path: string; query: URLSearchParams; headers: Headers; body: unknown }

/**
 * The case a request is: of the path that says most of it in words, the one most of whose parameters it has exactly; the first of
 * several alike.
 */
export function matchCase(cases: readonly SandboxCase[], request: SandboxRequest): SandboxCase | undefined {
  const matching = cases.filter((one) => {
    if (one.method !== request.method) return false
    const inPath = valuesInPath(one.path, request.path)
    return (
      inPath !== null &&
      Object.entries(one.parameters).every(([name, value]) => value === undefined || isGiven(one, name, value, inPath, request))
    )
  })
  const weight = ({ parameters }: SandboxCase) => Object.values(parameters).filter((value) => value !== undefined).length
  const placeholders = ({ path }: SandboxCase) => path.split('{').length
  return matching.sort((a, b) => placeholders(a) - placeholders(b) || weight(b) - weight(a))[0]
}

function isGiven(
  one: SandboxCase,
  name: string,
  value: unknown,
  inPath: Record<string, string>,
  { query, headers, body }: SandboxRequest,
): boolean {
  const place = one.places[name] ?? (name === 'body' ? 'body' : 'query')
  if (place === 'body') return isDeepStrictEqual(body, value)
  const given = place === 'path' ? inPath[name] : place === 'header' ? headers.get(name) : query.get(name)
  return given === textOfParameter(value)
}

/** As it is written in an address: lists by commas. */
export const textOfParameter = (value: unknown): string => (Array.isArray(value) ? value.map(String).join(',') : String(value))

/** What a path's placeholders stand for, or null if the path is another. An empty value is one. */
function valuesInPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/')
  const parts = path.split('/')
  if (wanted.length !== parts.length) return null
  const values: Record<string, string> = {}
  for (const [at, segment] of wanted.entries()) {
    const name = /^\{(.+)\}$/.exec(segment)?.[1]
    const part = decodeURIComponent(parts[at] ?? '')
    if (name !== undefined) values[name] = part
    else if (segment !== part) return null
  }
  return values
}

/** The sandbox: below `/sandbox` every model's cases are answered. */
export function mountSandbox(app: Hono): void {
  let cases: SandboxCase[] | undefined
  app.all('/sandbox/*', async (c) => {
    cases ??= readSandboxCases()
    const url = new URL(c.req.url)
    const written = await c.req.text()
    const body: unknown = written === '' ? undefined : JSON.parse(written)
    const request = {
      method: c.req.method,
      path: url.pathname.slice('/sandbox'.length),
      query: url.searchParams,
      headers: c.req.raw.headers,
      body,
    }
    const found = matchCase(cases, request)
    if (!found) return render(c, refusal(400, 'InvalidInput', 'Could not match input arguments'))
    return render(c, { status: found.status, body: found.status === 204 || found.response === undefined ? null : found.response })
  })
}
