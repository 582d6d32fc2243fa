import { m } from '#messages'
import type { Purchase, SavedAddress } from '#web/server/orders.ts'
import type { Profile } from '#web/server/session.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { Store } from '#web/ui/icons.ts'
import { Notice } from '#web/ui/notice.tsx'
import { PageHeader, Panel } from '#web/ui/panel.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { AddressLines } from './address-card.tsx'
import { PurchaseCard } from './purchase-card.tsx'

export type OverviewPage = { profile: Profile; latest: Purchase[] | null; address: SavedAddress | null; nowMs: number }

export function OverviewView({ profile, latest, address, nowMs }: OverviewPage) {
  return (
    <>
      <PageHeader title={m.account_overview_title({ name: profile.name })} text={profile.email} />
      <section aria-labelledby="latest">
        <div className="mb-3 flex flex-wrap items-baseline justify-between gap-3">
          <h2 id="latest" className="text-title">
            {m.account_latest_title()}
          </h2>
          <TextLink to="/account/orders">{m.account_all_orders()}</TextLink>
        </div>
        <Latest latest={latest} nowMs={nowMs} />
      </section>
      <div className="mt-8 grid gap-4 md:grid-cols-2">
        <Panel title={m.account_address_first()} action={<TextLink to="/account/addresses">{m.account_manage()}</TextLink>}>
          {address === null ? (
            <p className="text-small text-soft">
              {m.account_address_none()} <TextLink to="/account/addresses/new">{m.account_address_add()}</TextLink>
            </p>
          ) : (
            <AddressLines address={address.address} />
          )}
        </Panel>
        <Stores memberships={profile.memberships} hasPlatformRole={profile.platformRole !== null} />
      </div>
    </>
  )
}

function Latest({ latest, nowMs }: { latest: Purchase[] | null; nowMs: number }) {
  if (latest === null) return <Notice title={m.account_orders_unavailable()} text={m.ui_try_again_soon()} />
  if (latest.length === 0) {
    return (
      <Notice
        title={m.account_orders_none_title()}
        text={m.account_orders_none_text()}
        action={<ButtonLink to="/">{m.account_orders_none_action()}</ButtonLink>}
      />
    )
  }
  return (
    <ul className="grid gap-4">
      {latest.map((purchase) => (
        <li key={purchase.id}>
          <PurchaseCard purchase={purchase} nowMs={nowMs} level="h3" />
        </li>
      ))}
    </ul>
  )
}

function Stores({ memberships, hasPlatformRole }: { memberships: Profile['memberships']; hasPlatformRole: boolean }) {
  return (
    <Panel title={m.account_stores_title()}>
      {memberships.length === 0 ? (
        <p className="text-small text-soft">
          {m.account_stores_none()} <TextLink to="/sell">{m.account_stores_open()}</TextLink>
        </p>
      ) : (
        <ul className="grid gap-1">
          {memberships.map(({ vendorId, name, slug }) => (
            <li key={vendorId} className="flex min-h-11 items-center gap-3 text-small">
              <Store className="size-[1.125rem] shrink-0 text-soft" aria-hidden />
              <TextLink to={`/account/store/${slug}`} reloads>
                {name}
              </TextLink>
            </li>
          ))}
        </ul>
      )}
      {hasPlatformRole ? (
        <p className="mt-2 text-small">
          <TextLink to="/admin" reloads>
            {m.account_to_admin()}
          </TextLink>
        </p>
      ) : null}
    </Panel>
  )
}
