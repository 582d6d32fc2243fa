import { useLocation } from '@remix-run/react'
import { m } from '#messages'
import { ActionLink } from '#web/ui/action-link.tsx'
import { Notice } from '#web/ui/notice.tsx'

/** Shown where the goods would be; trying again is loading the page again. */
export function ListingsUnavailable() {
  const { pathname, search } = useLocation()
  return (
    <Notice
      title={m.shop_listings_unavailable_title()}
      text={m.shop_listings_unavailable_text()}
      action={
        <ActionLink to={`${pathname}${search}`} reloads>
          {m.ui_retry()}
        </ActionLink>
      }
    />
  )
}
