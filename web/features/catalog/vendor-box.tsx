import { m } from '#messages'
import type { Storefront } from '#web/server/catalog.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { ShopLogo } from '#web/ui/shop-logo.tsx'
import { DeliveryTerms } from './delivery-terms.tsx'
import { PlainText } from './plain-text.tsx'
import { Rating } from './rating.tsx'

/** Who sells it: the shop in its own colours, its delivery, and what it says about itself. */
export function VendorBox({ vendor, currency, isOwnHost }: { vendor: Storefront; currency: string; isOwnHost: boolean }) {
  return (
    <section aria-labelledby="vendor" className="self-start">
      <h2 id="vendor" className="sr-only">
        {m.shop_vendor_title()}
      </h2>
      <div className="vendor-sign overflow-hidden rounded-plate bg-shop text-on-shop">
        <div aria-hidden="true" className="awning" />
        <div className="flex items-center gap-4 px-5 pt-5">
          <ShopLogo shop={vendor} className="size-14 shrink-0" />
          <div className="min-w-0">
            <p className="font-display text-title font-extrabold tracking-[-0.02em]">{vendor.name}</p>
            <p className="text-small">{vendor.tagline}</p>
          </div>
        </div>
        <div className="m-5 rounded-plate bg-card p-4 text-ink">
          <Rating ratingBps={vendor.ratingBps} ratingCount={vendor.ratingCount} />
          <PlainText text={vendor.about} className="mt-2 text-small" />
          <p className="mt-4">
            <ButtonLink to={isOwnHost ? '/' : `/s/${vendor.slug}`} look="secondary" isSmall>
              {m.shop_vendor_visit()}
            </ButtonLink>
          </p>
        </div>
      </div>
      <h3 className="mt-8 mb-2 text-title">{m.shop_delivery_title()}</h3>
      <DeliveryTerms shipping={vendor.shipping} currency={currency} />
      {vendor.policies === '' ? null : (
        <details className="border-t border-line">
          <summary className="min-h-11 cursor-pointer content-center text-small font-semibold">{m.shop_policies_title()}</summary>
          <PlainText text={vendor.policies} className="pb-4 text-small text-soft" />
        </details>
      )}
    </section>
  )
}
