import { useLocation } from '@remix-run/react'
import { ActionLink } from '#web/ui/action-link.tsx'
import { messages } from '#web/ui/messages.ts'
import { Notice } from '#web/ui/notice.tsx'

/** Shown where the goods would be; trying again is loading the page again. */
export function ListingsUnavailable() {
  const { pathname, search } = useLocation()
  return (
    <Notice
      title={messages.listingsUnavailableTitle()}
      text={messages.listingsUnavailableText()}
      action={
        <ActionLink to={`${pathname}${search}`} reloads>
          {messages.retry()}
        </ActionLink>
      }
    />
  )
}
