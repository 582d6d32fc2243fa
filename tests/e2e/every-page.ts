import { readdirSync } from 'node:fs'

/** What addresses are made of: things the seed has. */
export type Facts = {
  product: string
  category: string
  store: string
  orderGroup: string
  vendorOrder: string
  vendorProduct: string
  vendorId: string
}
export type Who = 'guest' | 'buyer' | 'vendor' | 'admin'
export type PageRow = { route: string; path: (facts: Facts) => string; as: Who; status?: number }

/** Every page there is, by its route file, with an address of it. The test beside this fails for a page that has no row. */
export const PAGES: PageRow[] = [
  { route: '_shop._index', path: () => '/', as: 'guest' },
  { route: '_shop.$', path: () => '/nothing/here', as: 'guest', status: 404 },
  { route: '_shop.c.$slug', path: ({ category }) => `/c/${category}`, as: 'guest' },
  { route: '_shop.search', path: () => '/search?q=mug', as: 'guest' },
  { route: '_shop.p.$slug', path: ({ product }) => `/p/${product}`, as: 'guest' },
  { route: '_shop.s.$slug', path: ({ store }) => `/s/${store}`, as: 'guest' },
  { route: 'admin._index', path: () => '/admin', as: 'admin' },
  { route: 'admin.vendors._index', path: () => '/admin/vendors', as: 'admin' },
  { route: 'admin.vendors.$vendorId', path: ({ vendorId }) => `/admin/vendors/${vendorId}`, as: 'admin' },
  { route: 'admin.orders._index', path: () => '/admin/orders', as: 'admin' },
  { route: 'admin.orders.$orderId', path: ({ vendorOrder }) => `/admin/orders/${vendorOrder}`, as: 'admin' },
  { route: 'admin.payouts._index', path: () => '/admin/payouts', as: 'admin' },
  { route: 'admin.payouts.run', path: () => '/admin/payouts/run', as: 'admin' },
  { route: 'admin.ledger', path: () => '/admin/ledger?check=1', as: 'admin' },
  { route: 'admin.rates', path: () => '/admin/rates', as: 'admin' },
  { route: 'admin.dead-letters', path: () => '/admin/dead-letters', as: 'admin' },
]

/** Who looks at a page, by a log-in of the seed. */
export const LOG_INS: Record<Exclude<Who, 'guest'>, string> = {
  buyer: 'ida@buyer.example',
  vendor: 'owner@kiln-and-clay.example',
  admin: 'admin@stoa.example',
}

/** Route files that draw a page; the others answer data, or only frame pages. */
export function pageRoutes(isPage: (source: string) => boolean, read: (path: string) => string): string[] {
  return readdirSync('web/routes')
    .filter((file) => file.endsWith('.tsx') && isPage(read(`web/routes/${file}`)))
    .map((file) => file.replace(/\.tsx$/, ''))
    .sort()
}
