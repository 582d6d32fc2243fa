import { useForm } from '@conform-to/react'
import { parseWithValibot } from '@conform-to/valibot'
import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { m } from '#messages'
import { priceEntry } from '#web/features/goods/price-entry.ts'
import type { Loaded } from '#web/server/answer.ts'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge } from '#web/ui/badge.tsx'
import { ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { FormErrors, TextAreaField, TextField } from '#web/ui/field.tsx'
import { agoText, moneyText, numberText } from '#web/ui/format.ts'
import { ExternalLink, TriangleAlert } from '#web/ui/icons.ts'
import { Facts, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { UnsavedGuard } from '#web/ui/unsaved-guard.tsx'
import { CHANNEL_NAMES, type ChannelIssue, type ChannelKey } from '#worker/pure/channel.ts'
import type { Currency } from '#worker/pure/money.ts'
import type { Connection, Listing, Market } from './channel-data.ts'
import { overridesForm } from './channel-forms.ts'
import { fieldText, matchedText, stateWord } from './channel-words.ts'
import { AccountName } from './runs-table.tsx'
import { type Candidate, VariantSearch } from './variant-search.tsx'

export type ListingPage = {
  listing: Listing
  channel: ChannelKey
  suggestion: { id: string; title: string } | null
  account: Connection | undefined
  currency: Currency
  words: string
  found: Candidate[] | null
  canManage: boolean
  nowMs: number
  /** Null until somebody asks for it. */
  market: Loaded<Market> | null
  /** The channel says something of the market. */
  showsMarket: boolean
}

/** One listing at one channel: what it says there, what the channel complains of, and which product it is. */
export function ListingView(page: ListingPage & { result: SubmissionResult | undefined }) {
  const { listing, account, nowMs, result, canManage } = page
  const { title, state, quantity, quantityAt, externalId, externalSku: sku, gtin, url, issues } = listing
  const price = priceOf(listing)
  const word = stateWord(state)
  const name = CHANNEL_NAMES[page.channel]
  const known = ['title', 'description', 'price', 'quantity']
  const rest = issues.filter(({ field }) => field === null || !known.includes(field))
  const isOverrides = result?.initialValue?.intent === 'overrides'
  return (
    <>
      <PageHeader
        back={
          listing.variant === null ? (
            <TextLink to="/vendor/channels/listings?show=unmatched">{m.channels_unmatched_listings()}</TextLink>
          ) : (
            <TextLink to="/vendor/channels/listings">{m.channels_all_listings()}</TextLink>
          )
        }
        title={title}
        text={
          <span className="flex flex-wrap items-center gap-2">
            <Badge tone={word.tone}>{word.text}</Badge>
            <span>{m.channels_listing_of({ channel: name, id: sku ?? externalId ?? m.channels_draft() })}</span>
          </span>
        }
      />
      {result === undefined || isOverrides ? null : (
        <div className="mb-5">
          <FormErrors errors={result.error?.[''] ?? undefined} />
        </div>
      )}
      {rest.length === 0 ? null : (
        <ul className="mb-5 grid gap-2">
          {rest.map((issue) => (
            <li key={`${issue.code} ${issue.message}`}>
              <IssueNote issue={issue} withField />
            </li>
          ))}
        </ul>
      )}
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="grid min-w-0 gap-5">
          <Match {...page} />
          <Overrides {...page} result={isOverrides ? result : undefined} />
        </div>
        <div className="grid min-w-0 gap-5">
          <Panel title={m.channels_shown_there()}>
            <Facts
              items={[
                { name: m.channels_run_account(), value: <AccountName account={account} /> },
                {
                  name: m.channels_field_quantity(),
                  value: (
                    <>
                      {quantity === null ? '–' : numberText(quantity)}{' '}
                      {listing.stockDueAt === null ? null : <Badge tone="accent">{m.channels_due()}</Badge>}
                      {quantityAt === null ? null : (
                        <span className="block text-fine text-soft">{agoText(Date.parse(quantityAt), nowMs)}</span>
                      )}
                    </>
                  ),
                },
                { name: m.channels_field_price(), value: price === null ? m.channels_no_price() : moneyText(price) },
                { name: m.channels_sku(), value: sku ?? '–' },
                { name: m.channels_field_gtin(), value: gtin ?? '–' },
                { name: m.channels_their_id(), value: externalId ?? m.channels_draft() },
              ]}
            />
            {listing.isStockOurs ? null : <p className="mt-4 text-small text-soft">{m.channels_stock_theirs_text({ channel: name })}</p>}
            {url === null ? null : (
              <p className="mt-4 text-small">
                <a
                  href={url}
                  target="_blank"
                  rel="noreferrer"
                  className="inline-flex items-center gap-1.5 font-medium text-accent underline decoration-line underline-offset-4"
                >
                  {m.channels_see_there({ channel: name })}
                  <ExternalLink className="size-3.5" aria-hidden />
                </a>
              </p>
            )}
          </Panel>
          {canManage && state !== 'ended' ? <MarketPanel {...page} /> : null}
          {canManage && state !== 'ended' ? (
            <details className="rounded-plate border border-line bg-card">
              <summary className="flex min-h-11 cursor-pointer items-center px-4 text-small font-semibold text-bad sm:px-5">
                {m.channels_end()}
              </summary>
              <Form method="post" className="px-4 pb-5 sm:px-5">
                <p className="mb-4 text-small text-soft">{m.channels_end_text({ channel: name })}</p>
                <input type="hidden" name="version" value={listing.version} />
                <SubmitButton name="intent" value="end" look="danger" isSmall pendingText={m.channels_ending()}>
                  {m.channels_end()}
                </SubmitButton>
              </Form>
            </details>
          ) : null}
        </div>
      </div>
    </>
  )
}

/** What others ask for it there, and what the channel would keep. */
function MarketPanel({ listing, market, channel, showsMarket }: ListingPage) {
  const name = CHANNEL_NAMES[channel]
  if (!showsMarket) return null
  if (market === null) {
    return (
      <Panel title={m.channels_market()}>
        <p className="mb-4 text-small text-soft">{m.channels_market_text({ channel: name })}</p>
        <ButtonLink to="?market=now#market" look="secondary" isSmall>
          {m.channels_market_ask({ channel: name })}
        </ButtonLink>
      </Panel>
    )
  }
  if (!market.ok) {
    return (
      <Panel title={m.channels_market()} id="market">
        <p className="mb-4 text-small text-soft">{m.channels_market_failed({ channel: name })}</p>
        <ButtonLink to="?market=now#market" look="secondary" isSmall>
          {m.channels_market_again()}
        </ButtonLink>
      </Panel>
    )
  }
  const { product, competitor, fee } = market.value
  const said = (amount: Market['fee']) => (amount === null ? m.channels_market_unsaid() : moneyText(amount))
  return (
    <Panel title={m.channels_market()} id="market">
      <Facts
        items={[
          {
            name: m.channels_market_product(),
            value: product?.title ?? (listing.gtin === null ? m.channels_market_unsaid() : m.channels_market_unknown()),
          },
          { name: m.channels_market_competitor(), value: said(competitor) },
          { name: m.channels_market_fee({ channel: name }), value: said(fee) },
        ]}
      />
    </Panel>
  )
}

const priceOf = ({ priceMinor, currency }: Listing) =>
  priceMinor === null || currency === null ? null : { amountMinor: priceMinor, currency }

/** Which of the store's variants it is, and how to say that it is another. */
function Match({ listing, suggestion, words, found, canManage }: ListingPage) {
  const { variant, matchedBy, version } = listing
  const fields = [{ name: 'version', value: String(version) }, ...(variant === null ? [{ name: 'back', value: 'unmatched' }] : [])]
  return (
    <Panel title={m.channels_match()} id="match">
      {variant === null ? (
        <p className="text-small text-soft">{m.channels_match_none_text()}</p>
      ) : (
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 text-small">
          <div className="min-w-0">
            <p className="font-semibold">{[variant.title, ...Object.values(variant.optionValues)].join(', ')}</p>
            <p className="text-fine text-soft">
              {[
                variant.sku,
                m.channels_can_sell({ count: variant.available ?? 0 }),
                ...(matchedBy === null ? [] : [matchedText(matchedBy)]),
              ].join(' · ')}
            </p>
            <p className="mt-1">
              <TextLink to={`/vendor/inventory/${variant.variantId}`}>{m.channels_see_stock()}</TextLink>
            </p>
          </div>
          {canManage ? (
            <Form method="post">
              <input type="hidden" name="version" value={version} />
              <SubmitButton name="intent" value="unmap" look="secondary" isSmall pendingText={m.channels_unmatching()}>
                {m.channels_unmatch()}
              </SubmitButton>
            </Form>
          ) : null}
        </div>
      )}
      {variant === null && suggestion !== null && canManage ? (
        <Form method="post" className="mt-4">
          {fields.map((field) => (
            <input key={field.name} type="hidden" {...field} />
          ))}
          <input type="hidden" name="variant" value={suggestion.id} />
          <SubmitButton name="intent" value="map" className="whitespace-normal">
            {m.channels_match_suggested({ title: suggestion.title })}
          </SubmitButton>
        </Form>
      ) : null}
      {canManage ? (
        <details open={variant === null || words !== ''} className="mt-4">
          <summary className="flex min-h-9 cursor-pointer items-center text-small font-semibold text-accent">
            {variant === null ? m.channels_match_search() : m.channels_match_other()}
          </summary>
          <div className="mt-2">
            <VariantSearch words={words} found={found} fields={fields} />
          </div>
        </details>
      ) : null}
    </Panel>
  )
}

/** What this listing says in place of the product and the connection's settings; what the channel says of a field stands beside it. */
function Overrides({ listing, currency, canManage, result }: ListingPage & { result: SubmissionResult | undefined }) {
  const { overrides, issues, version, title } = listing
  const price = priceOf(listing)
  const [form, fields] = useForm({
    id: 'overrides',
    lastResult: result,
    onValidate: ({ formData }) => parseWithValibot(formData, { schema: overridesForm(currency) }),
    shouldValidate: 'onBlur',
    shouldRevalidate: 'onInput',
    defaultValue: {
      title: overrides.title ?? '',
      description: overrides.description ?? '',
      price: overrides.priceMinor === undefined ? '' : priceEntry(overrides.priceMinor, currency),
      buffer: overrides.buffer === undefined ? '' : String(overrides.buffer),
      quantityMax: overrides.quantityMax === undefined ? '' : String(overrides.quantityMax),
    },
  })
  const beside = (field: string, children: ReactNode) => (
    <div>
      {children}
      {issues
        .filter((issue) => issue.field === field)
        .map((issue) => (
          <div key={`${issue.code} ${issue.message}`} className="mt-2">
            <IssueNote issue={issue} />
          </div>
        ))}
    </div>
  )
  return (
    <Panel title={m.channels_overrides()}>
      <p className="mb-5 max-w-prose text-small text-soft">{m.channels_overrides_text()}</p>
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate}>
        <UnsavedGuard isDirty={form.dirty} />
        <input type="hidden" name="intent" value="overrides" />
        <input type="hidden" name="version" value={version} />
        <fieldset disabled={!canManage} className="grid gap-4">
          <FormErrors id={form.errorId} errors={form.errors} />
          {beside('title', <TextField field={fields.title} label={m.channels_field_title()} isOptional placeholder={title} />)}
          {beside('description', <TextAreaField field={fields.description} label={m.channels_field_description()} isOptional />)}
          <div className="grid gap-4 sm:grid-cols-3">
            {beside(
              'price',
              <TextField
                field={fields.price}
                label={m.channels_price_in({ currency })}
                isOptional
                inputMode="decimal"
                autoComplete="off"
                placeholder={price === null ? undefined : priceEntry(price.amountMinor, currency)}
              />,
            )}
            {beside(
              'quantity',
              <TextField field={fields.buffer} label={m.channels_buffer()} isOptional inputMode="numeric" autoComplete="off" />,
            )}
            <TextField field={fields.quantityMax} label={m.channels_max()} isOptional inputMode="numeric" autoComplete="off" />
          </div>
          <div>
            <SubmitButton pendingText={m.channels_saving()}>{m.channels_save()}</SubmitButton>
          </div>
        </fieldset>
      </Form>
    </Panel>
  )
}

/** What a channel says is wrong, in its own words. */
function IssueNote({ issue: { severity, message, field, code }, withField = false }: { issue: ChannelIssue; withField?: boolean }) {
  const isError = severity === 'error'
  const name = withField ? fieldText(field) : null
  return (
    <p className={`flex gap-2.5 rounded-plate px-3.5 py-2.5 text-small ${isError ? 'bg-bad-tint text-bad' : 'bg-warn-tint text-warn'}`}>
      <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
      <span className="min-w-0 wrap-anywhere">
        {name === null ? message : m.channels_issue({ field: name, text: message })} <span className="text-fine">({code})</span>
      </span>
    </p>
  )
}
