import { isRouteErrorResponse, useRouteError } from '@remix-run/react'
import { m } from '#messages'
import { ButtonLink } from '#web/ui/button.tsx'
import { ErrorPage } from '#web/ui/error-page.tsx'

/** What a page of this portal shows instead of itself. Who may not see it is told whom to ask. */
export function AdminError() {
  const error = useRouteError()
  if (!isRouteErrorResponse(error) || error.status !== 403) return <ErrorPage />
  return (
    <div className="max-w-prose py-8">
      <p className="font-display text-title font-bold text-accent">403</p>
      <h1 className="mt-2 text-page">{m.admin_forbidden_title()}</h1>
      <p className="mt-4 text-soft">{m.admin_forbidden_text()}</p>
      <p className="mt-2 text-soft">{m.admin_forbidden_who()}</p>
      <p className="mt-6">
        <ButtonLink to="/" reloads look="secondary">
          {m.ui_back_home()}
        </ButtonLink>
      </p>
    </div>
  )
}
