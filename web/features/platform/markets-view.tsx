import { Form } from '@remix-run/react'
import type { InferResponseType } from 'hono/client'
import type { ReactNode } from 'react'
import { m } from '#messages'
import { Badge } from '#web/ui/badge.tsx'
import { SubmitButton } from '#web/ui/button.tsx'
import { type Column, DataTable } from '#web/ui/data-table.tsx'
import { countryText, listText } from '#web/ui/format.ts'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import type { ApiClient } from '#worker/client.ts'
import { CURRENCIES } from '#worker/pure/money.ts'
import { ChoiceEntry, Entry, FormRefusal, ReasonEntry, type Refused, TickEntry } from './entries.tsx'

type Markets = InferResponseType<ApiClient['api']['v1']['admin']['markets']['$get'], 200>
export type Market = Markets['markets'][number]
type Props = { list: Markets; edited: Market | 'new' | null; canEdit: boolean; refused: Refused }

/** Head of the pages about where the marketplace sells. */
export function MarketsFrame({ current, text, children }: { current: 'markets' | 'taxes'; text: string; children: ReactNode }) {
  return (
    <>
      <PageHeader title={current === 'markets' ? m.platform_markets_title() : m.platform_taxes_title()} text={text} />
      <TabLinks
        label={m.platform_markets_views()}
        tabs={[
          { to: '/admin/markets', text: m.platform_markets_tab(), isCurrent: current === 'markets' },
          { to: '/admin/markets/taxes', text: m.platform_taxes_tab(), isCurrent: current === 'taxes' },
        ]}
      />
      {children}
    </>
  )
}

/** Every market and currency, and the one market that is being changed. */
export function MarketsView({ list, edited, canEdit, refused }: Props) {
  return (
    <MarketsFrame current="markets" text={m.platform_markets_text()}>
      <div className="grid gap-6">
        {edited === null ? null : <MarketForm market={edited === 'new' ? null : edited} refused={refused} />}
        <Panel
          isFlush
          title={m.platform_markets_tab()}
          action={canEdit ? <TextLink to="/admin/markets?edit=new">{m.platform_market_new()}</TextLink> : undefined}
        >
          <DataTable caption={m.platform_markets_title()} columns={columnsOf(canEdit)} rows={list.markets} rowKey={({ key }) => key} />
        </Panel>
        <Panel
          title={m.platform_currencies()}
          action={canEdit ? <TextLink to="/admin/settings/currencies">{m.platform_setting_edit()}</TextLink> : undefined}
        >
          <p className="mb-4 text-small text-soft">{m.platform_currencies_text()}</p>
          <ul className="flex flex-wrap gap-2">
            {list.currencies.map(({ currency, decimals, isOffered }) => (
              <li
                key={currency}
                className={`rounded-plate border border-line px-3 py-1.5 text-small ${isOffered ? '' : 'text-soft line-through'}`}
              >
                {m.platform_currency_smallest({ code: currency, decimals })}
              </li>
            ))}
          </ul>
        </Panel>
      </div>
    </MarketsFrame>
  )
}

const columnsOf = (canEdit: boolean): Column<Market>[] => [
  {
    key: 'name',
    title: m.platform_market(),
    isHeadline: true,
    cell: ({ key, name }) => (canEdit ? <TextLink to={`/admin/markets?edit=${key}`}>{name}</TextLink> : name),
  },
  { key: 'countries', title: m.platform_market_countries(), cell: ({ countries }) => listText(countries.map(countryText)) },
  { key: 'currency', title: m.platform_market_currency(), cell: ({ currency }) => currency },
  { key: 'language', title: m.platform_market_language(), cell: ({ language }) => language },
  {
    key: 'tax',
    title: m.platform_market_tax(),
    cell: ({ taxDisplay }) => (taxDisplay === 'inclusive' ? m.platform_market_inclusive() : m.platform_market_exclusive()),
  },
  {
    key: 'open',
    title: m.platform_plans_state(),
    cell: ({ isOpen }) => <Badge tone={isOpen ? 'good' : 'plain'}>{isOpen ? m.platform_market_open() : m.platform_market_closed()}</Badge>,
  },
]

function MarketForm({ market, refused }: { market: Market | null; refused: Refused }) {
  return (
    <Panel title={market ? m.platform_market_edit({ name: market.name }) : m.platform_market_new()}>
      <Form method="post" className="grid gap-4">
        <FormRefusal refused={refused} />
        <input type="hidden" name="version" value={market?.version ?? 0} />
        <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {market ? (
            <input type="hidden" name="key" value={market.key} />
          ) : (
            <Entry
              name="key"
              label={m.platform_market_key()}
              hint={m.platform_market_key_hint()}
              value=""
              refused={refused}
              required
              pattern="[a-z][a-z0-9\-]+"
            />
          )}
          <Entry name="name" label={m.platform_market_name()} value={market?.name ?? ''} refused={refused} required />
          <ChoiceEntry
            name="currency"
            label={m.platform_market_currency()}
            value={market?.currency ?? 'EUR'}
            refused={refused}
            options={CURRENCIES.map((code) => ({ value: code, label: code }))}
          />
          <Entry
            name="language"
            label={m.platform_market_language()}
            hint={m.platform_market_language_hint()}
            value={market?.language ?? 'en'}
            refused={refused}
          />
          <ChoiceEntry
            name="taxDisplay"
            label={m.platform_market_tax()}
            value={market?.taxDisplay ?? 'inclusive'}
            refused={refused}
            options={[
              { value: 'inclusive', label: m.platform_market_inclusive() },
              { value: 'exclusive', label: m.platform_market_exclusive() },
            ]}
          />
          <Entry
            name="countries"
            label={m.platform_market_countries()}
            hint={m.platform_market_countries_hint()}
            value={market?.countries.join(', ') ?? ''}
            refused={refused}
            className="sm:col-span-2 lg:col-span-3"
            required
          />
        </div>
        <TickEntry name="isOpen" label={m.platform_market_is_open()} isOn={market?.isOpen ?? true} refused={refused} />
        <ReasonEntry refused={refused} className="max-w-xl" />
        <div className="flex flex-wrap items-center gap-4">
          <SubmitButton pendingText={m.platform_saving()}>{m.platform_save()}</SubmitButton>
          <TextLink to="/admin/markets">{m.platform_plan_back()}</TextLink>
        </div>
      </Form>
    </Panel>
  )
}
