import * as v from 'valibot'
import { ChannelRefused, NotAuthorised } from '#worker/domains/channels/errors.ts'
import { id, listOf, part, text } from '#worker/providers/channels/lenient.ts'
import { inPath, NotThere } from './call-api.ts'
import { expected } from './expected.ts'
import type { notifications } from './models.gen.ts'
import type { Account } from './session.ts'

/** What we are told of, and in which version. Five, because that many may be asked for in one go; a report is looked at by whoever wants it. */
const TYPES = [
  ['ORDER_CHANGE', '1.0'],
  ['LISTINGS_ITEM_STATUS_CHANGE', '1.0'],
  ['LISTINGS_ITEM_ISSUES_CHANGE', '1.0'],
  ['FEED_PROCESSING_FINISHED', '2020-09-04'],
] as const
const PATH = '/notifications/v1'

const Destinations = v.object({ payload: listOf(v.object({ destinationId: id, name: text })) })
const Subscription = v.object({ payload: part(v.object({ subscriptionId: id, destinationId: text })) })

/**
 * Subscribes the account to what we want to be told. Amazon posts to no address of ours: it puts notifications on the application's
 * event bus or queue (its destination, made once by whoever runs the platform), which forwards them.
 */
export async function subscribe(account: Account): Promise<{ isHealthy: boolean; detail: string | null }> {
  try {
    return await subscribeToAll(account)
  } catch (error) {
    // Which of its roles the application may lack says nothing of the seller's grant: whether that holds is seen by asking for orders.
    if (error instanceof NotAuthorised) return { isHealthy: false, detail: error.message }
    throw error
  }
}

async function subscribeToAll(account: Account): Promise<{ isHealthy: boolean; detail: string | null }> {
  const answer = await account.api.call('getDestinations', { path: `${PATH}/destinations`, isGrantless: true })
  const { payload: destinations } = expected(Destinations, answer)
  const [destination] = [...destinations].sort((a, b) => Number(isNamedForUs(b.name)) - Number(isNamedForUs(a.name)))
  if (!destination)
    return { isHealthy: false, detail: 'The application has no destination for notifications; orders are looked for every three minutes.' }
  const refused: string[] = []
  for (const [type, payloadVersion] of TYPES) {
    const known = await subscriptionOf(account, type, payloadVersion)
    if (known) continue
    const json: notifications['CreateSubscriptionRequest'] = { payloadVersion, destinationId: destination.destinationId }
    try {
      await account.api.call('createSubscription', { method: 'POST', path: `${PATH}/subscriptions/${type}`, json })
    } catch (error) {
      if (!(error instanceof ChannelRefused)) throw error
      refused.push(`${type}: ${error.providerCode}`)
    }
  }
  return { isHealthy: refused.length === 0, detail: refused.length === 0 ? null : refused.join('; ') }
}

const isNamedForUs = (name: string | null | undefined): boolean => name?.toLowerCase().startsWith('stoa') ?? false

async function subscriptionOf({ api }: Account, type: string, payloadVersion: string): Promise<string | null> {
  try {
    const answer = await api.call('getSubscription', { path: `${PATH}/subscriptions/${type}`, query: { payloadVersion } })
    return expected(Subscription, answer).payload?.subscriptionId ?? null
  } catch (error) {
    if (error instanceof NotThere) return null
    throw error
  }
}

/** Ends the subscriptions. The grant itself can only be withdrawn by the seller, in Seller Central. */
export async function unsubscribe(account: Account): Promise<void> {
  for (const [type, payloadVersion] of TYPES) {
    const known = await subscriptionOf(account, type, payloadVersion)
    if (known === null) continue
    const path = `${PATH}/subscriptions/${type}/${inPath(known)}`
    await account.api.call('deleteSubscriptionById', { method: 'DELETE', path, isGrantless: true })
  }
}
