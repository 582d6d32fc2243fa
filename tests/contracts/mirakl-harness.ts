import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

const FOLDER = join(process.env.CONTRACTS_DIR ?? '../shared/contracts', 'mirakl')
export const SPEC = join(FOLDER, 'mirakl-mmp-seller.trimmed.openapi.json')
export const USAGE = join(FOLDER, 'mirakl-rate-limits.harvested.yml')
export const HAS_SPEC = existsSync(SPEC)

// biome-ignore lint/suspicious/noExplicitAny: a document of JSON Schema
type Json = any
export type Operation = {
  id: string
  method: string
  path: string
  /** Of a path without its query. */
  matches(method: string, path: string): boolean
  query: ReadonlyMap<string, Json>
  /** Strict: a field the document does not know is wrong. */
  request: ValidateFunction | null
  isMultipart: boolean
  status: string
  response: ValidateFunction | null
  requestExamples: { name: string; value: Json }[]
  responseExamples: { name: string; value: Json; contentType: string }[]
}

/** Mirakl's seller API as its document has it, by operation. */
export function loadOperations(): Map<string, Operation> {
  const document: Json = JSON.parse(readFileSync(SPEC, 'utf8'))
  const strict = structuredClone(document)
  for (const schema of Object.values<Json>(strict.components.schemas)) close(schema)
  const ajv = (id: string, schema: Json) =>
    new Ajv2020({ strict: false, validateFormats: false, allErrors: true }).addSchema({ $id: id, ...schema })
  const asSent = ajv('sent', strict)
  const asAnswered = ajv('answered', document)
  const operations = new Map<string, Operation>()
  for (const [path, methods] of Object.entries<Json>(document.paths)) {
    for (const [method, operation] of Object.entries<Json>(methods)) {
      const pointer = `#/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}`
      const at = (rest: string) => encodeURI(`${pointer}/${rest}`)
      const [status = '', answer] = Object.entries<Json>(operation.responses)[0] ?? []
      const json = operation.requestBody?.content?.['application/json']
      operations.set(operation.operationId, {
        id: operation.operationId,
        method: method.toUpperCase(),
        path,
        matches: (asked, address) => asked === method.toUpperCase() && new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(address),
        query: queryOf(operation),
        request: json ? asSent.compile({ $ref: `sent${at('requestBody/content/application~1json/schema')}` }) : null,
        isMultipart: operation.requestBody?.content?.['multipart/form-data'] !== undefined,
        status,
        response: answer?.content?.['application/json']
          ? asAnswered.compile({ $ref: `answered${at(`responses/${status}/content/application~1json/schema`)}` })
          : null,
        requestExamples: Object.entries<Json>(json?.examples ?? {}).map(([name, { value }]) => ({ name, value })),
        responseExamples: Object.entries<Json>(answer?.content ?? {}).flatMap(([contentType, { examples }]) =>
          Object.entries<Json>(examples ?? {}).map(([name, { value }]) => ({ name, value, contentType })),
        ),
      })
    }
  }
  return operations
}

/** Objects with fields take no others; those that stand for several kinds keep what their kind adds. */
function close(schema: Json): void {
  if (schema === null || typeof schema !== 'object') return
  if (schema.properties && !schema.discriminator && !schema.allOf) schema.additionalProperties ??= false
  for (const part of Object.values(schema)) close(part)
}

/** Pages and sorting are described once for all operations that have them. */
function queryOf(operation: Json): Map<string, Json> {
  const described: string = operation.description ?? ''
  const query = new Map<string, Json>()
  for (const parameter of operation.parameters ?? []) if (parameter.in === 'query') query.set(parameter.name, parameter.schema)
  if (described.includes('offset pagination')) for (const name of ['max', 'offset']) query.set(name, { type: 'integer' })
  if (described.includes('Sort fields')) for (const name of ['sort', 'order']) query.set(name, { type: 'string' })
  return query
}

/** What is wrong with a call or its answer, by the document. */
export async function violationsOf(operations: Map<string, Operation>, request: Request, response: Response): Promise<string[]> {
  const { pathname, searchParams } = new URL(request.url)
  const operation = operationOf(operations, request)
  if (!operation) return [`${request.method} ${pathname} is no operation`]
  const wrong: string[] = []
  for (const [name, value] of searchParams) {
    const schema = operation.query.get(name)
    if (!schema) wrong.push(`${operation.id}: no parameter ${name}`)
    else if (schema.type === 'integer' && !/^\d+$/.test(value)) wrong.push(`${operation.id}: ${name} is no integer`)
    else if (schema.format === 'date-time' && !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) wrong.push(`${operation.id}: ${name} is no date`)
  }
  const isJson = request.headers.get('content-type') === 'application/json'
  if (operation.request && !isJson) wrong.push(`${operation.id}: a body is required`)
  if (operation.request && isJson && !operation.request(await request.json()))
    wrong.push(`${operation.id} sent: ${told(operation.request)}`)
  if (operation.isMultipart && !((await request.formData()).get('file') instanceof File)) wrong.push(`${operation.id}: no file`)
  if (response.ok && String(response.status) !== operation.status)
    wrong.push(`${operation.id}: ${response.status} is not ${operation.status}`)
  if (response.ok && operation.response && !operation.response(await response.clone().json()))
    wrong.push(`${operation.id} answered: ${told(operation.response)}`)
  return wrong
}

export const operationOf = (operations: Map<string, Operation>, request: Request): Operation | undefined => {
  const { pathname } = new URL(request.url)
  const found = [...operations.values()].filter((operation) => operation.matches(request.method, pathname))
  // The one with the fewest ids in its path: `/orders/cancel` before `/orders/{order_id}`.
  return found.sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0]
}

export const told = (validate: ValidateFunction): string =>
  JSON.stringify(
    (validate.errors ?? []).slice(0, 3).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`),
  )
