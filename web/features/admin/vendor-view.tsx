import { m } from '#messages'
import { HealthPanel } from '#web/features/trust/health-view.tsx'
import { NotesPanel } from '#web/features/trust/notes-panel.tsx'
import type { Health, Notes } from '#web/features/trust/trust-words.ts'
import type { SubmissionResult } from '#web/server/form.ts'
import { Badge } from '#web/ui/badge.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { FormErrors } from '#web/ui/field.tsx'
import { countryText, momentText, moneyText, numberText } from '#web/ui/format.ts'
import { Facts, PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { Timeline } from '#web/ui/timeline.tsx'
import { decisionText, roleText, type VendorCase, vendorStatusText, vendorStatusTone } from './admin-words.ts'
import { VendorDecisions } from './vendor-decisions.tsx'

type Page = {
  vendor: VendorCase
  health: Health | null
  notes: Notes | null
  nowMs: number
  canDecide: boolean
  canSeeMoney: boolean
  canSetRates: boolean
  result: SubmissionResult | undefined
}

/** One vendor, for those who decide about it: the decision first, then what it rests on. */
export function VendorView({ vendor, health, notes, canDecide, canSeeMoney, canSetRates, result }: Page) {
  return (
    <>
      <PageHeader
        back={<TextLink to="/admin/vendors">{m.admin_back_to_vendors()}</TextLink>}
        title={vendor.name}
        text={
          <span className="flex flex-wrap items-center gap-2">
            <Badge tone={vendorStatusTone(vendor.status)}>{vendorStatusText(vendor.status)}</Badge>
            <span>{m.admin_registered({ when: momentText(vendor.createdAt) })}</span>
          </span>
        }
      >
        {vendor.status === 'active' ? (
          <ButtonLink to={`/s/${vendor.slug}`} look="secondary" reloads>
            {m.admin_see_store()}
          </ButtonLink>
        ) : null}
      </PageHeader>
      <div className="mb-5 empty:hidden">
        <FormErrors errors={result?.error?.[''] ?? undefined} />
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-5">
          <StoreFacts vendor={vendor} />
          {health === null ? null : <HealthPanel health={health} title={m.trust_health()} />}
          <Newest vendor={vendor} />
          <Sales vendor={vendor} canSeeMoney={canSeeMoney} canSetRates={canSetRates} />
          <Panel title={m.admin_members_title()} isFlush>
            <ul className="divide-y divide-line">
              {vendor.members.map(({ accountId, name, email, role }) => (
                <li key={accountId} className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-3 text-small sm:px-5">
                  <span className="min-w-0">
                    <span className="font-medium">{name}</span> <span className="break-all text-soft">{email}</span>
                  </span>
                  <span className="text-soft">{roleText(role)}</span>
                </li>
              ))}
            </ul>
          </Panel>
        </div>
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-5">
          {canDecide ? <VendorDecisions vendor={vendor} result={result} /> : null}
          {notes === null ? null : (
            <NotesPanel key={notes.items.length} notes={notes} action={`/admin/vendors/${vendor.id}/notes`} canPin />
          )}
          <History vendor={vendor} />
        </div>
      </div>
    </>
  )
}

function StoreFacts({ vendor }: { vendor: VendorCase }) {
  const { shipFrom } = vendor
  const nothing = <span className="text-soft">{m.admin_not_given()}</span>
  return (
    <Panel title={m.admin_store_title()}>
      <div className="mb-5 flex gap-4">
        {vendor.logo === null ? null : (
          <img
            src={`${vendor.logo.url}?w=160`}
            alt={vendor.logo.alt}
            width={64}
            height={64}
            className="size-16 shrink-0 rounded-plate object-contain"
          />
        )}
        <div className="min-w-0 max-w-prose">
          {vendor.tagline === '' ? null : <p className="font-display text-title leading-snug">{vendor.tagline}</p>}
          <p className="mt-1 text-small text-soft">{vendor.about === '' ? m.admin_no_about() : vendor.about}</p>
        </div>
      </div>
      <Facts
        items={[
          { name: m.admin_address(), value: <code className="text-fine break-all">{vendor.url}</code> },
          { name: m.admin_contact(), value: vendor.supportEmail },
          { name: m.admin_country(), value: `${countryText(vendor.country)}, ${vendor.currency}` },
          {
            name: m.admin_ships_from(),
            value:
              shipFrom === null
                ? nothing
                : [shipFrom.line1, shipFrom.line2, shipFrom.postalCode, shipFrom.city, shipFrom.region, countryText(shipFrom.country)]
                    .filter(Boolean)
                    .join(', '),
          },
          { name: m.admin_policies(), value: vendor.policies === '' ? nothing : vendor.policies },
          {
            name: m.admin_payout_account(),
            value: (
              <span className="flex flex-wrap items-center gap-2">
                <Badge tone={vendor.canReceiveTransfers ? 'good' : 'warn'}>
                  {vendor.canReceiveTransfers ? m.admin_payout_account_ready() : m.admin_payout_account_missing()}
                </Badge>
                {vendor.accountRef === null ? null : <code className="text-fine text-soft">{vendor.accountRef}</code>}
              </span>
            ),
          },
          { name: m.admin_vendor_id(), value: <code className="text-fine break-all select-all">{vendor.id}</code> },
        ]}
      />
    </Panel>
  )
}

/** What it sells, to judge it by; a store in review has no page of its own to look at. */
function Newest({ vendor: { newest, products, slug, status } }: { vendor: VendorCase }) {
  if (newest.length === 0) return null
  return (
    <Panel
      title={m.admin_newest_title({ count: numberText(products.published) })}
      action={
        status === 'active' ? (
          <span className="text-small">
            <TextLink to={`/admin/moderation/listings?vendor=${slug}`}>{m.admin_its_products()}</TextLink>
          </span>
        ) : undefined
      }
    >
      <ul className="grid grid-cols-2 gap-4 sm:grid-cols-3 xl:grid-cols-6">
        {newest.map(({ id, title, image }) => (
          <li key={id} className="min-w-0 text-fine">
            {image === null ? (
              <span className="block aspect-square rounded-plate bg-stone" aria-hidden="true" />
            ) : (
              <img
                src={`${image.url}?w=320`}
                alt=""
                loading="lazy"
                width={160}
                height={160}
                className="aspect-square w-full rounded-plate object-cover"
              />
            )}
            <span className="mt-1.5 block font-medium break-words">{title}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Sales({ vendor, canSeeMoney, canSetRates }: Pick<Page, 'vendor' | 'canSeeMoney' | 'canSetRates'>) {
  const { products, sales } = vendor
  return (
    <Panel
      title={m.admin_trade_title()}
      action={
        <span className="flex flex-wrap gap-4 text-small">
          {canSeeMoney ? <TextLink to={`/admin/orders?vendor=${vendor.id}`}>{m.admin_its_orders()}</TextLink> : null}
          {canSeeMoney ? <TextLink to={`/admin/vendors/${vendor.id}/money`}>{m.payouts_money_link()}</TextLink> : null}
          {canSeeMoney ? <TextLink to={`/admin/ledger?owner=${vendor.id}`}>{m.admin_its_money()}</TextLink> : null}
          {canSeeMoney ? <TextLink to={`/admin/statements?vendor=${vendor.id}`}>{m.settlement_nav_statements()}</TextLink> : null}
          {canSeeMoney ? <TextLink to={`/admin/audit?subject=${vendor.id}`}>{m.audit_nav_log()}</TextLink> : null}
          {canSetRates ? <TextLink to={`/admin/commission/new?vendor=${vendor.id}`}>{m.admin_its_rate()}</TextLink> : null}
        </span>
      }
    >
      <Facts
        items={[
          {
            name: m.admin_products(),
            value: m.admin_products_value({ published: numberText(products.published), all: numberText(products.listed) }),
          },
          ...(sales.length === 0
            ? [{ name: m.admin_sales(), value: m.admin_nothing_sold_yet() }]
            : sales.map(({ currency, orders, totalMinor, commissionMinor }) => ({
                name: m.admin_sales_in({ currency }),
                value: (
                  <span className="tabular-nums">
                    {m.admin_sales_value({
                      orders: m.admin_order_count({ count: orders }),
                      total: moneyText({ amountMinor: totalMinor, currency }),
                      commission: moneyText({ amountMinor: commissionMinor, currency }),
                    })}
                  </span>
                ),
              }))),
        ]}
      />
    </Panel>
  )
}

/** What was decided, by whom and why; newest first, and the registration last. */
function History({ vendor }: { vendor: VendorCase }) {
  const steps = vendor.decisions.map(({ id, action, reason, actor, actorName, at }) => ({
    key: id,
    title: decisionText(action),
    at,
    isDone: true,
    text: (
      <>
        {reason === null ? null : <p>{reason}</p>}
        <p className="text-fine text-soft">{m.admin_decided_by({ name: actorName ?? actor })}</p>
      </>
    ),
  }))
  return (
    <Panel title={m.admin_history_title()}>
      <Timeline steps={[...steps, { key: 'registered', title: m.admin_decision_registered(), at: vendor.createdAt, isDone: true }]} />
    </Panel>
  )
}
