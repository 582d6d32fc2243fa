import { useBeforeUnload, useBlocker } from '@remix-run/react'
import { useCallback } from 'react'
import { m } from '#messages'
import { ConfirmModal } from './modal.tsx'

/**
 * Asks before somebody leaves a form they changed and have not sent: inside the portal by a window of ours, on closing or
 * reloading the tab by the browser's own. Pass `form.dirty` of the form's metadata. Sending the form is not leaving it.
 */
export function UnsavedGuard({ isDirty }: { isDirty: boolean }) {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation, historyAction }) =>
      isDirty && (currentLocation.pathname !== nextLocation.pathname || historyAction === 'POP'),
  )
  useBeforeUnload(
    useCallback(
      (event) => {
        if (isDirty) event.preventDefault()
      },
      [isDirty],
    ),
  )
  return (
    <ConfirmModal
      isOpen={blocker.state === 'blocked'}
      title={m.ui_unsaved_title()}
      text={m.ui_unsaved_text()}
      confirmText={m.ui_unsaved_leave()}
      onConfirm={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    />
  )
}
