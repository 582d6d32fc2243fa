import { buildClientSchema, buildSchema, type GraphQLSchema, type IntrospectionQuery, isEnumType } from 'graphql'
import { type ContractFile, contractFiles, isObject, jsonIn } from '#tests/support/contracts.ts'
import { COMPACT_SDL } from './compact-schema.gen.ts'

/** A schema of the Admin API that Shopify published; `version` is what its file is named for. */
export type Published = { version: string; file: ContractFile }

type Introspection = Partial<IntrospectionQuery> & { data?: IntrospectionQuery }
/** What tells the Admin API from Shopify's others, whose schemas lie beside it where they come from. */
const OF_ADMIN = ['InventoryItem', 'WebhookSubscription']

function isAdmin(file: ContractFile): boolean {
  if (/(^|\/)admin[^/]*\.(json|graphql)$/i.test(file.name)) return true
  const types = introspectionIn(file)?.types
  return OF_ADMIN.every((name) => types?.some((type) => type.name === name))
}

/** What a file says of a schema, bare or as the answer it came in. */
export function introspectionIn(file: ContractFile): IntrospectionQuery['__schema'] | undefined {
  const read = jsonIn<Introspection>(file)
  return isObject(read) ? (read.data ?? read).__schema : undefined
}

let published: Published[] | undefined
/** Every schema of the Admin API in the contracts, by version; none where they are absent. Looked for once a process. */
export function publishedSchemas(): readonly Published[] {
  published ??= contractFiles('shopify')
    .filter(isAdmin)
    .map((file) => ({ version: /\d{4}-\d{2}/.exec(file.name)?.[0] ?? file.name.replace(/\.\w+$/, ''), file }))
    .sort((a, b) => (a.version < b.version ? -1 : a.version > b.version ? 1 : 0))
  return published
}

/** Versions whose schema Shopify published into the contracts, and that a shop may be asked by. */
export const publishedVersions = (): string[] =>
  [...new Set(publishedSchemas().map(({ version }) => version))].filter((version) => /^\d{4}-\d{2}$/.test(version))

/** Shopify's own schema as a file has it. */
export function readSchema({ file }: Published): GraphQLSchema {
  if (file.name.endsWith('.graphql')) return buildSchema(file.text(), { assumeValid: true, assumeValidSDL: true })
  const parsed = JSON.parse(file.text()) as Introspection
  return buildClientSchema(parsed.data ?? (parsed as IntrospectionQuery), { assumeValid: true })
}

const known = new Map<string, GraphQLSchema>()

/** `published`: Shopify's own where it is there; `compact`: what we use of it, which is read in no time. */
export type SchemaChoice = 'published' | 'compact'

/** The schema a version is answered by: its own, else the newest there is, else what we use of it. Read once a process. */
export function schemaOf(version: string, choice: SchemaChoice = 'published'): GraphQLSchema {
  const found = choice === 'published' ? publishedSchemas().filter((one) => publishedVersions().includes(one.version)) : []
  return schemaIn(found.find((one) => one.version === version) ?? found.at(-1))
}

/** The schema of a file, or what we use of it. */
export function schemaIn(one?: Published): GraphQLSchema {
  const name = one?.file.name ?? 'compact'
  const schema = known.get(name) ?? lenient(one ? readSchema(one) : buildSchema(COMPACT_SDL))
  known.set(name, schema)
  return schema
}

/** Lets an enum answer a word that the schema does not know: tests do what a later version would. */
function lenient(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isEnumType(type) && !type.name.startsWith('__')) type.serialize = (value) => String(value)
  }
  return schema
}
