import { useState } from 'react'
import { m } from '#messages'
import { Button } from '#web/ui/button.tsx'

/** Puts a text into the clipboard, and says so until it is pressed again. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [isCopied, setCopied] = useState(false)
  return (
    <Button look="quiet" isSmall onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}>
      <span aria-live="polite">{isCopied ? m.goods_copied() : label}</span>
    </Button>
  )
}
