import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { LISTING_VIEWS, ListingsView } from '#web/features/channels/listings-view.tsx'
import type { Candidate } from '#web/features/channels/variant-search.tsx'
import { need } from '#web/server/answer.ts'
import { requireChannels, sentenceOf } from '#web/server/channels.ts'
import { suggestVariant } from '#web/server/find-variants.ts'
import { redirectWith } from '#web/server/flash.ts'
import { idParam } from '#web/server/id-param.ts'
import { isId } from '#worker/pure/ids.ts'

const ROWS = '25'
/** Unmatched listings a product is looked for by their titles, on a page. */
const LOOKED_FOR_MAX = 12

export async function loader({ context, request }: LoaderFunctionArgs) {
  const params = new URL(request.url).searchParams
  const show = LISTING_VIEWS.find((each) => each === params.get('show')) ?? 'all'
  const asked = params.get('connection') ?? ''
  const connectionId = isId('channelConnection', asked) ? asked : ''
  const words = params.get('q')?.trim().slice(0, 100) ?? ''
  const cursor = params.get('cursor') ?? ''
  const query = {
    show,
    limit: ROWS,
    ...(connectionId === '' ? {} : { connectionId }),
    ...(words === '' ? {} : { q: words }),
    ...(cursor === '' ? {} : { cursor }),
  }
  const [{ accounts, waiting, can }, grid] = await Promise.all([
    requireChannels(context, request),
    need(request, context.api.api.v1['channel-listings'].$get({ query })),
  ])
  const canManage = can('channels:manage')
  const alone = show === 'unmatched' && canManage ? grid.items.slice(0, LOOKED_FOR_MAX) : []
  const suggestions = await Promise.all(
    alone.map(async ({ key, title }): Promise<[string, Candidate | null]> => [key, await suggestVariant(context, title)]),
  )
  return {
    accounts,
    connectionId,
    show,
    words,
    rows: grid.items,
    suggestions: Object.fromEntries(suggestions),
    nextCursor: grid.nextCursor,
    waiting,
    canManage,
  }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData()
  const { search } = new URL(request.url)
  const here = `/vendor/channels/listings${search.replace(/[?&]index\b/, '').replace(/^&/, '?')}`
  const call = context.api.api.v1['channel-listings']
  if (form.get('intent') === 'map') {
    const response = await call[':channelListingId'].$patch(
      {
        param: { channelListingId: idParam('channelListing', String(form.get('listing'))) },
        json: { variantId: idParam('variant', String(form.get('variant'))) },
      },
      { headers: { 'if-match': `"${String(form.get('version'))}"` } },
    )
    if (!response.ok)
      return data(await sentenceOf(response, { changed_meanwhile: m.channels_changed_meanwhile }, m.ui_try_again_soon), {
        status: response.status,
      })
    return redirectWith(here, { key: 'channel_mapped', params: { title: (await response.json()).variant?.title ?? '' } })
  }
  const { accounts } = await requireChannels(context, request)
  const chosen = form.get('connection')
  const of = accounts.filter(({ id }) => chosen === '' || id === chosen)
  let [found, left] = [0, 0]
  for (const { id } of of) {
    const response = await call.match.$post({ json: { connectionId: id, isDryRun: false } })
    if (!response.ok) return data(await sentenceOf(response, {}, m.ui_try_again_soon), { status: response.status })
    const outcome = await response.json()
    found += outcome.found
    left += outcome.unmatched
  }
  return redirectWith(here, { key: 'channel_matched', params: { count: String(found), left: String(left) } })
}

export const meta: MetaFunction = () => [{ title: m.channels_tab_listings() }]

export default function ChannelListings() {
  return <ListingsView {...useLoaderData<typeof loader>()} error={useActionData<typeof action>() as string | undefined} />
}
