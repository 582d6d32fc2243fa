import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/cloudflare'
import { useActionData, useLoaderData } from '@remix-run/react'
import { parse as parseForm, safeParse } from 'valibot'
import { m } from '#messages'
import { ShopForm } from '#web/features/channels/channel-forms.ts'
import { type ConnectResult, ConnectView, OPTIONAL_FIELDS } from '#web/features/channels/connect-view.tsx'
import { type ApiProblem, problemOf, withWayUp } from '#web/server/answer.ts'
import { channelParam, requireChannels } from '#web/server/channels.ts'
import { redirectWith } from '#web/server/flash.ts'
import { toLogIn } from '#web/server/session.ts'
import { CHANNEL_NAMES } from '#worker/pure/channel.ts'
import { isId } from '#worker/pure/ids.ts'

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const channel = channelParam(params.channel)
  const { channels, accounts, can } = await requireChannels(context, request)
  const info = channels.find((each) => each.channel === channel)
  if (info === undefined) throw data(null, { status: 404 })
  const againId = new URL(request.url).searchParams.get('again')
  const account = accounts.find(({ id, channel: of }) => id === againId && of === channel)
  // What was answered when it was connected first, so that it is the same account again.
  const known = { shop: account?.accountRef.replace(/\.myshopify\.com$/, '') ?? '', marketplace: account?.details.country ?? '' }
  const again = account === undefined ? null : { id: account.id, name: account.name, known }
  return { info, again, canConnect: can('channels:connect') }
}

/** Keys are tried here; where the channel asks the vendor itself, the browser goes there. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const channel = channelParam(params.channel)
  const { channels } = await requireChannels(context, request)
  const info = channels.find((each) => each.channel === channel)
  if (info === undefined) throw data(null, { status: 404 })
  const form = await request.formData()
  const values = Object.fromEntries(info.fields.map(({ name }) => [name, String(form.get(name) ?? '').trim()]))
  const shown = Object.fromEntries(info.fields.filter(({ isSecret }) => !isSecret).map(({ name }) => [name, values[name] ?? '']))
  const errors = missingOf(values)
  if (Object.keys(errors).length > 0) return data({ values: shown, errors } satisfies ConnectResult, { status: 422 })
  if (values.shop !== undefined) values.shop = parseForm(ShopForm, { shop: values.shop }).shop

  const { platforms } = context.api.api.v1
  const again = String(form.get('again') ?? '')
  if (info.connectBy === 'keys' && isId('channelConnection', again)) {
    const response = await platforms[':connectionId'].keys.$put({ param: { connectionId: again }, json: { keys: values } })
    if (response.ok) return redirectWith(`/vendor/channels/${again}`, { key: 'channel_keys' })
    return refusal(request, response, shown)
  }
  const response = await platforms.connect.$post({
    json: info.connectBy === 'keys' ? { channel, keys: values } : { channel, params: values },
  })
  if (!response.ok) return refusal(request, response, shown)
  const { authorizationUrl, connection } = await response.json()
  if (authorizationUrl !== null) return data({ values: shown, errors: {}, to: authorizationUrl } satisfies ConnectResult)
  return redirectWith(`/vendor/channels/${connection?.id}/setup?step=settings`, {
    key: 'channel_connected',
    params: { channel: CHANNEL_NAMES[channel] },
  })
}

/** What is missing or cannot be, before anybody is asked. */
function missingOf(values: Record<string, string>): Record<string, string[]> {
  const errors: Record<string, string[]> = {}
  for (const [name, value] of Object.entries(values)) {
    if (value === '' && !OPTIONAL_FIELDS.includes(name)) errors[name] = [m.channels_field_missing()]
    else if (name === 'shop' && !safeParse(ShopForm, { shop: value }).success) errors[name] = [m.channels_shop_wrong()]
  }
  return errors
}

/** A refusal beside the field it is about: a key the channel does not know is about the key. */
async function refusal(request: Request, response: { status: number; json(): Promise<unknown> }, values: Record<string, string>) {
  const problem = await problemOf(response)
  if (problem.code === 'sign_in_required') throw toLogIn(request)
  const errors: Record<string, string[]> = {}
  for (const { pointer, detail } of problem.errors ?? []) errors[pointer.split('/').at(-1) ?? ''] = [detail]
  const field = KEY_REFUSALS.includes(problem.code) ? 'apiKey' : ''
  if (Object.keys(errors).length === 0) errors[field] = [withWayUp(problem, (SAY[problem.code] ?? sayOther)(problem))]
  return data({ values, errors } satisfies ConnectResult, { status: problem.status })
}
const KEY_REFUSALS = ['channel_not_authorised', 'another_account']
const SAY: Record<string, (problem: ApiProblem) => string> = {
  channel_not_authorised: m.channels_key_refused,
  channel_account_taken: m.channels_account_taken,
  another_account: m.channels_another_account,
}
const sayOther = ({ status, detail }: ApiProblem) => (status >= 500 || detail === '' ? m.channels_away() : detail)

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: page === undefined ? m.channels_title() : m.channels_connect({ channel: CHANNEL_NAMES[page.info.channel] }) },
]

export default function Connect() {
  return <ConnectView {...useLoaderData<typeof loader>()} result={useActionData<typeof action>() as ConnectResult | undefined} />
}
