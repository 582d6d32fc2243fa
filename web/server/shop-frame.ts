import type { AppLoadContext } from '@remix-run/cloudflare'
import { themeCss } from '#web/ui/theme-tokens.ts'
import { attempt } from './answer.ts'
import { type Category, loadCategories, loadStorefront, type Storefront } from './catalog.ts'
import { readProfile } from './session.ts'

/** What stands around every page of the shop. A part that cannot be read is left out: no page fails for its frame. */
export type ShopFrameData = {
  /** The shop whose own host this is. */
  storefront: Storefront | null
  /** That shop's colours; worked out here, so that no browser has to. */
  themeCss: string | null
  categories: Category[]
  /** Things in the cart. */
  units: number
  /** Who is signed in. */
  name: string | null
  /** Where the whole market is, seen from a shop's own host; null where that cannot be told. */
  marketUrl: string | null
}

/** Reads the frame; a browser without a cart and a session costs no call for them. */
export async function loadShopFrame(context: AppLoadContext, request: Request): Promise<ShopFrameData> {
  const { storefrontSlug, visitor, host } = context
  const [storefront, categories, units, name] = await Promise.all([
    storefrontSlug === undefined ? null : loadStorefront(context, storefrontSlug),
    loadCategories(context),
    visitor.hasCart || visitor.hasSession ? readUnits(context) : 0,
    readProfile(context).then(
      (profile) => profile?.name ?? null,
      () => null,
    ),
  ])
  const isSubdomain = storefrontSlug !== undefined && host.startsWith(`${storefrontSlug}.`)
  return {
    storefront: storefront?.ok ? storefront.value : null,
    themeCss: storefront?.ok ? themeCss(storefront.value.theme, ':root') : null,
    categories: categories.ok ? categories.value : [],
    units,
    name,
    marketUrl: isSubdomain ? `${new URL(request.url).protocol}//${host.slice(storefrontSlug.length + 1)}/` : null,
  }
}

async function readUnits({ api }: AppLoadContext): Promise<number> {
  const cart = await attempt(() => api.api.v1.cart.$get({ query: {} }))
  return cart.ok ? cart.value.units : 0
}
