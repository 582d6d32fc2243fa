import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { modelsDirectory } from '#tests/emulators/amazon/sandbox.ts'
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
type Model = { paths: Record<string, Record<string, Operation>>; definitions: Json }

export const HAS_MODELS = existsSync(modelsDirectory())
const ajv = addFormats.default(new Ajv({ strict: false, allErrors: true, coerceTypes: false }), ['date-time', 'date', 'uri'])
ajv.addFormat('int32', true)
ajv.addFormat('int64', true)
ajv.addFormat('double', true)

type Known = { model: Model; file: string; method: string; pattern: RegExp; operation: Operation; parameters: Parameter[] }
let known: Known[] | undefined

function operations(): Known[] {
  known ??= readdirSync(modelsDirectory())
    .filter((name) => name.endsWith('.json') && !name.includes('.derived.'))
    .flatMap((file) => {
      const model = JSON.parse(readFileSync(join(modelsDirectory(), file), 'utf8')) as Model
      return Object.entries(model.paths ?? {}).flatMap(([path, item]) => {
        const pattern = new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{.+?\}/g, '[^/]+')}$`)
        const shared = (item.parameters as unknown as Parameter[] | undefined) ?? []
        const found = Object.entries(item).filter(([, operation]) => operation.operationId)
        return found.map(([method, operation]) => ({
          model,
          file,
          method: method.toUpperCase(),
          pattern,
          operation,
          parameters: [...shared, ...(operation.parameters ?? [])],
        }))
      })
    })
  return known
}

const validators = new Map<string, ValidateFunction>()
function validator(key: string, schema: Json, definitions: Json): ValidateFunction {
  const found = validators.get(key) ?? ajv.compile({ ...schema, definitions })
  validators.set(key, found)
  return found
}

/** What is wrong with a call and its answer; nothing for one that is right. */
export function problemsOf(exchange: Exchange): string[] {
  const { pathname, searchParams } = exchange.url
  const found = operations().find((one) => one.method === exchange.method && one.pattern.test(pathname))
  if (!found) return [`${exchange.method} ${pathname} is no operation of a model`]
  const name = `${found.file} ${found.operation.operationId}`
  return [...problemsOfQuery(found, searchParams), ...problemsOfBody(found, exchange), ...problemsOfAnswer(found, exchange)].map(
    (one) => `${name}: ${one}`,
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

/** One of the files of feeds or notifications. */
export const readSchema = (...path: string[]): Json => JSON.parse(readFileSync(join(modelsDirectory(), 'schemas', ...path), 'utf8')) as Json
export const filesIn = (...path: string[]): string[] => readdirSync(join(modelsDirectory(), 'schemas', ...path)).sort()

/** What a file's schema says against something; `valid` for nothing. */
export function verdictOf(value: unknown, ...path: string[]): string {
  // Ids are left out, as some name two parts by one.
  const { $schema: _, ...schema } = JSON.parse(
    JSON.stringify(readSchema(...path), (key, of: unknown) => (key === '$id' ? undefined : of)),
  ) as Json
  const validate = validators.get(path.join('/')) ?? ajv.compile(schema)
  validators.set(path.join('/'), validate)
  return validate(value) ? 'valid' : ajv.errorsText(validate.errors)
}
