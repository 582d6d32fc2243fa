import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { m } from '#messages'
import type { ShopFrameData } from '#web/server/shop-frame.ts'

/** Where else to go: what is for sale, one's own things, and selling. */
export function ShopFooter({ frame: { storefront, categories, name, marketUrl } }: { frame: ShopFrameData }) {
  const top = categories.filter(({ parentSlug }) => parentSlug === null)
  return (
    <footer className="bg-night text-[#eef0f6] print:hidden">
      <div className="measure grid gap-x-10 gap-y-10 pt-14 pb-10 sm:grid-cols-2 lg:grid-cols-[1.6fr_1fr_1fr_1fr]">
        <div>
          <p
            aria-hidden="true"
            className="font-display text-[clamp(3rem,2rem+4vw,5rem)] leading-none font-extrabold tracking-[-0.05em] break-words"
          >
            {storefront === null ? m.ui_site_name().toLowerCase() : storefront.name}
          </p>
          <p className="mt-5 max-w-[34ch] text-[#c3c9dc]">{storefront === null ? m.shop_footer_text() : storefront.tagline}</p>
        </div>
        <Column title={m.shop_footer_buy()}>
          <FooterLink to="/search">{m.shop_footer_everything()}</FooterLink>
          <FooterLink to="/search?sort=rating">{m.shop_footer_loved()}</FooterLink>
          {top.slice(0, 8).map(({ slug, name: category }) => (
            <FooterLink key={slug} to={`/c/${slug}`}>
              {category}
            </FooterLink>
          ))}
        </Column>
        <Column title={m.shop_footer_help()}>
          <FooterLink to="/cart">{m.shop_footer_cart()}</FooterLink>
          {name === null ? (
            <FooterLink to="/login">{m.shop_log_in()}</FooterLink>
          ) : (
            <FooterLink to="/account">{m.shop_footer_account()}</FooterLink>
          )}
          <FooterLink to="/account/orders">{m.shop_footer_orders()}</FooterLink>
        </Column>
        <Column title={m.shop_footer_sell()}>
          {marketUrl === null ? null : (
            <li>
              <a href={marketUrl} className={LINK}>
                {m.shop_footer_market()}
              </a>
            </li>
          )}
          {storefront === null ? <FooterLink to="/sell">{m.shop_footer_open()}</FooterLink> : null}
          <FooterLink to="/vendor">{m.shop_footer_portal()}</FooterLink>
        </Column>
      </div>
    </footer>
  )
}

const LINK = 'inline-flex min-h-8 items-center text-[#c3c9dc] decoration-1 underline-offset-4 hover:text-[#eef0f6] hover:underline'

function Column({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h2 className="font-text text-small font-semibold tracking-normal">{title}</h2>
      <ul className="mt-3 text-small">{children}</ul>
    </div>
  )
}

function FooterLink({ to, children }: { to: string; children: string }) {
  return (
    <li>
      <Link to={to} className={LINK}>
        {children}
      </Link>
    </li>
  )
}
