import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { codegen } from '@graphql-codegen/core'
import * as operations from '@graphql-codegen/typescript-operations'
import {
  astFromValue,
  buildClientSchema,
  buildSchema,
  concatAST,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  type IntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
  Kind,
  parse,
  print,
  printSchema,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import * as documents from '#worker/providers/channels/shopify/documents.ts'

/*
 * From the newest schema in the contracts and our documents: the types of what we send and receive, and a schema of only what
 * we use, on which the stand-in runs where the contracts are absent.
 */

/** Inputs whose members we send; of all others the stand-in's schema has none. */
const INPUTS_SENT = [
  'InventorySetQuantitiesInput', 'InventoryQuantityInput', 'ProductVariantsBulkInput', 'InventoryItemInput', 'InventoryItemMeasurementInput',
  'WeightInput', 'ProductSetIdentifiers', 'ProductSetInput', 'OptionSetInput', 'OptionValueSetInput', 'ProductVariantSetInput',
  'VariantOptionValueInput', 'ProductSetInventoryInput', 'FileSetInput', 'ProductUpdateInput', 'PublicationInput', 'FulfillmentInput',
  'FulfillmentOrderLineItemsInput', 'FulfillmentTrackingInput', 'OrderCancelRefundMethodInput', 'RefundInput', 'RefundLineItemInput',
  'ShippingRefundInput', 'OrderTransactionInput', 'WebhookSubscriptionInput',
] // biome-ignore format: a list of names

const HEADER = '// Written by `npm run channels:types`. Do not edit.\n'

/** The newest version of the schema in a folder, or null where there is none. */
function newestSchema(folder: string): GraphQLSchema | null {
  const files = readdirSync(folder).filter((name) => /^admin_\d{4}-\d{2}\.introspection\.json\.gz$/.test(name))
  const newest = files.sort().at(-1)
  if (!newest) return null
  const parsed = JSON.parse(gunzipSync(readFileSync(join(folder, newest))).toString('utf8')) as { data?: IntrospectionQuery }
  return buildClientSchema(parsed.data ?? (parsed as IntrospectionQuery), { assumeValid: true })
}

/** All documents as one, each fragment once. */
function allDocuments(): DocumentNode {
  const seen = new Set<string>()
  const merged = concatAST(Object.values(documents).map((text) => parse(text, { noLocation: true })))
  const isNew = ({ kind, name }: FragmentDefinitionNode) =>
    kind !== Kind.FRAGMENT_DEFINITION || (!seen.has(name.value) && seen.add(name.value))
  return { ...merged, definitions: merged.definitions.filter((node) => isNew(node as FragmentDefinitionNode)) }
}

/** The fields and arguments that the documents use, by type. */
function usedFields(schema: GraphQLSchema, document: DocumentNode): Map<string, Map<string, Set<string>>> {
  const used = new Map<string, Map<string, Set<string>>>()
  const info = new TypeInfo(schema)
  const enter = (node: { arguments?: readonly { name: { value: string } }[] | undefined }) => {
    const [parent, field] = [info.getParentType(), info.getFieldDef()]
    if (!parent || !field || field.name.startsWith('__')) return
    const fields = used.get(parent.name) ?? new Map<string, Set<string>>()
    const args = fields.get(field.name) ?? new Set<string>()
    for (const { name } of node.arguments ?? []) args.add(name.value)
    used.set(parent.name, fields.set(field.name, args))
  }
  visit(document, visitWithTypeInfo(info, { Field: { enter } }))
  return used
}

/** `name: Type = default`, as SDL has arguments and input fields. */
function declared({ name, type, defaultValue }: { name: string; type: GraphQLInputType; defaultValue?: unknown }): string {
  const value = defaultValue === undefined ? null : astFromValue(defaultValue, type)
  return `${name}: ${type}${value ? ` = ${print(value)}` : ''}`
}

/** The schema without what the documents do not use, as SDL. */
function compactSdl(schema: GraphQLSchema, document: DocumentNode): string {
  const used = usedFields(schema, document)
  // What bulk operations and `nodes` answer is found by its type.
  used.set('Node', new Map([['id', new Set()]]))
  // Whatever answers for another interface has its fields.
  for (const [name, fields] of [...used]) {
    const type = schema.getType(name)
    if (!isInterfaceType(type) || name === 'Node') continue
    for (const each of schema.getPossibleTypes(type)) used.set(each.name, new Map([...fields, ...(used.get(each.name) ?? [])]))
  }
  const named = new Map<string, string>()
  const queue = [...used.keys()].map((name) => schema.getType(name))
  const kept = (name: string): boolean => used.has(name) || INPUTS_SENT.includes(name)
  const isKept = (type: GraphQLNamedType): boolean => isScalarType(type) || isEnumType(type) || kept(type.name)
  for (let type = queue.shift(); type; type = queue.shift()) {
    if (named.has(type.name)) continue
    const needs = (other: GraphQLNamedType) => void queue.push(other)
    if (isScalarType(type)) named.set(type.name, `scalar ${type.name}`)
    else if (isEnumType(type))
      named.set(
        type.name,
        `enum ${type.name} {\n${type
          .getValues()
          .map(({ name }) => `  ${name}\n`)
          .join('')}}`,
      )
    else if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter((field) => isKept(getNamedType(field.type)))
      for (const field of fields) needs(getNamedType(field.type))
      const lines = fields.map((field) => `  ${declared(field)}\n`)
      named.set(type.name, `input ${type.name} {\n${lines.join('')}}`)
    } else if (isObjectType(type) || isInterfaceType(type)) {
      const all = type.getFields()
      const fields = [...(used.get(type.name) ?? [])].map(([name, args]) => {
        const field = all[name]
        if (!field) throw new Error(`${type.name}.${name} is not in the schema`)
        needs(getNamedType(field.type))
        const taken = field.args.filter((arg) => args.has(arg.name) || String(arg.type).endsWith('!'))
        for (const arg of taken) needs(getNamedType(arg.type))
        const list = taken.map(declared).join(', ')
        return `  ${name}${list && `(${list})`}: ${field.type}\n`
      })
      const faces = isObjectType(type) ? type.getInterfaces().map((face) => face.name) : []
      const shown = faces.filter((name) => used.has(name) && (name !== 'Node' || used.get(type.name)?.has('id')))
      named.set(
        type.name,
        `${isObjectType(type) ? 'type' : 'interface'} ${type.name}${shown.length > 0 ? ` implements ${shown.join(' & ')}` : ''} {\n${fields.join('')}}`,
      )
    } else if (isUnionType(type)) throw new Error(`no document uses a union so far: ${type.name}`)
  }
  const roots = `schema {\n  query: ${schema.getQueryType()?.name}\n  mutation: ${schema.getMutationType()?.name}\n}`
  return printSchema(buildSchema([roots, 'directive @idempotent(key: String!) on FIELD', ...named.values()].join('\n\n')))
}

/** Writes both files. False where the contracts are absent: what is committed stays. */
export async function generateShopify(contracts: string): Promise<boolean> {
  const schema = newestSchema(join(contracts, 'shopify'))
  if (!schema) return false
  const document = allDocuments()
  const sdl = compactSdl(schema, document)
  const types = await codegen({
    filename: 'types.gen.ts',
    schema: parse(sdl),
    documents: [{ document }],
    plugins: [{ operations: {} }],
    pluginMap: { operations },
    config: {
      onlyOperationTypes: true,
      enumsAsTypes: true,
      useTypeImports: true,
      skipTypename: true,
      preResolveTypes: true,
      immutableTypes: true,
      strictScalars: true,
      scalars: { DateTime: 'string', Decimal: 'string', Money: 'string', URL: 'string', UnsignedInt64: 'string' },
    },
  })
  writeFileSync('worker/providers/channels/shopify/types.gen.ts', `${HEADER}${types}`)
  writeFileSync('tests/emulators/shopify/compact-schema.gen.ts', `${HEADER}export const COMPACT_SDL = /* GraphQL */ \`\n${sdl}\`\n`)
  return true
}
