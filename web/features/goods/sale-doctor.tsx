import type { ReactNode } from 'react'
import { m } from '#messages'
import { CircleAlert, CircleCheck } from '#web/ui/icons.ts'
import { TextLink } from '#web/ui/text-link.tsx'
import type { Product, Store } from './product-words.ts'

/** What keeps buyers from buying a product now; empty if nothing does. */
export function obstaclesOf(product: Product, { status, currency }: Pick<Store, 'status' | 'currency'>): string[] {
  const { variants } = product
  const hasPrice = variants.some(({ prices }) => prices.some((price) => price.currency === currency))
  return [
    status === 'active' ? null : m.goods_doctor_store(),
    product.status === 'draft' ? m.goods_doctor_draft() : product.status === 'archived' ? m.goods_doctor_archived() : null,
    variants.length === 0 ? m.goods_doctor_no_variant() : hasPrice ? null : m.goods_doctor_price({ currency }),
    variants.some(({ available }) => available > 0) || variants.length === 0 ? null : m.goods_doctor_stock(),
  ].filter((text) => text !== null)
}

/** Says whether buyers can buy a product, and if not, everything that is in the way. */
export function SaleDoctor({ product, store }: { product: Product; store: Store }) {
  const obstacles = obstaclesOf(product, store)
  const payments = store.canReceiveTransfers ? null : (
    <li>
      {m.goods_doctor_payments()} <TextLink to="/vendor/balance">{m.goods_doctor_connect()}</TextLink>
    </li>
  )
  if (obstacles.length === 0)
    return (
      <Line tone="border-good bg-good-tint text-good" icon={<CircleCheck className="mt-0.5 size-5 shrink-0" aria-hidden />}>
        <ul>
          <li className="font-semibold">
            {m.goods_doctor_on_sale()}{' '}
            <TextLink to={`/p/${product.slug}`} reloads>
              {m.goods_doctor_see()}
            </TextLink>
          </li>
          {payments}
        </ul>
      </Line>
    )
  return (
    <Line tone="border-warn bg-warn-tint text-warn" icon={<CircleAlert className="mt-0.5 size-5 shrink-0" aria-hidden />}>
      <p className="font-semibold">{m.goods_doctor_title()}</p>
      <ul className="list-disc ps-5">
        {obstacles.map((text) => (
          <li key={text}>{text}</li>
        ))}
        {payments}
      </ul>
    </Line>
  )
}

const Line = ({ tone, icon, children }: { tone: string; icon: ReactNode; children: ReactNode }) => (
  <div className={`mb-5 flex gap-3 rounded-plate border px-4 py-3 text-small ${tone}`}>
    {icon}
    <div className="min-w-0">{children}</div>
  </div>
)
