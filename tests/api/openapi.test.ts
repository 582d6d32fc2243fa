import Ajv from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { openApiDocument } from '#worker/api.ts'
import { UNKNOWN } from '#worker/edge/show-examples.ts'
import { PERMISSIONS } from '#worker/pure/permissions.ts'

type Schema = {
  $ref?: string
  example?: unknown
  examples?: unknown
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Schema>
  items?: Schema
  allOf?: Schema[]
  anyOf?: Schema[]
  oneOf?: Schema[]
}
type Media = { schema?: Schema; example?: unknown; examples?: Record<string, { value?: { code?: string; status?: number } }> }
type Answer = { description?: string; content?: Record<string, Media> }
type Operation = {
  operationId?: string
  summary?: string
  tags?: string[]
  security?: Record<string, string[]>[]
  'x-permission'?: string
  requestBody?: { required?: boolean; content?: Record<string, Media> }
  responses?: Record<string, Answer>
}

const document = openApiDocument() as unknown as {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema>; securitySchemes: Record<string, unknown> }
}
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, path, method, operation })),
)

const resolve = (schema: Schema): Schema =>
  schema.$ref ? (document.components.schemas[schema.$ref.replace('#/components/schemas/', '')] ?? {}) : schema

/** True if a reader of the document can see what a value looks like: an example of the whole, or of the thing it is made of. */
function isShown(schema: Schema | undefined): boolean {
  if (!schema) return false
  const own = resolve(schema)
  if (own.example !== undefined || own.examples !== undefined) return true
  if (own.items && isShown(own.items)) return true
  const items = own.properties?.items
  if (items && isShown(items)) return true
  return [...(own.allOf ?? []), ...(own.anyOf ?? []), ...(own.oneOf ?? [])].some(isShown)
}
const unshown = (content: Record<string, Media> | undefined): boolean =>
  Object.entries(content ?? {}).some(
    ([type, media]) => /json/.test(type) && media.example === undefined && media.examples === undefined && !isShown(media.schema),
  )

describe('the API document', () => {
  test('has every operation named once, summed up and filed under one tag', () => {
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(ids.filter((id, at) => id === undefined || ids.indexOf(id) !== at)).toEqual([])
    const bare = operations.filter(({ operation: { summary, tags } }) => !summary || summary.endsWith('.') || tags?.length !== 1)
    expect(bare.map(({ name }) => name)).toEqual([])
  })

  test('says which permission every operation needs, and asks for a token of that scope where an account is needed', () => {
    const wrong = operations.filter(({ operation }) => {
      const permission = operation['x-permission'] as keyof typeof PERMISSIONS | undefined
      if (permission === undefined || !(permission in PERMISSIONS)) return true
      const isPublic = (PERMISSIONS[permission] as readonly string[]).includes('anonymous')
      return isPublic ? operation.security !== undefined : JSON.stringify(operation.security) !== JSON.stringify([{ bearer: [permission] }])
    })
    expect(wrong.map(({ name }) => name)).toEqual([])
    expect(Object.keys(document.components.securitySchemes)).toEqual(['bearer'])
  })

  test('shows every refusal with an example whose code and status are those of the answer', () => {
    const wrong = operations.flatMap(({ name, operation }) =>
      Object.entries(operation.responses ?? {})
        .filter(([status]) => Number(status) >= 400)
        .flatMap(([status, answer]) => {
          const examples = Object.entries(answer.content?.['application/problem+json']?.examples ?? {})
          if (examples.length === 0) return [`${name} ${status}: no example`]
          return examples
            .filter(([code, { value }]) => value?.code !== code || value?.status !== Number(status) || !answer.description?.includes(code))
            .map(([code]) => `${name} ${status}: ${code}`)
        }),
    )
    expect(wrong).toEqual([])
  })

  test('requires every JSON body and shows one', () => {
    const wrong = operations.filter(
      ({ operation: { requestBody } }) => requestBody && (!requestBody.required || unshown(requestBody.content)),
    )
    expect(wrong.map(({ name }) => name)).toEqual([])
  })

  test('shows an example of every answer, valid by its schema', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
    ajv.addSchema({ $id: 'document', components: document.components })
    const shape = (schema: Schema) => JSON.parse(JSON.stringify(schema).replaceAll('#/components', 'document#/components'))
    const wrong = operations.flatMap(({ name, operation }) =>
      Object.entries(operation.responses ?? {})
        .filter(([status]) => Number(status) < 300)
        .flatMap(([status, answer]) => {
          const media = answer.content?.['application/json']
          if (!media?.schema) return []
          const validate = ajv.compile(shape(media.schema))
          const text = JSON.stringify(media.example)
          if (text === undefined) return [`${name} ${status}: none`]
          if (text.includes(UNKNOWN))
            return [`${name} ${status}: ${text.slice(Math.max(0, text.indexOf(UNKNOWN) - 60), text.indexOf(UNKNOWN))}`]
          return validate(media.example) ? [] : [`${name} ${status}: ${ajv.errorsText(validate.errors)}`]
        }),
    )
    expect(wrong).toEqual([])
  })
})
