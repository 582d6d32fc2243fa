import { collect } from './billing/invoice.ts'
import { expireSubscription, renew } from './billing/subscription-state.ts'
import { lapseDispute } from './dispute.ts'
import { makeAvailable } from './ledger.ts'
import { cancelIntent } from './payment-intent.ts'
import { arrive } from './payout.ts'
import { failRefund } from './refund.ts'
import type { Due, World } from './world.ts'

/** Runs everything whose time has come on the virtual clock, in order of time. Calling it again changes nothing. */
export function sweep(world: World): void {
  for (let next = world.due[0]; next !== undefined && next.atMs <= world.clock.nowMs(); next = world.due[0]) {
    world.due.shift()
    run(world, next)
  }
}

function run(world: World, due: Due): void {
  if (due.kind === 'available') makeAvailable(world, due.account, due.id)
  else if (due.kind === 'payout') arrive(world, due.account, due.id)
  else if (due.kind === 'refund') failRefund(world, due.account, due.id)
  else if (due.kind === 'dispute') lapseDispute(world, due.account, due.id)
  else if (due.kind === 'renew') renew(world, due.account, due.id, due.atMs)
  else if (due.kind === 'expire_subscription') expireSubscription(world, due.account, due.id)
  else if (due.kind === 'retry_invoice') retryInvoice(world, due)
  else expireAuthorization(world, due)
}

function retryInvoice(world: World, due: Due): void {
  const invoice = world.tables.invoices.find(due.account, due.id)
  if (invoice?.status === 'open' && invoice.auto_advance) collect(world, due.account, invoice)
}

function expireAuthorization(world: World, due: Due): void {
  const intent = world.tables.paymentIntents.find(due.account, due.id)
  if (intent?.status === 'requires_capture') cancelIntent(world, due.account, intent, 'automatic')
}
