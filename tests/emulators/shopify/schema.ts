import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { buildClientSchema, buildSchema, type GraphQLSchema, type IntrospectionQuery, isEnumType } from 'graphql'
import { COMPACT_SDL } from './compact-schema.gen.ts'

const FOLDER = join(process.env.CONTRACTS_DIR ?? '../shared/contracts', 'shopify')
const FILE = /^admin_(\d{4}-\d{2})(\.introspection)?\.json(\.gz)?$/

/** Versions whose schema Shopify published into the contracts; none where they are absent. */
export function publishedVersions(folder: string = FOLDER): string[] {
  if (!existsSync(folder)) return []
  return [...new Set(readdirSync(folder).flatMap((name) => FILE.exec(name)?.[1] ?? []))].sort()
}

/** Shopify's own schema of a version. */
export function publishedSchema(version: string, folder: string = FOLDER): GraphQLSchema {
  const file = readdirSync(folder).find((name) => FILE.exec(name)?.[1] === version) ?? ''
  const read = readFileSync(join(folder, file))
  const text = (file.endsWith('.gz') ? gunzipSync(read) : read).toString('utf8')
  const parsed = JSON.parse(text) as { data?: IntrospectionQuery } & IntrospectionQuery
  return buildClientSchema(parsed.data ?? parsed, { assumeValid: true })
}

const known = new Map<string, GraphQLSchema>()

/** `published`: Shopify's own where it is there; `compact`: what we use of it, which is read in no time. */
export type SchemaChoice = 'published' | 'compact'

/** The schema a version is answered by: its own, else the newest there is, else what we use of it. Read once a process. */
export function schemaOf(version: string, choice: SchemaChoice = 'published'): GraphQLSchema {
  const versions = choice === 'published' ? publishedVersions() : []
  const nearest = versions.includes(version) ? version : (versions.at(-1) ?? 'compact')
  const schema = known.get(nearest) ?? lenient(nearest === 'compact' ? buildSchema(COMPACT_SDL) : publishedSchema(nearest))
  known.set(nearest, schema)
  return schema
}

/** Lets an enum answer a word that the schema does not know: tests do what a later version would. */
function lenient(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isEnumType(type) && !type.name.startsWith('__')) type.serialize = (value) => String(value)
  }
  return schema
}
