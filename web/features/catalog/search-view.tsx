import { m } from '#messages'
import type { Category } from '#web/server/catalog.ts'
import { Notice } from '#web/ui/notice.tsx'
import { type Browsing, ListingBrowser } from './listing-browser.tsx'

export type SearchPage = Browsing & { categories: Category[] }

/** What was found, or everything where nothing was asked for. */
export function SearchView({ ownShop, ...page }: SearchPage & { ownShop: boolean }) {
  const { words } = page.filters
  return (
    <div className="measure pt-8 pb-20">
      <h1 className="mb-8 text-[clamp(1.875rem,1.4rem+2vw,3rem)] leading-[1.05] font-extrabold break-words">
        {words === null ? m.shop_search_all_title() : m.shop_for_sale_matching({ words })}
      </h1>
      <ListingBrowser
        {...page}
        ownShop={ownShop}
        empty={<Notice title={m.shop_listings_empty_title()} text={m.shop_listings_empty_text()} />}
      />
    </div>
  )
}
