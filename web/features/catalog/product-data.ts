import type { ShownReview } from '#web/features/reviews/review-words.ts'
import type { Product } from '#web/server/catalog.ts'
import { isCurrency, toDecimal } from '#worker/pure/money.ts'
import { priceOf } from './variant-choice.ts'

/** The product as schema.org describes one, for search engines: prices, stock, reviews, and the way there. */
export function productData(product: Product, origin: string, reviews: readonly ShownReview[] = []): object {
  const url = `${origin}/p/${product.slug}`
  const offers = product.variants.flatMap((variant) => {
    const price = priceOf(product, variant.id)
    if (price === null || !isCurrency(price.currency)) return []
    return {
      '@type': 'Offer',
      url: `${url}?variant=${variant.id}`,
      sku: variant.sku,
      ...(variant.gtin === null ? {} : { gtin: variant.gtin }),
      price: toDecimal({ amountMinor: price.priceMinor, currency: price.currency }),
      priceCurrency: price.currency,
      availability: `https://schema.org/${variant.isInStock ? 'InStock' : 'OutOfStock'}`,
      seller: { '@type': 'Organization', name: product.vendor.name },
    }
  })
  const { ratingBps, ratingCount } = product
  return {
    '@context': 'https://schema.org',
    '@graph': [
      {
        '@type': 'Product',
        '@id': url,
        name: product.title,
        description: product.description,
        url,
        ...(product.images.length === 0 ? {} : { image: product.images.map((image) => `${origin}${image.url}?w=1280`) }),
        ...(product.brand === null ? {} : { brand: { '@type': 'Brand', name: product.brand } }),
        ...(ratingBps === null || ratingCount === 0
          ? {}
          : { aggregateRating: { '@type': 'AggregateRating', ratingValue: (ratingBps / 10_000).toFixed(1), reviewCount: ratingCount } }),
        ...(reviews.length === 0
          ? {}
          : {
              review: reviews.map(({ stars, title, text, authorName, createdAt }) => ({
                '@type': 'Review',
                reviewRating: { '@type': 'Rating', ratingValue: stars, bestRating: 5 },
                author: { '@type': 'Person', name: authorName },
                datePublished: createdAt.slice(0, 10),
                ...(title === '' ? {} : { name: title }),
                ...(text === '' ? {} : { reviewBody: text }),
              })),
            }),
        offers,
      },
      {
        '@type': 'BreadcrumbList',
        itemListElement: [
          ...product.breadcrumb.map(({ slug, name }) => ({ name, item: `${origin}/c/${slug}` })),
          { name: product.title, item: url },
        ].map((step, at) => ({ '@type': 'ListItem', position: at + 1, ...step })),
      },
    ],
  }
}
