import { isRouteErrorResponse, useLocation, useRouteError, useRouteLoaderData } from '@remix-run/react'
import { m } from '#messages'
import { ActionLink } from '#web/ui/action-link.tsx'

/** What went wrong in words; everything but a 404 shows the request id, which is also in our logs. Never the error itself. */
export function ErrorPage() {
  const error = useRouteError()
  const root = useRouteLoaderData('root') as { requestId: string } | undefined
  const isMissing = isRouteErrorResponse(error) && error.status === 404
  // What browsers throw where no answer came.
  const isUnreached = error instanceof TypeError && /fetch|network|load failed/i.test(error.message)
  const { pathname, search } = useLocation()
  return (
    <div className="grid items-center gap-12 lg:grid-cols-[1fr_22rem]">
      <div>
        {isUnreached ? null : (
          <p className="font-display text-title font-bold text-accent">{isRouteErrorResponse(error) ? error.status : 500}</p>
        )}
        <h1 className="mt-3 text-hero font-extrabold">
          {isMissing ? m.ui_not_found_title() : isUnreached ? m.ui_unreachable_title() : m.ui_error_title()}
        </h1>
        <p className="mt-6 max-w-prose text-lead text-soft">
          {isMissing ? m.ui_not_found_text() : isUnreached ? m.ui_unreachable_text() : m.ui_error_text()}
        </p>
        <p className="mt-8">
          <ActionLink to={isUnreached ? `${pathname}${search}` : '/'} reloads>
            {isUnreached ? m.ui_retry() : m.ui_back_home()}
          </ActionLink>
        </p>
        {isMissing || root === undefined ? null : (
          <p className="mt-8 text-fine text-soft">
            {m.ui_request_id()} <code className="select-all text-ink">{root.requestId}</code>
          </p>
        )}
      </div>
      <EmptyBay />
    </div>
  )
}

function EmptyBay() {
  return (
    <svg viewBox="0 0 220 240" className="w-full max-w-88" aria-hidden="true" focusable="false">
      <path className="fill-stone" d="M10 20h200v30H10zM28 56h34v150H28zM158 56h34v150h-34z" />
      <path
        className="fill-stone-deep"
        d="M4 12h212v8H4zM10 50h200v6H10zM36 66h4v130h-4zM46 66h4v130h-4zM166 66h4v130h-4zM176 66h4v130h-4zM16 206h188v10H16zM4 216h212v12H4z"
      />
      <circle className="fill-ochre" cx="110" cy="196" r="10" />
    </svg>
  )
}
