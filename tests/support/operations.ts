import { openApiDocument } from '#worker/api.ts'
import { isVendorPath, type Permission } from '#worker/pure/permissions.ts'

/** As much of JSON Schema as the document uses. */
export type Schema = {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  example?: unknown
  default?: unknown
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  allOf?: Schema[]
  anyOf?: Schema[]
  oneOf?: Schema[]
}
export type Operation = {
  operationId: string
  'x-permission'?: Permission
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema }[]
  requestBody?: { content: Record<string, { schema?: Schema }> }
}
export type Route = { method: string; path: string; operation: Operation }

const document = openApiDocument()
const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>

/** Every route of the API, from the document it publishes of itself. */
export function operations(): Route[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
}

/** The schema a reference stands for. */
export function resolve(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1)
  return name === undefined ? schema : (schemas[name] ?? {})
}

/** The schema of a route's JSON body; undefined if it takes none. */
export function bodySchema(operation: Operation): Schema | undefined {
  const schema = operation.requestBody?.content['application/json']?.schema
  return schema && resolve(schema)
}

/** The documented example of a route's JSON body, or the emptiest one; undefined if it takes no JSON. */
export function exampleBody(operation: Operation): unknown {
  const schema = bodySchema(operation)
  return schema && (schema.example ?? {})
}

/** What the names of the roles begin with that work where a path is. */
export function roleFamilyOf(path: string): 'vendor_' | 'platform_' | 'support_' | 'buyer' {
  if (isVendorPath(path)) return 'vendor_'
  const first = path.split('/')[3]
  return first === 'admin' ? 'platform_' : first === 'support' ? 'support_' : 'buyer'
}
