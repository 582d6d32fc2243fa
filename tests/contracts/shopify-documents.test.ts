import {
  buildSchema,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  NoDeprecatedCustomRule,
  parse,
  validate,
} from 'graphql'
import { expect, it } from 'vitest'
import { COMPACT_SDL } from '#tests/emulators/shopify/compact-schema.gen.ts'
import { introspectionIn, publishedSchemas, schemaIn } from '#tests/emulators/shopify/schema.ts'
import { contractFiles, tell } from '#tests/support/contracts.ts'
import * as documents from '#worker/providers/channels/shopify/documents.ts'
import { API_VERSION } from '#worker/providers/channels/shopify/version.ts'

const compact = buildSchema(COMPACT_SDL)
const complaints = (schema: GraphQLSchema, document: string): string[] => validate(schema, parse(document)).map(({ message }) => message)

const CASES = publishedSchemas().flatMap((one) =>
  Object.entries(documents).map(([name, document]) => ({ one, name, document, file: one.file.name })),
)
it.each(CASES)('Shopify’s schema $file takes $name', ({ one, document }) => {
  expect(complaints(schemaIn(one), document)).toEqual([])
})

const PINNED = publishedSchemas().filter(({ version }) => version === API_VERSION)
if (PINNED.length === 0) tell('Shopify', [`the schema of ${API_VERSION}, which we speak, is not in the folder`])
it.each(PINNED)('the pinned version $version deprecates nothing we ask for, and includes the compact schema of the stand-in', (one) => {
  expect(deprecatedIn(schemaIn(one))).toEqual([])
  expect(missingIn(schemaIn(one))).toEqual([])
})

it('what other versions deprecate is told, and which schemas are of other APIs', () => {
  for (const one of publishedSchemas()) if (one.version !== API_VERSION) tell(`${one.file.name} deprecates`, deprecatedIn(schemaIn(one)))
  const others = contractFiles('shopify').filter((file) => !publishedSchemas().some((one) => one.file.name === file.name))
  tell(
    'schemas of Shopify’s other APIs, which we do not call',
    others.filter((file) => file.name.endsWith('.graphql') || introspectionIn(file)).map(({ name }) => name),
  )
})

it('the compact schema takes every document we send, and refuses what is not in it', () => {
  for (const document of Object.values(documents)) expect(complaints(compact, document)).toEqual([])
  expect(complaints(compact, '{ shop { bankAccounts } }')).toEqual(['Cannot query field "bankAccounts" on type "Shop".'])
})

it('every document is one operation with a name of its own, so that a shop’s log tells them apart', () => {
  const names = Object.values(documents).map((document) => /(?:query|mutation) (\w+)/.exec(document)?.[1])
  expect(new Set(names).size).toBe(Object.keys(documents).length)
})

const deprecatedIn = (schema: GraphQLSchema): string[] =>
  Object.entries(documents).flatMap(([name, document]) =>
    validate(schema, parse(document), [NoDeprecatedCustomRule]).map(({ message }) => `${name}: ${message}`),
  )

/** What the compact schema says otherwise than Shopify's own. */
function missingIn(schema: GraphQLSchema): string[] {
  return Object.values(compact.getTypeMap()).flatMap((type) => {
    if (type.name.startsWith('__')) return []
    const own = schema.getType(type.name)
    if (!own) return [type.name]
    if (isEnumType(type)) {
      const known = isEnumType(own) ? own.getValues().map(({ name }) => name) : []
      return type.getValues().flatMap(({ name }) => (known.includes(name) ? [] : [`${type.name}.${name}`]))
    }
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return []
    const fields = isObjectType(own) || isInterfaceType(own) || isInputObjectType(own) ? own.getFields() : {}
    return Object.values(type.getFields()).flatMap((field) => {
      const there = fields[field.name]
      return there && String(there.type) === String(field.type) ? [] : [`${type.name}.${field.name}`]
    })
  })
}
