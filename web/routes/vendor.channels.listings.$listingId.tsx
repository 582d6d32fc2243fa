import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import type { Connection, Listing } from '#web/features/channels/channel-data.ts'
import { overridesForm } from '#web/features/channels/channel-forms.ts'
import { ListingView } from '#web/features/channels/listing-view.tsx'
import { attempt, need } from '#web/server/answer.ts'
import { currencyAt, requireChannels } from '#web/server/channels.ts'
import { findVariants, suggestVariant } from '#web/server/find-variants.ts'
import { redirectWith } from '#web/server/flash.ts'
import { readForm, refused, type SubmissionResult } from '#web/server/form.ts'
import { idParam } from '#web/server/id-param.ts'
import { plainSubmission } from '#web/server/plain-submission.ts'
import { type Currency, isCurrency } from '#worker/pure/money.ts'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const channelListingId = idParam('channelListing', params.listingId)
  const { searchParams } = new URL(request.url)
  const words = searchParams.get('q')?.trim() ?? ''
  const call = context.api.api.v1['channel-listings'][':channelListingId']
  const [{ everyAccount: accounts, channels, can, currency }, listing, found] = await Promise.all([
    requireChannels(context, request),
    need(request, call.$get({ param: { channelListingId } })),
    findVariants(context, words),
  ])
  const account = accounts.find(({ id }) => id === listing.connectionId)
  if (account === undefined) throw data(null, { status: 404 })
  // Asked of the channel itself, out of the account's budget: only for who wants to know.
  const market =
    searchParams.has('market') && can('channels:manage') ? await attempt(() => call.market.$get({ param: { channelListingId } })) : null
  return {
    listing,
    market,
    account,
    channel: account.channel,
    showsMarket: channels.find(({ channel }) => channel === account.channel)?.showsMarket ?? false,
    suggestion: listing.variant === null ? await suggestVariant(context, listing.title) : null,
    currency: currencyOf(listing, accounts, currency),
    words,
    found,
    canManage: can('channels:manage') && account.status !== 'disconnected',
    nowMs: context.nowMs,
  }
}

/** What the listing's price is in, also of one that has none yet. */
function currencyOf(
  { currency, connectionId }: Pick<Listing, 'currency' | 'connectionId'>,
  accounts: Connection[],
  own: Currency,
): Currency {
  if (isCurrency(currency ?? '')) return currency as Currency
  const account = accounts.find(({ id }) => id === connectionId)
  return account === undefined ? own : currencyAt(account, own)
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const channelListingId = idParam('channelListing', params.listingId)
  const here = `/vendor/channels/listings/${channelListingId}`
  const form = await request.clone().formData()
  const call = context.api.api.v1['channel-listings'][':channelListingId']
  const param = { channelListingId }
  const headers = { 'if-match': `"${String(form.get('version'))}"` }
  const say = { changed_meanwhile: m.channels_changed_meanwhile }
  switch (form.get('intent')) {
    case 'map': {
      const variantId = idParam('variant', String(form.get('variant')))
      const response = await call.$patch({ param, json: { variantId } }, { headers })
      if (!response.ok) return refused(request, plainSubmission(form), response, { say })
      // Whoever matches what came without a product goes on with the next one.
      const next = form.get('back') === 'unmatched' ? '/vendor/channels/listings?show=unmatched' : here
      return redirectWith(next, { key: 'channel_mapped', params: { title: (await response.json()).variant?.title ?? '' } })
    }
    case 'unmap': {
      const response = await call.$patch({ param, json: { variantId: null } }, { headers })
      return response.ok ? redirectWith(here, { key: 'channel_unmapped' }) : refused(request, plainSubmission(form), response, { say })
    }
    case 'end': {
      const response = await call.$delete({ param }, { headers })
      return response.ok
        ? redirectWith('/vendor/channels/listings', { key: 'channel_ended' })
        : refused(request, plainSubmission(form), response, { say })
    }
    default: {
      const [{ everyAccount: accounts, currency: own }, listing] = await Promise.all([
        requireChannels(context, request),
        need(request, call.$get({ param })),
      ])
      const typed = await readForm(request, overridesForm(currencyOf(listing, accounts, own)))
      if (!typed.ok) return typed.answer
      const { title, description, price, buffer, quantityMax } = typed.value
      const overrides = {
        ...(title === '' ? {} : { title }),
        ...(description === '' ? {} : { description }),
        ...(price === null ? {} : { priceMinor: price }),
        ...(buffer === null ? {} : { buffer }),
        ...(quantityMax === null ? {} : { quantityMax }),
      }
      const response = await call.$patch({ param, json: { overrides } }, { headers })
      return response.ok
        ? redirectWith(here, { key: 'channel_listing' })
        : refused(request, typed.submission, response, { say, fields: { '/overrides/title': 'title', '/overrides/priceMinor': 'price' } })
    }
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: page?.listing.title ?? m.channels_tab_listings() }]

export default function ChannelListing() {
  const page = useLoaderData<typeof loader>()
  return (
    <ListingView
      key={`${page.listing.id} ${page.listing.version}`}
      {...page}
      result={useActionData<typeof action>() as SubmissionResult | undefined}
    />
  )
}
