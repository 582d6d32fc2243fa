import type { AppLoadContext } from '@remix-run/cloudflare'

/** Reviews of a listing; the product's own page shows the first few. */
export const readReviews = ({ api }: AppLoadContext, slug: string, query: Record<string, string> = {}) =>
  api.api.v1.listings[':slug'].reviews.$get({ param: { slug }, query: { limit: '10', ...query } })
