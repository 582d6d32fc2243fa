import { type ReactNode, useEffect, useRef } from 'react'
import { m } from '#messages'
import { Button } from './button.tsx'

/** A window over the page: the browser keeps focus inside, closes it on Escape and gives focus back afterwards. */
export function Modal({
  isOpen,
  onClose,
  title,
  isTitleHidden = false,
  className = 'w-[min(34rem,calc(100vw-2rem))]',
  children,
}: {
  isOpen: boolean
  onClose: () => void
  title: string
  isTitleHidden?: boolean
  className?: string
  children: ReactNode
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    if (element === null || element.open === isOpen) return
    if (isOpen) element.showModal()
    else element.close()
  }, [isOpen])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the keyboard's way to do what a press beside the window does
    <dialog
      ref={dialog}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
      className={`m-auto max-h-[calc(100dvh-2rem)] overflow-y-auto rounded-plate border border-line bg-card p-0 shadow-xl outline-none ${className}`}
    >
      {isOpen ? (
        <div className="p-5 sm:p-6">
          {isTitleHidden ? null : <h2 className="mb-3 text-title">{title}</h2>}
          {children}
        </div>
      ) : null}
    </dialog>
  )
}

/** Asks before something that is hard to take back. The safe answer has the focus. */
export function ConfirmModal({
  isOpen,
  title,
  text,
  confirmText,
  look = 'danger',
  onConfirm,
  onCancel,
}: {
  isOpen: boolean
  title: string
  text: ReactNode
  confirmText: string
  look?: 'danger' | 'primary'
  onConfirm: () => void
  onCancel: () => void
}) {
  return (
    <Modal isOpen={isOpen} onClose={onCancel} title={title}>
      <div className="text-small text-soft">{text}</div>
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button look="secondary" onClick={onCancel}>
          {m.ui_cancel()}
        </Button>
        <Button look={look} onClick={onConfirm}>
          {confirmText}
        </Button>
      </div>
    </Modal>
  )
}
