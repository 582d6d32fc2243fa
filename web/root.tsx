import bricolage from '@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2?url'
import instrument from '@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2?url'
import { data, type LinksFunction, type LoaderFunctionArgs } from '@remix-run/cloudflare'
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useMatches } from '@remix-run/react'
import type { ReactNode } from 'react'
import { getLocale } from '#locale'
import { m } from '#messages'
import shopScript from '#web/plain/shop.ts?worker&url'
import { readFlash } from '#web/server/flash.ts'
import { ErrorPage } from '#web/ui/error-page.tsx'
import { FlashToast } from '#web/ui/flash-toast.tsx'
import { useHydrates } from '#web/ui/hydration.ts'
import { useNonce } from '#web/ui/nonce.ts'
import portalSheet from '#web/ui/portal-sheet.css?url'
import shopSheet from '#web/ui/shop-sheet.css?url'

export const links: LinksFunction = () => [
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
  ...[bricolage, instrument].map((href) => ({ rel: 'preload', href, as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' as const })),
]

export async function loader({ context, request }: LoaderFunctionArgs) {
  const told = await readFlash(request)
  const page = { requestId: context.requestId, flash: told?.flash ?? null }
  return told === null ? page : data(page, { headers: { 'set-cookie': told.forget } })
}

/** The document around every page, error pages included. */
export function Layout({ children }: { children: ReactNode }) {
  const nonce = useNonce()
  const hydrates = useHydrates()
  const matches = useMatches()
  const isShop = matches.some(({ id }) => id === 'routes/_shop')
  const isPortal = matches.some(({ id }) => id === 'routes/vendor' || id === 'routes/admin')
  return (
    <html lang={getLocale()} dir="ltr">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta property="csp-nonce" content={nonce} nonce={nonce} suppressHydrationWarning />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#f2f3f0" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#0e1120" media="(prefers-color-scheme: dark)" />
        <Meta />
        <link rel="stylesheet" href={isPortal ? portalSheet : shopSheet} />
        <Links />
      </head>
      <body className="flex min-h-dvh flex-col">
        <a
          href="#content"
          className="sr-only z-10 rounded-plate bg-accent px-4 py-3 font-semibold text-on-accent focus:not-sr-only focus:fixed focus:start-4 focus:top-4"
        >
          {m.ui_skip_to_content()}
        </a>
        {children}
        <FlashToast />
        {isShop ? <script type="module" src={shopScript} nonce={nonce} /> : null}
        {hydrates ? (
          <>
            <ScrollRestoration nonce={nonce} />
            <Scripts nonce={nonce} />
          </>
        ) : null}
      </body>
    </html>
  )
}

export default function App() {
  return <Outlet />
}

/** The last resort, when even the shop's own frame could not be drawn. */
export function ErrorBoundary() {
  return (
    <main id="content" className="measure py-20">
      <ErrorPage />
    </main>
  )
}
