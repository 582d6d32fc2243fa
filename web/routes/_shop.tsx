import type { MetaFunction } from '@remix-run/cloudflare'
import { isRouteErrorResponse, Outlet, useSearchParams } from '@remix-run/react'
import { m } from '#messages'
import { ErrorPage } from '#web/ui/error-page.tsx'
import { ShopFrame } from '#web/ui/shop-frame.tsx'

export const meta: MetaFunction = ({ error }) => {
  if (error === undefined) return [{ title: m.shop_home_title() }]
  const isMissing = isRouteErrorResponse(error) && error.status === 404
  return [{ title: isMissing ? m.ui_not_found_title() : m.ui_error_title() }, { name: 'robots', content: 'noindex' }]
}

export default function Shop() {
  const [params] = useSearchParams()
  return (
    <ShopFrame words={params.get('q') ?? ''}>
      <Outlet />
    </ShopFrame>
  )
}

export function ErrorBoundary() {
  return (
    <ShopFrame>
      <div className="measure py-16 sm:py-24">
        <ErrorPage />
      </div>
    </ShopFrame>
  )
}
