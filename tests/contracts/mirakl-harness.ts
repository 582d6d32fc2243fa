import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { contractFiles, isObject, jsonIn } from '#tests/support/contracts.ts'
import { LIMITS } from '#worker/providers/channels/bestbuy/limits.ts'

/** Operations the connector calls. What is not Mirakl's, or the same operation asked otherwise, has no row there. */
export const USED: readonly string[] = Object.keys(LIMITS).filter((name) => name !== 'products' && !name.includes('_'))

// biome-ignore lint/suspicious/noExplicitAny: a document of JSON Schema
type Json = any
export type Example = { name: string; status: number; contentType: string; value: Json }
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
  /** The one it answers with if all is well, and what it says then. */
  status: number
  response: ValidateFunction | null
  requestExamples: { name: string; value: Json }[]
  /** Of every status. */
  responseExamples: Example[]
}
export type MiraklDocument = { name: string; operations: ReadonlyMap<string, Operation> }

const isOurs = (document: unknown): document is Json =>
  isObject(document) &&
  isObject(document.paths) &&
  Object.entries(document.paths).some(
    ([path, methods]) => path.startsWith('/api/') && Object.values(methods as Json).some((one: Json) => USED.includes(one?.operationId)),
  )

/** Every document of the seller API in the contracts; none where they are absent. Mirakl's other APIs have other words and paths. */
export const DOCUMENTS: readonly MiraklDocument[] = contractFiles('mirakl').flatMap((file) => {
  const document: Json = jsonIn(file)
  return isOurs(document) ? [{ name: file.name, operations: operationsIn(document) }] : []
})
export const HAS_SPEC = DOCUMENTS.length > 0

/** Mirakl's seller API as a document has it: the operations we call. */
function operationsIn(document: Json): Map<string, Operation> {
  const strict = structuredClone(document)
  for (const schema of Object.values<Json>(strict.components?.schemas ?? {})) close(schema)
  const ajv = (id: string, schema: Json) =>
    new Ajv2020({ strict: false, validateFormats: false, allErrors: true }).addSchema({ $id: id, ...schema })
  const asSent = ajv('sent', strict)
  const asAnswered = ajv('answered', document)
  const operations = new Map<string, Operation>()
  for (const [path, methods] of Object.entries<Json>(document.paths)) {
    for (const [method, operation] of Object.entries<Json>(methods)) {
      if (!USED.includes(operation?.operationId)) continue
      const pointer = `#/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}`
      const at = (rest: string) => encodeURI(`${pointer}/${rest}`)
      const answers = Object.entries<Json>(operation.responses)
      const [status = '', answer] = answers.find(([each]) => each.startsWith('2')) ?? []
      const json = operation.requestBody?.content?.['application/json']
      operations.set(operation.operationId, {
        id: operation.operationId,
        method: method.toUpperCase(),
        path,
        matches: (asked, address) => asked === method.toUpperCase() && new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(address),
        query: queryOf(operation),
        request: json ? asSent.compile({ $ref: `sent${at('requestBody/content/application~1json/schema')}` }) : null,
        isMultipart: operation.requestBody?.content?.['multipart/form-data'] !== undefined,
        status: Number(status),
        response: answer?.content?.['application/json']?.schema
          ? asAnswered.compile({ $ref: `answered${at(`responses/${status}/content/application~1json/schema`)}` })
          : null,
        requestExamples: examplesOf(json),
        responseExamples: answers.flatMap(([each, { content }]) =>
          Object.entries<Json>(content ?? {}).flatMap(([contentType, of]) =>
            examplesOf(of).map((example) => ({ ...example, contentType, status: Number(each) })),
          ),
        ),
      })
    }
  }
  return operations
}

/** A document gives several examples by name, or one. */
function examplesOf(content: Json): { name: string; value: Json }[] {
  const named = Object.entries<Json>(content?.examples ?? {}).map(([name, example]) => ({ name, value: example?.value }))
  return [...named, { name: 'example', value: content?.example }].filter(({ value }) => value !== undefined)
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

/** What is wrong with a call or its answer, by every document that has its operation. */
export async function violationsOf(request: Request, response: Response): Promise<string[]> {
  const found = DOCUMENTS.flatMap(({ name, operations }) => {
    const operation = operationOf(operations, request)
    return operation ? [{ name, operation }] : []
  })
  if (found.length === 0) return [`${request.method} ${new URL(request.url).pathname} is no operation`]
  const wrong = found.map(async ({ name, operation }) =>
    (await violationsBy(operation, request.clone(), response.clone())).map((one) => (DOCUMENTS.length > 1 ? `${name} ${one}` : one)),
  )
  return (await Promise.all(wrong)).flat()
}

async function violationsBy(operation: Operation, request: Request, response: Response): Promise<string[]> {
  const { searchParams } = new URL(request.url)
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
  if (response.ok && response.status !== operation.status) wrong.push(`${operation.id}: ${response.status} is not ${operation.status}`)
  if (response.ok && operation.response && !operation.response(await response.clone().json()))
    wrong.push(`${operation.id} answered: ${told(operation.response)}`)
  return wrong
}

export const operationOf = (operations: ReadonlyMap<string, Operation>, request: Request): Operation | undefined => {
  const { pathname } = new URL(request.url)
  const found = [...operations.values()].filter((operation) => operation.matches(request.method, pathname))
  // The one with the fewest ids in its path: `/orders/cancel` before `/orders/{order_id}`.
  return found.sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0]
}

export const told = (validate: ValidateFunction): string =>
  JSON.stringify(
    (validate.errors ?? []).slice(0, 3).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`),
  )
