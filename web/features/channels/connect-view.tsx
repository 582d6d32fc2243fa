import { Form } from '@remix-run/react'
import { useEffect } from 'react'
import { m } from '#messages'
import { ButtonLink, buttonClass, SubmitButton } from '#web/ui/button.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { countryText } from '#web/ui/format.ts'
import { Check } from '#web/ui/icons.ts'
import { Notice } from '#web/ui/notice.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { CHANNEL_NAMES, type ChannelKey } from '#worker/pure/channel.ts'
import type { ChannelInfo } from './channel-data.ts'
import { ChannelMark } from './channel-mark.tsx'
import { Steps } from './steps.tsx'

/** What was typed, and what is wrong with it; a secret is not given back. */
export type ConnectResult = {
  values: Record<string, string>
  errors: Record<string, string[]>
  /** The channel's page that is next. */
  to?: string
}
export type ConnectPage = {
  info: ChannelInfo
  /** The connection that is connected anew, if this is no new one. */
  again: { id: string; name: string; known: Record<string, string> } | null
  canConnect: boolean
}

const READS: Record<ChannelKey, (() => string)[]> = {
  amazon: [m.channels_reads_listings, m.channels_reads_orders, m.channels_reads_fba],
  shopify: [m.channels_reads_products, m.channels_reads_orders, m.channels_reads_locations],
  bestbuy: [m.channels_reads_offers, m.channels_reads_orders],
}
const WRITES: Record<ChannelKey, (() => string)[]> = {
  amazon: [m.channels_writes_stock, m.channels_writes_price, m.channels_writes_listings, m.channels_writes_shipments],
  shopify: [
    m.channels_writes_stock,
    m.channels_writes_price,
    m.channels_writes_listings,
    m.channels_writes_shipments,
    m.channels_writes_refunds,
  ],
  bestbuy: [
    m.channels_writes_stock,
    m.channels_writes_price,
    m.channels_writes_accept,
    m.channels_writes_shipments,
    m.channels_writes_refunds,
  ],
}
const NEVER = [m.channels_never_money, m.channels_never_prices, m.channels_never_buyers]

/** The first step of connecting: what we will read and write, and what the channel needs to know. */
export function ConnectView({ info, again, canConnect, result }: ConnectPage & { result: ConnectResult | undefined }) {
  const { channel, connectBy } = info
  const name = CHANNEL_NAMES[channel]
  return (
    <>
      <PageHeader
        back={<TextLink to="/vendor/channels">{m.channels_back()}</TextLink>}
        title={
          again === null ? m.channels_connect({ channel: name }) : m.channels_connect_again_title({ channel: name, account: again.name })
        }
        text={again === null ? m.channels_connect_text({ channel: name }) : m.channels_connect_again_text({ account: again.name })}
      />
      {again === null ? <Steps current="connect" /> : null}
      {canConnect ? (
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <Panel title={connectBy === 'oauth' ? m.channels_allow_title({ channel: name }) : m.channels_keys_title({ channel: name })}>
            <div className="mb-5 flex items-start gap-4">
              <ChannelMark channel={channel} />
              <p className="max-w-prose text-small text-soft">
                {connectBy === 'oauth' ? m.channels_allow_text({ channel: name }) : KEYS_HELP[channel]()}
              </p>
            </div>
            {result?.to === undefined ? null : <OnTheWay to={result.to} name={name} />}
            <Form method="post" className="grid max-w-lg gap-4" noValidate>
              <FormErrors errors={result?.errors['']} />
              {again === null ? null : <input type="hidden" name="again" value={again.id} />}
              {info.fields.map((field) => (
                <Entry key={field.name} field={field} known={again?.known[field.name]} result={result} />
              ))}
              <div className="flex flex-wrap gap-2">
                <SubmitButton pendingText={connectBy === 'oauth' ? m.channels_going({ channel: name }) : m.channels_trying()}>
                  {connectBy === 'oauth' ? m.channels_go({ channel: name }) : m.channels_connect({ channel: name })}
                </SubmitButton>
                <ButtonLink to="/vendor/channels" look="quiet">
                  {m.ui_cancel()}
                </ButtonLink>
              </div>
            </Form>
          </Panel>
          <div className="grid gap-5">
            <Scopes title={m.channels_reads()} texts={READS[channel]} />
            <Scopes title={m.channels_writes()} texts={WRITES[channel]} />
            <Scopes title={m.channels_nevers()} texts={NEVER} isNever />
          </div>
        </div>
      ) : (
        <Notice title={m.channels_not_yours_title()} text={m.channels_read_only()} />
      )}
    </>
  )
}

/**
 * To the channel's own page, which is another site: a form may lead to ours only, so that the browser is sent there by a
 * script, or by a press.
 */
