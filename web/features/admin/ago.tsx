import { agoText, momentText } from '#web/ui/format.ts'

/** How long ago something was; the exact moment on hover. */
export function Ago({ at, nowMs }: { at: string; nowMs: number }) {
  return (
    <time dateTime={at} title={momentText(at)} className="whitespace-nowrap text-soft">
      {agoText(Date.parse(at), nowMs)}
    </time>
  )
}
