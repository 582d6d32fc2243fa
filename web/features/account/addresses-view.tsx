import { Form } from '@remix-run/react'
import { m } from '#messages'
import type { SavedAddress } from '#web/server/orders.ts'
import { Badge } from '#web/ui/badge.tsx'
import { ButtonLink, SubmitButton } from '#web/ui/button.tsx'
import { Plus } from '#web/ui/icons.ts'
import { Notice } from '#web/ui/notice.tsx'
import { PageHeader } from '#web/ui/panel.tsx'
import { AddressLines } from './address-card.tsx'

export const ADDRESSES_MAX = 20

export function AddressesView({ items }: { items: SavedAddress[] }) {
  return (
    <>
      <PageHeader title={m.account_addresses_title()} text={m.account_addresses_text()}>
        {items.length === 0 || items.length >= ADDRESSES_MAX ? null : (
          <ButtonLink to="/account/addresses/new">
            <Plus className="size-5" aria-hidden />
            {m.account_address_add()}
          </ButtonLink>
        )}
      </PageHeader>
      {items.length === 0 ? (
        <Notice
          title={m.account_addresses_none_title()}
          text={m.account_addresses_none_text()}
          action={<ButtonLink to="/account/addresses/new">{m.account_address_add()}</ButtonLink>}
        />
      ) : (
        <ul className="grid gap-4 sm:grid-cols-2">
          {items.map((saved) => (
            <li key={saved.id}>
              <AddressCard {...saved} />
            </li>
          ))}
        </ul>
      )}
      {items.length >= ADDRESSES_MAX ? (
        <p className="mt-4 text-small text-soft">{m.account_addresses_full({ max: ADDRESSES_MAX })}</p>
      ) : null}
    </>
  )
}

function AddressCard({ id, isDefault, address }: SavedAddress) {
  return (
    <article className="flex h-full flex-col rounded-plate border border-line bg-card p-4 sm:p-5">
      <div className="mb-2 min-h-6">{isDefault ? <Badge tone="accent">{m.account_address_default()}</Badge> : null}</div>
      <AddressLines address={address} />
      <div className="mt-auto flex flex-wrap gap-1 pt-4">
        <ButtonLink to={`/account/addresses/${id}`} look="secondary" isSmall>
          {m.account_address_change()}
        </ButtonLink>
        {isDefault ? null : (
          <Form method="post">
            <input type="hidden" name="addressId" value={id} />
            <SubmitButton look="quiet" isSmall name="intent" value="default">
              {m.account_address_make_default()}
            </SubmitButton>
          </Form>
        )}
        <Form method="post">
          <input type="hidden" name="addressId" value={id} />
          <SubmitButton look="quiet" isSmall name="intent" value="remove">
            {m.account_address_remove()}
          </SubmitButton>
        </Form>
      </div>
    </article>
  )
}
