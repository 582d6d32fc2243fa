import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { useLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { ProductView } from '#web/features/catalog/product-view.tsx'
import { chooseVariant } from '#web/features/catalog/variant-choice.ts'
import { attempt, need } from '#web/server/answer.ts'
import { readProduct } from '#web/server/catalog.ts'
import { readReviews } from '#web/server/reviews.ts'
import type { RouteHandle } from '#web/ui/hydration.ts'
import { pageMeta } from '#web/ui/page-meta.ts'

export const handle: RouteHandle = { hydrates: false }

/**
 * A product; `?variant=` chooses one of its variants.
 * @throws 404 for one there is not, or the API's own status when it cannot be read
 */
export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const slug = params.slug ?? ''
  const [product, reviews] = await Promise.all([
    need(request, readProduct(context, slug)),
    attempt(() => readReviews(context, slug, { limit: '3' })),
  ])
  const { origin, searchParams } = new URL(request.url)
  const chosen = chooseVariant(product, searchParams.get('variant'))
  return {
    product,
    reviews: reviews.ok ? reviews.value : null,
    chosenId: chosen?.id ?? null,
    origin,
    isOwnHost: context.storefrontSlug !== undefined,
  }
}

/** All variants are one page to search engines. */
export const meta: MetaFunction<typeof loader> = ({ data: page }) =>
  page === undefined
    ? []
    : pageMeta({
        title: m.shop_product_title({ title: page.product.title, shop: page.product.vendor.name }),
        description: page.product.description,
        url: `${page.origin}/p/${page.product.slug}`,
        image: page.product.images[0] ?? null,
        type: 'product',
      })

export default function ProductRoute() {
  return <ProductView {...useLoaderData<typeof loader>()} />
}
