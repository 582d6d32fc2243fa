import { type AppLoadContext, data } from '@remix-run/cloudflare'
import type { ChannelInfo, Connection, Platforms } from '#web/features/channels/channel-data.ts'
import { waitingOf } from '#web/features/channels/channel-words.ts'
import { CHANNELS, type ChannelKey } from '#worker/pure/channel.ts'
import { type Currency, isCurrency } from '#worker/pure/money.ts'
import type { Permission } from '#worker/pure/permissions.ts'
import { type ApiProblem, attempt, need, problemOf } from './answer.ts'
import { requireSettings } from './settings.ts'

export type ChannelsFrameData = {
  channels: ChannelInfo[]
  /** The accounts that are not over. */
  accounts: Connection[]
  /** Those and the ones that are over: what was done for them is still told. */
  everyAccount: Connection[]
  /** Orders that wait for the vendor. */
  waiting: number
  can: (permission: Permission) => boolean
  currency: Currency
}

/** What every page about channels starts from: the store's accounts, and what the person may do with them. */
export async function requireChannels(context: AppLoadContext, request: Request): Promise<ChannelsFrameData> {
  const [{ store, can }, platforms] = await Promise.all([
    requireSettings(context, request),
    need(request, context.api.api.v1.platforms.$get()) as Promise<Platforms>,
  ])
  const accounts = platforms.connections.filter(({ status }) => status !== 'disconnected')
  const { currency } = store
  return {
    channels: platforms.channels,
    accounts,
    everyAccount: platforms.connections,
    waiting: waitingOf(accounts),
    can,
    currency: isCurrency(currency) ? currency : 'USD',
  }
}

/** What an account's prices are in: as its channel tells, else the store's own currency. */
export const currencyAt = ({ details }: Pick<Connection, 'details'>, own: Currency): Currency =>
  isCurrency(details.currency ?? '') ? (details.currency as Currency) : own

/** One of the store's own goods with a price, to show on it what a rule makes of prices and stock. */
export async function exampleGood({ api }: AppLoadContext, currency: Currency) {
  const found = await attempt(() => api.api.v1.vendor.products.$get({ query: { status: 'active', limit: '5' } }))
  if (!found.ok) return null
  for (const { title, variants } of found.value.items)
    for (const { prices, available } of variants) {
      const price = prices.find((each) => each.currency === currency)
      if (price !== undefined) return { title, priceMinor: price.priceMinor, available }
    }
  return null
}

/** A refusal as one sentence for the top of a page; the API's own words unless the page knows better ones. */
export async function sentenceOf(
  response: { status: number; json(): Promise<unknown> },
  say: Record<string, (problem: ApiProblem) => string>,
  otherwise: () => string,
): Promise<string> {
  const problem = await problemOf(response)
  return say[problem.code]?.(problem) ?? (problem.status >= 500 || problem.detail === '' ? otherwise() : problem.detail)
}

/** The channel in a page's address. @throws a 404 if there is no such channel */
export function channelParam(value: string | undefined): ChannelKey {
  const channel = CHANNELS.find((each) => each === value)
  if (channel === undefined) throw data(null, { status: 404 })
  return channel
}
