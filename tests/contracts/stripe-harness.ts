import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Ajv, type ValidateFunction } from 'ajv'
import Stripe from 'stripe'
import { type StripeEmulator, type StripeEmulatorOptions, startStripeEmulator } from '#tests/emulators/stripe/emulator.ts'
import { type ContractFile, contractFiles, jsonIn } from '#tests/support/contracts.ts'

export const SECRET_KEY = 'sk_test_contract'
export const PUBLISHABLE_KEY = 'pk_test_contract'
/** Objects are held against this version: what newer ones changed is said below. */
const SPEC = contractFiles('stripe').find(({ name }) => /stripe-spec3\.2023-08-16\..*\.json$/.test(name))
export const HAS_SPEC = SPEC !== undefined

type Json = Record<string, unknown>
export type Harness = {
  emulator: StripeEmulator
  url: string
  stripe: Stripe
  /** Every object answered so far that was held against the official schema, by kind. */
  validated: Map<string, number>
  /** What was wrong with the answers since the last call; tests expect none. */
  takeViolations(): string[]
  post(path: string, body: unknown): Promise<Json>
  /** A connected account that has finished onboarding. */
  seller(country?: string): Promise<string>
  close(): Promise<void>
}

/** What Stripe's own example of an object is made of, for the kinds that the trimmed schema leaves out; undefined without one. */
export function fixtureOf(name: string): Json | undefined {
  const fixtures = contractFiles('stripe').filter((file) => /(^|\/)fixtures\d*\.json$/.test(file.name))
  return fixtures.map((file) => jsonIn<{ resources?: Record<string, Json> }>(file)?.resources?.[name]).find((found) => found !== undefined)
}

/**
 * Starts the emulator and the real SDK in front of it. Every 200 the SDK receives is validated against the official schema of
 * API version 2023-08-16, and what is wrong is kept for `takeViolations`.
 */
export async function startHarness(options: Partial<StripeEmulatorOptions> = {}): Promise<Harness> {
  const running = await startStripeEmulator({ secretKey: SECRET_KEY, publishableKey: PUBLISHABLE_KEY, ...options })
  const validated = new Map<string, number>()
  const violations: string[] = []
  const check = SPEC ? createSchemaCheck(SPEC, validated, violations) : () => undefined
  const checkedFetch: typeof fetch = async (input, init) => {
    const response = await fetch(input, init)
    if (response.ok) check(await response.clone().json())
    return response
  }
  const post = async (path: string, body: unknown) => {
    const response = await fetch(`${running.url}${path}`, { method: 'POST', body: JSON.stringify(body) })
    const answer = (await response.json()) as Json
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`)
    return answer
  }
  const stripe = new Stripe(SECRET_KEY, {
    host: '127.0.0.1',
    port: running.port,
    protocol: 'http',
    maxNetworkRetries: 0,
    httpClient: Stripe.createFetchHttpClient(checkedFetch),
  })
  return {
    emulator: running,
    url: running.url,
    stripe,
    validated,
    takeViolations: () => violations.splice(0),
    post,
    async seller(country = 'US') {
      const account = await stripe.accounts.create({ type: 'express', country, capabilities: { transfers: { requested: true } } })
      await post(`/_emulator/accounts/${account.id}`, { onboarded: true })
      return account.id
    },
    close: running.close,
  }
}

/** Takes webhooks; `answer` may refuse them. */
export async function startReceiver(answer: (body: string) => number = () => 200) {
  const received: { signature: string; body: string }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      const status = answer(body)
      if (status === 200) received.push({ signature: String(request.headers['stripe-signature']), body })
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`
  return { url, received, types: () => received.map((one) => (JSON.parse(one.body) as { type: string }).type), close: () => server.close() }
}

/**
 * Where the API of 2026 differs from the schema of 2023-08-16, and why each is right:
 * - account.type `none`: accounts made with `controller` have no type of the old kind (API 2024-04-10 and later).
 * - account.settings.bacs_debit_payments.display_name is null where it does not apply, as in the current official fixtures;
 *   the old schema left the key out.
 * - subscription: the period moved from the subscription to its items (API 2025-03-31 and later).
 */
const NEWER: Readonly<Record<string, (value: Json) => Json>> = {
  account: (value) => ({
    ...value,
    type: value.type === 'none' ? 'express' : value.type,
    settings: { ...(value.settings as Json), bacs_debit_payments: {} },
  }),
  subscription: (value) => {
    const [item] = (value.items as { data: Json[] }).data
    return { ...value, current_period_start: item?.current_period_start, current_period_end: item?.current_period_end }
  },
}
/** Ids the old, trimmed schema knows only as text; expanded, they are validated on their own. */
const EXPANDABLE = new Set([
  'account',
  'balance_transaction',
  'charge',
  'customer',
  'dispute',
  'invoice',
  'payment_intent',
  'payment_method',
  'payout',
  'refund',
  'transfer',
  'bank_account',
])

function createSchemaCheck(file: ContractFile, validated: Map<string, number>, violations: string[]): (body: unknown) => void {
  const spec = JSON.parse(file.text()) as { components: { schemas: Json } }
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
  ajv.addSchema({ $id: 'stripe', components: { schemas: modernise(spec.components.schemas) } })
  const compiled = new Map<string, ValidateFunction>()
  const validate = (value: Json) => {
    const name = value.deleted === true ? `deleted_${String(value.object)}` : String(value.object)
    if (name === 'list') {
      for (const item of value.data as Json[]) validate(item)
      return
    }
    // Left out of the trimmed schema; held against Stripe's own example in its test.
    if (name === 'file') return
    // Billing's objects are not in the trimmed schema, or only in the shape of then: their test holds them against the fixtures.
    if (!Object.hasOwn(spec.components.schemas, name)) return
    const plain = collapse(NEWER[name]?.(value) ?? value, validate)
    const schema = compiled.get(name) ?? ajv.compile({ $ref: `stripe#/components/schemas/${name}` })
    compiled.set(name, schema)
    if (!schema(plain)) violations.push(`${name} ${String(value.id)}: ${ajv.errorsText(schema.errors)}`)
    validated.set(name, (validated.get(name) ?? 0) + 1)
  }
  return (body) => validate(body as Json)
}

/** Puts ids back where the caller had objects expanded, and validates those objects by themselves. */
function collapse(value: Json, validate: (value: Json) => void): Json {
  const entries = Object.entries(value).map(([name, inner]) => {
    const nested = inner as Json | null
    if (typeof inner !== 'object' || nested === null || typeof nested.object !== 'string' || !EXPANDABLE.has(nested.object))
      return [name, inner]
    validate(nested)
    return [name, nested.id]
  })
  return Object.fromEntries(entries) as Json
}

/** OpenAPI 3.0's `nullable` as JSON Schema, and no `additionalProperties`: newer versions only add. */
function modernise(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(modernise)
  if (typeof node !== 'object' || node === null) return node
  const { nullable, additionalProperties: _dropped, ...rest } = node as Json
  const made = Object.fromEntries(Object.entries(rest).map(([name, inner]) => [name, modernise(inner)]))
  if (nullable !== true) return made
  return { anyOf: [made, { type: 'null' }] }
}
