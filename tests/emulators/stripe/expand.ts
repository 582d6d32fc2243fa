import { intentOf } from './billing/invoice.ts'
import { paginate } from './paginate.ts'
import { invalidRequest } from './refusal.ts'
import { withReversals } from './transfer.ts'
import type { World } from './world.ts'

const DEPTH_MAX = 4
type Json = Record<string, unknown>

/**
 * Replaces ids by the objects they name, along each path (`latest_charge.balance_transaction`, `data.charge`).
 * @throws 400 for a property that is not there or is not an id, or a path deeper than four
 */
export function expand(world: World, account: string, body: object, paths: readonly string[]): object {
  const copy = structuredClone(body) as Json
  for (const path of paths) {
    const parts = path.split('.')
    if (parts.length > DEPTH_MAX + (parts[0] === 'data' ? 1 : 0))
      throw invalidRequest('You cannot expand more than 4 levels of a property.', { param: 'expand' })
    walk(world, account, copy, parts, path)
  }
  return copy
}

function walk(world: World, account: string, node: Json, parts: readonly string[], path: string): void {
  const [part, ...rest] = parts
  if (part === undefined) return
  if (part === 'refunds' && node.object === 'charge') node.refunds = refundsOf(world, account, String(node.id))
  if (node.object === 'invoice' && part === 'confirmation_secret') {
    showSecret(world, account, node)
    return
  }
  if (node.object === 'invoice' && part === 'payments') node.payments = paymentsOf(world, account, String(node.id))
  if (!(part in node)) throw notExpandable(path)
  const value = node[part]
  if (value === null) return
  if (Array.isArray(value)) {
    node[part] = value.map((item) => through(world, account, item, rest, path, item === value[0] && rest.length === 0))
    return
  }
  node[part] = through(world, account, value, rest, path, true)
}

function through(world: World, account: string, value: unknown, rest: readonly string[], path: string, mustBeId: boolean): unknown {
  if (typeof value === 'string') {
    const found = lookUp(world, account, value)
    // The source of a movement may be a thing the stand-in keeps nothing of: a top-up, a fee.
    if (found === undefined && path === 'data.source') return value
    if (found === undefined) throw notExpandable(path)
    const copy = structuredClone(found) as Json
    walk(world, account, copy, rest, path)
    return copy
  }
  if (typeof value !== 'object' || value === null) throw notExpandable(path)
  if (rest.length === 0 && mustBeId && (value as Json).object === undefined) throw notExpandable(path)
  walk(world, account, value as Json, rest, path)
  return value
}

/** An id as the caller's account sees it; what a transfer left behind on the other account is readable too. */
function lookUp(world: World, account: string, id: string): object | undefined {
  for (const [name, table] of Object.entries(world.tables)) {
    if (name === 'events' || name === 'webhookEndpoints') continue
    const owner = table.ownerOf(id)
    if (owner === undefined) continue
    const found = table.find(owner, id)
    return name === 'transfers' && found !== undefined ? withReversals(world, owner, found as Parameters<typeof withReversals>[2]) : found
  }
  for (const { value } of world.tables.accounts.all()) {
    const bank = value.external_accounts.data.find((candidate) => candidate.id === id && value.id === account)
    if (bank !== undefined) return bank
  }
  return undefined
}

function refundsOf(world: World, account: string, charge: string): object {
  const owner = world.tables.charges.ownerOf(charge) ?? account
  const own = world.tables.refunds.newestFirst(owner).filter((refund) => refund.charge === charge)
  return paginate(structuredClone(own), {}, `/v1/charges/${charge}/refunds`)
}

/** What the browser confirms the invoice's payment with; null once there is nothing to pay. */
function showSecret(world: World, account: string, node: Json): void {
  const intent = intentOf(world, account, String(node.id))
  const isOpen = node.status === 'open' && intent !== undefined
  node.confirmation_secret = isOpen ? { client_secret: intent.client_secret, type: 'payment_intent' } : null
}

function paymentsOf(world: World, account: string, invoice: string): object {
  const own = world.tables.invoicePayments.newestFirst(account).filter((payment) => payment.invoice === invoice)
  return paginate(structuredClone(own), {}, `/v1/invoices/${invoice}/payments`)
}

function notExpandable(path: string): Error {
  return invalidRequest(`This property cannot be expanded (${path}).`, { param: 'expand' })
}
