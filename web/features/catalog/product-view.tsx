import { m } from '#messages'
import { ReviewsSection } from '#web/features/reviews/listing-reviews.tsx'
import type { ListingReviews } from '#web/features/reviews/review-words.ts'
import type { Product } from '#web/server/catalog.ts'
import { InlineData, InlineStyle } from '#web/ui/inline.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { themeCss } from '#web/ui/theme-tokens.ts'
import { Breadcrumb } from './breadcrumb.tsx'
import { BuyBar, BuyBox } from './buy-box.tsx'
import { Gallery } from './gallery.tsx'
import { OfferComparison } from './offer-comparison.tsx'
import { PlainText } from './plain-text.tsx'
import { productData } from './product-data.ts'
import { ProductFacts } from './product-facts.tsx'
import { ProductGrid } from './product-grid.tsx'
import { offersOf, priceOf } from './variant-choice.ts'
import { VendorBox } from './vendor-box.tsx'

export type ProductPage = { product: Product; reviews: ListingReviews | null; chosenId: string | null; origin: string; isOwnHost: boolean }

/** One product of one shop, and who else sells the same. */
export function ProductView({ product, reviews, chosenId, origin, isOwnHost }: ProductPage) {
  const chosen = product.variants.find(({ id }) => id === chosenId) ?? null
  const price = priceOf(product, chosenId)
  const offers = chosen === null ? [] : offersOf(product, chosen)
  return (
    <article className="product">
      <InlineData type="application/ld+json" value={productData(product, origin, reviews?.items ?? [])} />
      {isOwnHost ? null : <InlineStyle css={themeCss(product.vendor.theme, '.vendor-sign')} />}
      <div className="measure pt-4">
        <Breadcrumb steps={product.breadcrumb} />
        <div className="mt-3 grid items-start gap-x-14 gap-y-8 md:grid-cols-[minmax(0,1fr)_minmax(20rem,26rem)] lg:grid-cols-[minmax(0,1.25fr)_minmax(24rem,1fr)]">
          <Gallery product={product} />
          <div className="md:sticky md:top-6">
            <BuyBox product={product} chosen={chosen} price={price} otherOffers={Math.max(0, offers.length - 1)} />
          </div>
        </div>
        {offers.length === 0 || chosen === null ? null : <OfferComparison offers={offers} product={product} chosen={chosen} />}
        <div className="mt-14 grid gap-x-14 gap-y-12 border-t border-line pt-12 lg:grid-cols-[minmax(0,1.25fr)_minmax(24rem,1fr)]">
          <div>
            <section aria-labelledby="about">
              <h2 id="about" className="text-section">
                {m.shop_product_about()}
              </h2>
              <PlainText text={product.description} className="mt-5 max-w-prose text-lead" />
            </section>
            <ProductFacts product={product} chosen={chosen} />
          </div>
          <VendorBox vendor={product.vendor} currency={product.currency} isOwnHost={isOwnHost} />
        </div>
      </div>
      {reviews === null ? null : <ReviewsSection reviews={reviews} slug={product.slug} />}
      <p className="measure mt-8 text-fine">
        <TextLink to={`/report?kind=listing&id=${product.id}&next=/p/${product.slug}`}>{m.trust_report_listing()}</TextLink>
      </p>
      {product.more === null || product.more.length === 0 ? null : (
        <section aria-labelledby="more" className="mt-16 border-t border-line bg-card">
          <div className="measure pt-12 pb-20">
            <h2 id="more" className="mb-8 text-section">
              {m.shop_product_more({ name: product.vendor.name })}
            </h2>
            <ProductGrid listings={product.more.slice(0, 4)} showsVendor={false} />
          </div>
        </section>
      )}
      {chosen === null || price === null ? null : <BuyBar chosen={chosen} price={price} />}
    </article>
  )
}
