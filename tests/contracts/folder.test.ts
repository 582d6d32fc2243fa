import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { CONTRACTS_DIR, contractFiles, jsonIn, tell } from '#tests/support/contracts.ts'

/** Which tests read a file of the contracts, the first that fits. They look for what is in it, not for its name. */
const READ_BY: readonly [RegExp, ...string[]][] = [
  [/^amazon\/usage-plans\.derived\.json$/, 'amazon-sandbox'],
  [/^amazon\/schemas\/(feeds|notifications)\/.*\.json$/, 'amazon-models'],
  [/^amazon\/.*\.json$/, 'amazon-sandbox', 'amazon-models'],
  [/^shopify\/.*vector.*\.json$/, 'shopify-consent', 'shopify-webhooks'],
  [/^shopify\/.*\.(json|graphql)$/, 'shopify-documents', 'shopify-connector'],
  [/^mirakl\/.*\.json$/, 'mirakl-examples', 'mirakl-schema'],
  [/^mirakl\/.*limits.*\.ya?ml$/, 'mirakl-schema'],
  [/^bestbuy\/.*\.json$/, 'bestbuy-products'],
  [/^stripe\/stripe-spec3\.2023-08-16\..*\.json$/, 'stripe-money', 'stripe-payments', 'stripe-protocol'],
  [/^stripe\/(?!.*openapi).*\.json$/, 'stripe-recordings', 'stripe-billing'],
  [/^sendgrid\/(?!.*(webhook|suppressions)).*\.json$/, 'sendgrid-mail'],
  [/^turso\/.*\.snap$/, 'turso-hrana'],
  [/^turso\/.*\.json$/, 'turso-platform'],
  [/^turso\/http-reference\.mdx$/, 'turso-hrana'],
]

/** What is held against nothing, and why. A file that is neither here nor there is told, and fails nothing: others may lay theirs beside. */
const READ_BY_NOBODY: readonly [RegExp, string][] = [
  [/(^|\/)(LICENSE|NOTICE|README|SOURCES|CHANNEL_RULES|LIBRARIES)[^/]*$|\.(mdx?|txt)$/i, 'words for people'],
  [/^(ups|fedex|easypost)\//, 'carriers, whom nothing here calls: what shipping costs comes from a table'],
  [/^mirakl\/.*\.ya?ml$/, 'Mirakl’s other APIs, which nothing here calls'],
  [/^sendgrid\//, 'events of mail and suppressions, which nothing here takes or asks for'],
  [/^stripe\/.*openapi/, 'Stripe’s schema in a version the stand-in is not held against'],
  [/^turso\/proto\//, 'Hrana as Protobuf: the client here speaks JSON'],
  [/^(otp|webpush|workersai)\//, 'nobody logs in by codes, is sent a push message, or asks a model here'],
  [/^example-conformance\.json$/, 'derived: which official examples break their own schema'],
]

it('tells which files of the contracts no test reads, and why; a test that is said to read some is there', () => {
  const tests = new Set(READ_BY.flatMap(([, ...names]) => names))
  expect([...tests].filter((name) => !existsSync(`tests/contracts/${name}.test.ts`))).toEqual([])
  if (!existsSync(CONTRACTS_DIR)) tell('not there', [`${CONTRACTS_DIR}: what would be held against it is skipped`])
  const channels = ['amazon', 'bestbuy', 'mirakl', 'sendgrid', 'shopify', 'stripe', 'turso']
  const files = contractFiles('')
  const absent = channels.filter((channel) => !files.some(({ name }) => name.startsWith(`${channel}/`)))
  tell('folders without a file, whose tests are skipped', absent)
  const read = files.filter(({ name }) => READ_BY.some(([pattern]) => pattern.test(name)))
  const reasonOf = (name: string) => READ_BY_NOBODY.find(([pattern]) => pattern.test(name))?.[1] ?? 'nobody knows what it is'
  const unread = files.filter((file) => !read.includes(file)).map(({ name }) => ({ name, reason: reasonOf(name) }))
  const named = (wanted: string) => unread.filter(({ reason }) => reason === wanted).map(({ name }) => name)
  tell(
    `${read.length} of ${files.length} files are read by tests; of the others`,
    [...new Set(unread.map(({ reason }) => reason))].map((reason) => `${reason}: ${named(reason).join(', ')}`),
  )
  const broken = read.filter((file) => file.name.endsWith('.json') && jsonIn(file) === undefined)
  tell(
    'files named as JSON that are none',
    broken.map(({ name }) => name),
  )
})
