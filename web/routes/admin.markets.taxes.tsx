import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { parsePrice } from '#web/features/goods/price-entry.ts'
import { TaxesView } from '#web/features/platform/taxes-view.tsx'
import { need } from '#web/server/answer.ts'
import { redirectWith } from '#web/server/flash.ts'
import { requireProfile } from '#web/server/session.ts'
import { SettingsForm } from '#web/server/settings-form.ts'
import { isCurrency } from '#worker/pure/money.ts'
import { isAllowed } from '#worker/pure/permissions.ts'

export async function loader({ context, request }: LoaderFunctionArgs) {
  const profile = await requireProfile(context, request)
  const params = new URL(request.url).searchParams
  const read = (name: string, initial: string) => params.get(name)?.trim() || initial
  const country = /^[A-Z]{2}$/.test(read('country', '').toUpperCase()) ? read('country', '').toUpperCase() : 'US'
  const api = context.api.api.v1.admin['tax-rates']
  const whole = await need(request, api.$get({ query: { country } }))
  // Fifty states have three rates each: the page opens on the usual one.
  const classes = [...new Set(whole.items.map(({ taxClass }) => taxClass))].sort()
  const asked = read('class', 'standard')
  const shown = { taxClass: classes.includes(asked) ? asked : 'all', region: read('place', '').toUpperCase() }
  const items = whole.items.filter(
    ({ taxClass, region }) =>
      (shown.taxClass === 'all' || taxClass === shown.taxClass) && (shown.region === '' || region.toUpperCase().startsWith(shown.region)),
  )
  const question = {
    region: read('region', '*'),
    taxClass: read('taxClass', 'standard'),
    price: read('price', '100'),
    currency: read('currency', 'USD'),
    at: read('at', ''),
  }
  const currency = isCurrency(question.currency) ? question.currency : 'USD'
  const priceMinor = parsePrice(question.price, currency)
  const query = {
    country,
    taxClass: question.taxClass,
    priceMinor: String(priceMinor ?? 0),
    currency,
    ...(question.region === '*' ? {} : { region: question.region.toUpperCase() }),
    ...(/^\d{4}-\d{2}-\d{2}$/.test(question.at) ? { at: `${question.at}T00:00:00Z` } : {}),
  }
  const answer = priceMinor ? await api.preview.$get({ query }) : null
  return {
    country,
    list: { ...whole, items },
    isNone: whole.items.length === 0,
    isInclusive: whole.items.every((rate) => rate.isInclusive),
    classes,
    shown,
    question: { ...question, currency },
    example: answer?.ok ? await answer.json() : null,
    canEdit: profile.platformRole !== null && isAllowed(profile.platformRole, 'platform:settings'),
    nowMs: context.nowMs,
  }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = new SettingsForm(await request.formData())
  const country = form.text('newCountry').toUpperCase()
  const startsOn = form.text('startsOn')
  const json = {
    country,
    region: form.text('newRegion').toUpperCase(),
    taxClass: form.text('newClass'),
    rateBps: form.share('rate'),
    isInclusive: form.isOn('isInclusive'),
    reason: form.reason(),
    ...(startsOn === '' ? {} : { startsAt: `${startsOn}T00:00:00Z` }),
  }
  if (form.isWrong) return form.again()
  const response = await context.api.api.v1.admin['tax-rates'].$post({ json })
  if (!response.ok) {
    return form.refused(request, response, { '/country': 'newCountry', '/region': 'newRegion', '/taxClass': 'newClass', '/rateBps': 'rate', '/startsAt': 'startsOn' })
  } // biome-ignore format: one refusal
  throw await redirectWith(`/admin/markets/taxes?country=${country}`, { key: 'saved' })
}

export const meta: MetaFunction = () => [{ title: m.platform_taxes_title() }]

export default function Taxes() {
  return <TaxesView {...useLoaderData<typeof loader>()} refused={useActionData<typeof action>()} />
}

export { AdminError as ErrorBoundary } from '#web/features/admin/admin-error.tsx'
