import { InvalidInput } from '#worker/pure/problem.ts'

/** `name.myshopify.com`, as Shopify makes them; nothing else is ever asked, whatever a query string says. */
const SHOP = /^[a-z0-9][a-z0-9-]{0,59}\.myshopify\.com$/

/** The shop's own host from what a person typed: with or without `.myshopify.com`, `https://` or a path. @throws InvalidInput */
export function shopDomain(typed: string): string {
  const host = typed
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '')
  const shop = host.includes('.') ? host : `${host}.myshopify.com`
  if (!isShopDomain(shop)) {
    throw new InvalidInput([{ pointer: '/params/shop', detail: 'Give the shop’s address that ends with .myshopify.com.' }])
  }
  return shop
}

export const isShopDomain = (text: string): boolean => SHOP.test(text)
