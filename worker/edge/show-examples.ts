import { EXAMPLE_VALUES } from './example-values.ts'

type Schema = {
  $ref?: string
  example?: unknown
  const?: unknown
  enum?: unknown[]
  type?: string | string[]
  properties?: Record<string, Schema>
  items?: Schema
  allOf?: Schema[]
  anyOf?: Schema[]
  oneOf?: Schema[]
}
type Media = { schema?: Schema; example?: unknown }
type Document = {
  paths?: Record<string, Record<string, { responses?: Record<string, { content?: Record<string, Media> }> }>>
  components?: { schemas?: Record<string, Schema> }
}

/** What stands where the table has nothing; no example may contain it. */
export const UNKNOWN = 'no example'

/** Gives every JSON answer of a document an example: its schema's own where it has one, else one put together from its fields. */
export function showExamples<D extends object>(document: D): D {
  const { paths = {}, components } = document as Document
  const schemas = components?.schemas ?? {}
  for (const operation of Object.values(paths).flatMap(Object.values)) {
    for (const [status, { content = {} }] of Object.entries(
      (operation as { responses?: Record<string, { content?: Record<string, Media> }> }).responses ?? {},
    )) {
      const media = content['application/json']
      if (Number(status) < 300 && media?.schema && media.example === undefined) media.example = exampleOf(media.schema, schemas, '', '')
    }
  }
  return document
}

/** @param owner the nearest named schema around; @param field the property this schema is of */
function exampleOf(schema: Schema, schemas: Record<string, Schema>, owner: string, field: string): unknown {
  const known = [`${owner}.${field}`, field].find((name) => name in EXAMPLE_VALUES)
  if (schema.example !== undefined) return schema.example
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return known !== undefined && schema.enum.includes(EXAMPLE_VALUES[known]) ? EXAMPLE_VALUES[known] : schema.enum[0]
  if (known !== undefined && fits(EXAMPLE_VALUES[known], schema)) return EXAMPLE_VALUES[known]
  if (schema.$ref) {
    const name = schema.$ref.replace('#/components/schemas/', '')
    return exampleOf(schemas[name] ?? {}, schemas, name, field)
  }
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => exampleOf(part, schemas, owner, '')))
  const choice = (schema.anyOf ?? schema.oneOf)?.find(({ type }) => type !== 'null')
  if (choice) return exampleOf(choice, schemas, owner, field)
  if (schema.properties) {
    return Object.fromEntries(Object.entries(schema.properties).map(([name, value]) => [name, exampleOf(value, schemas, owner, name)]))
  }
  if (schema.items) return [exampleOf(schema.items, schemas, owner, field)]
  return known === undefined ? UNKNOWN : EXAMPLE_VALUES[known]
}

/** True if a value may stand where the schema is: names are shared by fields of different types (`total`, `detail`). */
function fits(value: unknown, { type, properties, items, $ref, allOf, anyOf, oneOf }: Schema): boolean {
  if ($ref || allOf || anyOf || oneOf) return value === null || typeof value === 'object'
  const types = [type ?? []].flat()
  if (value === null) return types.includes('null')
  if (Array.isArray(value)) return items !== undefined
  if (typeof value === 'object') return types.includes('object') || (properties === undefined && types.length === 0)
  return types.includes(Number.isInteger(value) ? 'integer' : typeof value)
}
