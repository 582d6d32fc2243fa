import { isRouteErrorResponse, useLocation, useRouteError } from '@remix-run/react'
import type { ReactNode } from 'react'
import { m } from '#messages'
import { ButtonLink } from '#web/ui/button.tsx'
import { ErrorPage } from '#web/ui/error-page.tsx'

/** What a page of this portal shows instead of itself: whom to ask, or where to go on. */
export function AdminError() {
  const error = useRouteError()
  const { pathname, search } = useLocation()
  const status = isRouteErrorResponse(error) ? error.status : 500
  if (status === 403)
    return (
      <Stop status={status} title={m.admin_forbidden_title()} texts={[m.admin_forbidden_text(), m.admin_forbidden_who()]}>
        <ButtonLink to="/" reloads look="secondary">
          {m.ui_back_home()}
        </ButtonLink>
      </Stop>
    )
  if (status === 404)
    return (
      <Stop status={status} title={m.admin_missing_title()} texts={[m.admin_missing_text()]}>
        <ButtonLink to="/admin" look="secondary">
          {m.admin_back_to_overview()}
        </ButtonLink>
      </Stop>
    )
  if ((status === 400 || status === 422) && search !== '')
    return (
      <Stop status={status} title={m.admin_odd_title()} texts={[m.admin_odd_text()]}>
        <ButtonLink to={pathname} look="secondary">
          {m.admin_odd_again()}
        </ButtonLink>
      </Stop>
    )
  return <ErrorPage />
}

type StopProps = { status: number; title: string; texts: string[]; children: ReactNode }

function Stop({ status, title, texts, children }: StopProps) {
  return (
    <div className="max-w-prose py-8">
      <p className="font-display text-title font-bold text-accent">{status}</p>
      <h1 className="mt-2 text-page">{title}</h1>
      {texts.map((text, index) => (
        <p key={text} className={`${index === 0 ? 'mt-4' : 'mt-2'} text-soft`}>
          {text}
        </p>
      ))}
      <p className="mt-6">{children}</p>
    </div>
  )
}
