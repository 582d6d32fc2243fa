import { ErrorPage } from './error-page.tsx'

/** What a portal shows when its frame itself could not be loaded. */
export function PortalError() {
  return (
    <main id="content" tabIndex={-1} className="measure py-16 outline-none">
      <ErrorPage />
    </main>
  )
}
