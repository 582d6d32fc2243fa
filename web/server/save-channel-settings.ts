import type { AppLoadContext } from '@remix-run/cloudflare'
import { m } from '#messages'
import { settingsForm, settingsOf } from '#web/features/channels/channel-forms.ts'
import type { Id } from '#worker/pure/ids.ts'
import { isCurrency } from '#worker/pure/money.ts'
import { need } from './answer.ts'
import { currencyAt } from './channels.ts'
import { readForm, refused } from './form.ts'

/** Stores what a vendor decided about a connection, if nobody changed it meanwhile. */
export async function saveSettings({ api }: AppLoadContext, request: Request, connectionId: Id<'channelConnection'>) {
  const version = String((await request.clone().formData()).get('version') ?? '')
  const [{ currency: own }, connection] = await Promise.all([
    need(request, api.api.v1.vendor.$get()),
    need(request, api.api.v1.platforms[':connectionId'].$get({ param: { connectionId } })),
  ])
  const currency = currencyAt(connection, isCurrency(own) ? own : 'USD')
  const form = await readForm(request, settingsForm(currency))
  if (!form.ok) return { ok: false as const, answer: form.answer }
  const { choice, chosen } = form.value
  const response = await api.api.v1.platforms[':connectionId'].$patch(
    { param: { connectionId }, json: { ...settingsOf(form.value, currency), ...(choice && chosen && { choices: { [choice]: chosen } }) } },
    { headers: { 'if-match': `"${version}"` } },
  )
  if (response.ok) return { ok: true as const }
  const say = { changed_meanwhile: m.channels_changed_meanwhile, connection_not_ready: m.channels_settings_not_now }
  const fields = { '/priceRule/marginBps': 'margin', '/priceRule/plusMinor': 'plus', '/priceRule/floorMinor': 'floor' }
  return { ok: false as const, answer: await refused(request, form.submission, response, { say, fields }) }
}