function OnTheWay({ to, name }: { to: string; name: string }) {
  useEffect(() => window.location.assign(to), [to])
  return (
    <p role="status" className="mb-5 flex flex-wrap items-center gap-4 rounded-plate bg-accent-tint px-4 py-3 text-small">
      {m.channels_going({ channel: name })}
      <a href={to} className={buttonClass('primary', true)}>
        {m.channels_go({ channel: name })}
      </a>
    </p>
  )
}

const KEYS_HELP: Record<ChannelKey, () => string> = {
  amazon: m.channels_keys_help,
  shopify: m.channels_keys_help,
  bestbuy: m.channels_keys_help_bestbuy,
}

function Scopes({ title, texts, isNever = false }: { title: string; texts: (() => string)[]; isNever?: boolean }) {
  return (
    <Panel title={title}>
      <ul className="grid gap-2 text-small">
        {texts.map((text) => (
          <li key={text()} className="flex gap-2.5">
            {isNever ? (
              <span aria-hidden="true" className="mt-[0.7em] h-0.5 w-3 shrink-0 bg-stone-deep" />
            ) : (
              <Check className="mt-1 size-4 shrink-0 text-good" aria-hidden />
            )}
            {text()}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

/** What each field is called, and where a vendor finds what belongs into it. */
const FIELDS: Record<string, { label: () => string; hint: () => string }> = {
  shop: { label: m.channels_shop, hint: m.channels_shop_hint },
  apiKey: { label: m.channels_key, hint: m.channels_key_hint },
  shopId: { label: m.channels_shop_id, hint: m.channels_shop_id_hint },
  marketplace: { label: m.channels_marketplace, hint: m.channels_marketplace_hint },
}
/** What may be left empty. */
export const OPTIONAL_FIELDS: readonly string[] = ['shopId']
/** Fields that are a choice. */
const CHOICES: Record<string, { value: string; text: () => string }[]> = {
  marketplace: [
    { value: 'US', text: m.channels_place_us },
    { value: 'CA', text: m.channels_place_ca },
    { value: 'MX', text: m.channels_place_mx },
    { value: 'GB', text: m.channels_place_gb },
    { value: 'DE', text: m.channels_place_de },
    { value: 'FR', text: m.channels_place_fr },
    { value: 'IT', text: m.channels_place_it },
    { value: 'ES', text: m.channels_place_es },
    { value: 'NL', text: m.channels_place_nl },
  ],
}
/** Also what an account was connected with before, so that it is connected anew as what it is. */
function choicesOf(name: string, known: string) {
  const choices = CHOICES[name]
  return known === '' || choices?.some(({ value }) => value === known) !== false
    ? choices
    : [...choices, { value: known, text: () => countryText(known) }]
}
/** What every shop's name there ends with, in any language. */
const SHOP_HOST = '.myshopify.com'
const BOX =
  'min-h-11 w-full min-w-0 rounded-plate border border-stone-deep bg-card px-3.5 py-2 text-ink aria-invalid:border-bad aria-invalid:outline-1 aria-invalid:outline-bad'

type EntryProps = { field: ChannelInfo['fields'][number]; known: string | undefined; result: ConnectResult | undefined }

function Entry({ field, known = '', result }: EntryProps) {
  const { name, isSecret } = field
  const words = FIELDS[name]
  const isOptional = OPTIONAL_FIELDS.includes(name)
  const errors = result?.errors[name]
  const choices = choicesOf(name, known)
  const props = {
    id: name,
    name,
    className: BOX,
    'aria-invalid': errors === undefined ? undefined : true,
    'aria-describedby': `${name}-hint ${errors === undefined ? '' : `${name}-error`}`.trim(),
    defaultValue: isSecret ? undefined : (result?.values[name] ?? known),
  }
  return (
    <div>
      <label htmlFor={name} className="mb-1.5 flex items-baseline justify-between gap-3 text-small font-semibold">
        {words?.label() ?? name}
        {isOptional ? <span className="text-fine font-normal text-soft">{m.ui_optional()}</span> : null}
      </label>
      {choices === undefined ? (
        <div className="flex items-center gap-2">
          <input {...props} type={isSecret ? 'password' : 'text'} autoComplete="off" autoCapitalize="none" spellCheck={false} required />
          {name === 'shop' ? <span className="text-small text-soft">{SHOP_HOST}</span> : null}
        </div>
      ) : (
        <select {...props} defaultValue={result?.values[name] || known || choices[0]?.value} className={`${BOX} pe-8`}>
          {choices.map(({ value, text }) => (
            <option key={value} value={value}>
              {text()}
            </option>
          ))}
        </select>
      )}
      {words === undefined ? null : (
        <p id={`${name}-hint`} className="mt-1.5 text-fine text-soft">
          {words.hint()}
        </p>
      )}
      {errors === undefined ? null : (
        <p id={`${name}-error`} className="mt-1.5 text-fine font-medium text-bad">
          {errors.join(' ')}
        </p>
      )}
    </div>
  )
}
