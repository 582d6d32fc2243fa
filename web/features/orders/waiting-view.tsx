import { useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { m } from '#messages'
import { ParcelsArt } from './parcels-art.tsx'

const EVERY_MS = 1500

/** Paid, and not placed everywhere yet. Asks again by itself: quietly with scripts, by a fresh load without. */
export function WaitingView({ isPaid, path }: { isPaid: boolean; path: string }) {
  const { revalidate, state } = useRevalidator()
  useEffect(() => {
    if (state !== 'idle') return
    const timer = setTimeout(revalidate, EVERY_MS)
    return () => clearTimeout(timer)
  }, [state, revalidate])
  return (
    <div className="measure max-w-3xl py-14 text-center sm:py-20">
      <noscript>
        <meta httpEquiv="refresh" content="4" />
      </noscript>
      <ParcelsArt count={3} className="mx-auto w-full max-w-64 motion-safe:animate-pulse" />
      <div role="status">
        <h1 className="mt-8 text-section">{isPaid ? m.checkout_waiting_title() : m.checkout_processing_title()}</h1>
        <p className="mx-auto mt-4 max-w-prose text-soft">{isPaid ? m.checkout_waiting_text() : m.checkout_processing_text()}</p>
      </div>
      <p className="mt-6 text-small">
        <a href={path} className="font-medium text-accent underline decoration-line underline-offset-4">
          {m.checkout_check_again()}
        </a>
      </p>
    </div>
  )
}
