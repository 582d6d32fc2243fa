import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { readModels } from '#tests/emulators/amazon/sandbox.ts'
import { contractFiles, isObject, jsonIn } from '#tests/support/contracts.ts'
import type { Exchange } from './amazon-harness.ts'

/*
 * Amazon's own models as judges: what the connector sends is held against them strictly (no member they do not name), what the
 * stand-in answers as they are.
 */

type Json = Record<string, unknown>
type Parameter = {
  name: string
  in: string
  required?: boolean
  schema?: Json
  type?: string
  enum?: unknown[]
  items?: Json
  maxItems?: number
  maximum?: number
}
type Operation = { operationId: string; parameters?: Parameter[]; responses: Record<string, { schema?: Json }> }
type Model = { paths: Record<string, Record<string, Operation>>; definitions: Json; parameters?: Record<string, Parameter> }

const MODELS = readModels<Model>()
export const HAS_MODELS = MODELS.length > 0
const ajv = addFormats.default(new Ajv({ strict: false, allErrors: true, coerceTypes: false }), ['date-time', 'date', 'uri'])
ajv.addFormat('int32', true)
ajv.addFormat('int64', true)
ajv.addFormat('double', true)

type Known = { model: Model; file: string; method: string; path: string; pattern: RegExp; operation: Operation; parameters: Parameter[] }
let known: Known[] | undefined

function operations(): Known[] {
  known ??= MODELS.flatMap(({ name: file, model }) =>
    Object.entries(model.paths).flatMap(([path, item]) => {
      const pattern = new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{.+?\}/g, '[^/]+')}$`)
      const shared = (item.parameters as unknown as Parameter[] | undefined) ?? []
      const found = Object.entries(item).filter(([, operation]) => operation.operationId)
      return found.map(([method, operation]) => ({
        ...{ model, file, method: method.toUpperCase(), path, pattern, operation },
        parameters: [...shared, ...(operation.parameters ?? [])].map((one) => named(model, one)),
      }))
    }),
  )
  return known
}

/** Some models name a parameter once for all operations. */
const named = ({ parameters }: Model, one: Parameter | { $ref: string }): Parameter =>
  '$ref' in one ? (parameters?.[one.$ref.split('/').at(-1) ?? ''] ?? (one as unknown as Parameter)) : one

/** `/orders/2026-01-01`: an API in one of its versions. */
const apiOf = (path: string): string => path.split('/').slice(0, 3).join('/')

/** Whether a model of the API is in the folder; a call of one that is not can be held against nothing. */
export const isModelled = ({ url }: Pick<Exchange, 'url'>): boolean => operations().some(({ path }) => apiOf(path) === apiOf(url.pathname))

const validators = new Map<string, ValidateFunction>()
function validator(key: string, schema: Json, definitions: Json): ValidateFunction {
  const found =
    validators.get(key) ?? ajv.compile({ ...schema, definitions: { ...(schema.definitions as Json | undefined), ...definitions } })
  validators.set(key, found)
  return found
}

/** What is wrong with a call and its answer, by every model that has its operation; nothing for one that is right. */
export function problemsOf(exchange: Exchange): string[] {
  const { pathname } = exchange.url
  const matching = operations().filter((one) => one.method === exchange.method && one.pattern.test(pathname))
  const fewest = Math.min(...matching.map(({ path }) => path.split('{').length))
  const found = matching.filter(({ path }) => path.split('{').length === fewest)
  if (found.length === 0) return [`${exchange.method} ${pathname} is no operation of a model`]
  return found.flatMap((one) =>
    [...problemsOfQuery(one, exchange.url.searchParams), ...problemsOfBody(one, exchange), ...problemsOfAnswer(one, exchange)].map(
      (problem) => `${one.file} ${one.operation.operationId}: ${problem}`,
    ),
  )
}

function problemsOfQuery({ parameters }: Known, query: URLSearchParams): string[] {
  const declared = parameters.filter((one) => one.in === 'query')
  const missing = declared.filter((one) => one.required && !query.has(one.name)).map((one) => `${one.name} is missing`)
  const wrong = [...query].flatMap(([name, value]) => {
    const parameter = declared.find((one) => one.name === name)
    if (!parameter) return [`${name} is no parameter`]
    const entries = parameter.type === 'array' ? value.split(',') : [value]
    const allowed = (parameter.items?.enum ?? parameter.enum) as unknown[] | undefined
    if (allowed && !entries.every((entry) => allowed.includes(entry))) return [`${name}: ${value}`]
    if (
      entries.length > (parameter.maxItems ?? Number.POSITIVE_INFINITY) ||
      Number(value) > (parameter.maximum ?? Number.POSITIVE_INFINITY)
    )
      return [`${name} is too much`]
    return parameter.type === 'integer' && !/^\d+$/.test(value) ? [`${name} is no number`] : []
  })
  return [...missing, ...wrong]
}

function problemsOfBody({ model, file, operation, parameters }: Known, { json }: Exchange): string[] {
  const body = parameters.find((one) => one.in === 'body')
  if (!body?.schema) return json === null ? [] : ['no body is expected']
  const validate = validator(`${file} ${operation.operationId} sends`, closed(body.schema), closed(model.definitions))
  return validate(json) ? [] : [`sends ${ajv.errorsText(validate.errors)}`]
}

function problemsOfAnswer({ model, file, operation }: Known, { status, body }: Exchange): string[] {
  const response = operation.responses[String(status)]
  if (!response) return [`answers ${status}`]
  if (!response.schema || body === null) return []
  const validate = validator(`${file} ${operation.operationId} ${status}`, response.schema, model.definitions)
  return validate(body) ? [] : [`answers ${status}: ${ajv.errorsText(validate.errors)}`]
}

/** A schema that takes only the members it names. Parts of an `allOf` name theirs together, so those stay as they are. */
function closed<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(closed) as T
  if (typeof schema !== 'object' || schema === null) return schema
  const entries = Object.entries(schema).map(([key, value]) => [key, key === 'allOf' ? value : closed(value)] as const)
  const isObject =
    'properties' in schema && typeof schema.properties === 'object' && !('additionalProperties' in schema) && !('allOf' in schema)
  return { ...Object.fromEntries(entries), ...(isObject ? { additionalProperties: false } : {}) } as T
}

/** The files of feeds or notifications that are there, by name. */
export const schemasIn = (kind: 'feeds' | 'notifications'): ReadonlyMap<string, Json> =>
  new Map(
    contractFiles(`amazon/schemas/${kind}`).flatMap((file) => {
      const schema = jsonIn(file)
      return isObject(schema) ? [[file.name, schema] as const] : []
    }),
  )

/** What a schema says against something; `valid` for nothing. */
export function verdictOf(value: unknown, name: string, schema: Json): string {
  // Ids are left out, as some name two parts by one.
  const { $schema: _, ...plain } = JSON.parse(JSON.stringify(schema, (key, of: unknown) => (key === '$id' ? undefined : of))) as Json
  const validate = validator(`schema ${name}`, plain, {})
  return validate(value) ? 'valid' : ajv.errorsText(validate.errors)
}
