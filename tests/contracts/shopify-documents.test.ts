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
import { publishedVersions, schemaOf } from '#tests/emulators/shopify/schema.ts'
import * as documents from '#worker/providers/channels/shopify/documents.ts'
import { API_VERSION } from '#worker/providers/channels/shopify/version.ts'

const compact = buildSchema(COMPACT_SDL)
const complaints = (schema: GraphQLSchema, document: string): string[] => validate(schema, parse(document)).map(({ message }) => message)

it.each(publishedVersions())('Shopify’s schema %s takes every document we send', (version) => {
  const schema = schemaOf(version)
  const all = Object.entries(documents).map(([name, document]) => [name, complaints(schema, document)])
  expect(all).toEqual(Object.keys(documents).map((name) => [name, []]))
})

it('the pinned version is published, deprecates nothing we ask for, and includes the compact schema of the stand-in', () => {
  const versions = publishedVersions()
  if (versions.length === 0) return
  expect(versions).toContain(API_VERSION)
  const schema = schemaOf(API_VERSION)
  const old = Object.values(documents).flatMap((document) => validate(schema, parse(document), [NoDeprecatedCustomRule]))
  expect(old.map(({ message }) => message)).toEqual([])
  expect(missingIn(schema)).toEqual([])
})

it('the compact schema takes every document we send, and refuses what is not in it', () => {
  for (const document of Object.values(documents)) expect(complaints(compact, document)).toEqual([])
  expect(complaints(compact, '{ shop { bankAccounts } }')).toEqual(['Cannot query field "bankAccounts" on type "Shop".'])
})

it('every document is one operation with a name of its own, so that a shop’s log tells them apart', () => {
  const names = Object.values(documents).map((document) => /(?:query|mutation) (\w+)/.exec(document)?.[1])
  expect(new Set(names).size).toBe(Object.keys(documents).length)
})

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
