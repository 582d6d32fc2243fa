import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/cloudflare'
import { isRouteErrorResponse, Outlet, useLoaderData, useRouteLoaderData, useSearchParams } from '@remix-run/react'
import { m } from '#messages'
import { NotFoundSearch } from '#web/features/catalog/not-found-search.tsx'
import { loadShopFrame } from '#web/server/shop-frame.ts'
import { ErrorPage } from '#web/ui/error-page.tsx'
import { ShopFrame } from '#web/ui/shop-frame.tsx'

export const loader = ({ context, request }: LoaderFunctionArgs) => loadShopFrame(context, request)

export const meta: MetaFunction = ({ error }) => {
  if (error === undefined) return [{ title: m.shop_home_title() }]
  const isMissing = isRouteErrorResponse(error) && error.status === 404
  return [{ title: isMissing ? m.ui_not_found_title() : m.ui_error_title() }, { name: 'robots', content: 'noindex' }]
}

export default function Shop() {
  const frame = useLoaderData<typeof loader>()
  const [params] = useSearchParams()
  return (
    <ShopFrame frame={frame} words={params.get('q') ?? ''}>
      <Outlet />
    </ShopFrame>
  )
}

export function ErrorBoundary() {
  const frame = useRouteLoaderData<typeof loader>('routes/_shop')
  return (
    <ShopFrame {...(frame === undefined ? {} : { frame })}>
      <div className="measure py-16 sm:py-24">
        <ErrorPage />
        <NotFoundSearch categories={frame?.categories ?? []} />
      </div>
    </ShopFrame>
  )
}
