import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { upgrade } from '@scalar/openapi-upgrader'
import openapiTS, { astToString } from 'openapi-typescript'
import { generateShopify } from './shopify-types.ts'

/**
 * Types of what channels send and take, from their owners' schemas: `npm run channels:types`. Read from CONTRACTS_DIR
 * (default `../shared/contracts`). A channel is one section below: where its documents are, what is wanted of them, and where the
 * types go. A section whose documents are absent is left as it is; one whose types must not be handed on writes to a file git
 * ignores.
 */
const CONTRACTS_DIR = process.env.CONTRACTS_DIR ?? '../shared/contracts'

/** What is wanted of one document: schemas by name; those they refer to come along. */
type Wanted = { file: string; exportAs: string; schemas: readonly string[] }
type Section = { channel: string; into: string; from: string; documents: readonly Wanted[] }

const SECTIONS: readonly Section[] = [
  {
    channel: 'amazon',
    into: 'worker/providers/channels/amazon/models.gen.ts',
    from: 'github.com/amzn/selling-partner-api-models',
    documents: [
      { file: 'orders_2026-01-01.json', exportAs: 'orders', schemas: ['SearchOrdersResponse', 'GetOrderResponse'] },
      { file: 'ordersV0.json', exportAs: 'ordersV0', schemas: ['ConfirmShipmentRequest'] },
      {
        file: 'listingsItems_2021-08-01.json',
        exportAs: 'listingsItems',
        schemas: ['ItemSearchResults', 'ListingsItemPatchRequest', 'ListingsItemPutRequest', 'ListingsItemSubmissionResponse'],
      },
      { file: 'catalogItems_2022-04-01.json', exportAs: 'catalogItems', schemas: ['ItemSearchResults'] },
      {
        file: 'feeds_2021-06-30.json',
        exportAs: 'feeds',
        schemas: [
          'CreateFeedDocumentSpecification',
          'CreateFeedDocumentResponse',
          'CreateFeedSpecification',
          'GetFeedsResponse',
          'FeedDocument',
        ],
      },
      { file: 'reports_2021-06-30.json', exportAs: 'reports', schemas: ['CreateReportSpecification', 'Report', 'ReportDocument'] },
      { file: 'fbaInventory.json', exportAs: 'fbaInventory', schemas: ['GetInventorySummariesResponse'] },
      { file: 'productFeesV0.json', exportAs: 'productFees', schemas: ['GetMyFeesEstimatesRequest', 'GetMyFeesEstimatesResponse'] },
      {
        file: 'productPricing_2022-05-01.json',
        exportAs: 'productPricing',
        schemas: ['CompetitiveSummaryBatchRequest', 'CompetitiveSummaryResponse'],
      },
      {
        file: 'notifications.json',
        exportAs: 'notifications',
        schemas: ['GetDestinationsResponse', 'CreateSubscriptionRequest', 'GetSubscriptionResponse'],
      },
      { file: 'sellers.json', exportAs: 'sellers', schemas: ['GetMarketplaceParticipationsResponse'] },
    ],
  },
]

// Shopify's is no OpenAPI document but a GraphQL schema.
if (!(await generateShopify(CONTRACTS_DIR))) console.warn('shopify: left as it is')

type Json = Record<string, unknown>

for (const section of SECTIONS) {
  const missing = section.documents.filter(({ file }) => !existsSync(join(CONTRACTS_DIR, section.channel, file)))
  if (missing.length > 0) {
    console.warn(`${section.channel}: left as it is, without ${missing.map(({ file }) => file).join(', ')} in ${CONTRACTS_DIR}`)
    continue
  }
  const parts = await Promise.all(section.documents.map((wanted) => typesOf(section, wanted)))
  const header = `// Made from ${section.from} by \`npm run channels:types\`: only types, and only of what is used. Do not edit.\n`
  writeFileSync(section.into, `${header}\n${parts.join('\n')}`)
  console.log(`${section.channel}: ${section.into}`)
}

async function typesOf(section: Section, { file, exportAs, schemas }: Wanted): Promise<string> {
  const raw = JSON.parse(readFileSync(join(CONTRACTS_DIR, section.channel, file), 'utf8')) as Json
  const document = upgrade(raw, '3.1') as { components?: { schemas?: Json } }
  const all = document.components?.schemas ?? {}
  const kept: Json = {}
  const keep = (name: string): void => {
    if (kept[name] !== undefined || all[name] === undefined) return
    const bare = withoutWords(all[name]) as Json
    kept[name] = bare
    for (const found of JSON.stringify(bare).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) keep(found[1] ?? '')
  }
  for (const name of schemas) keep(name)
  const nodes = await openapiTS(
    { openapi: '3.1.0', info: { title: file, version: '1' }, paths: {}, components: { schemas: kept } } as never,
    {
      excludeDeprecated: false,
      alphabetize: true,
    },
  )
  const body = /schemas: (\{[\s\S]*?\n {4}\});/.exec(astToString(nodes))?.[1]
  if (body === undefined) throw new Error(`${file}: no schemas came out`)
  return `/** ${file} */\nexport type ${exportAs} = ${body.replaceAll('components["schemas"]', exportAs)}\n`
}

/** A schema without what only people read. */
function withoutWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutWords)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([key, of]) =>
          !(key.startsWith('x-') || key === 'example' || key === 'examples' || (key === 'description' && typeof of === 'string')),
      )
      .map(([key, of]) => [key, withoutWords(of)]),
  )
}
