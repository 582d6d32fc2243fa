import { lazy, Suspense, useCallback, useState } from 'react'
import { m } from '#messages'
import { Modal } from './modal.tsx'
import type { PortalLink } from './portal-frame.tsx'
import { useShortcuts } from './shortcuts.ts'

const Palette = lazy(() => import('./command-palette.tsx'))

/**
 * The button and the keys that lead everywhere in a portal. The palette itself is fetched when it is first opened.
 * @param findPath answers `?q=` with what the portal knows by that word: `{ items: { text, note, to }[] }`
 */
export function PortalTools({ links, findPath }: { links: PortalLink[]; findPath: string }) {
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null)
  const close = useCallback(() => setOpen(null), [])
  useShortcuts(links, setOpen)
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen('palette')}
        className="flex min-h-10 w-full cursor-pointer items-center justify-between gap-3 rounded-plate border border-stone-deep bg-paper px-3 text-small text-soft hover:border-accent hover:text-ink"
      >
        {m.ui_palette_open()}
        <kbd className="rounded-plate bg-stone px-1.5 font-text text-fine text-ink">{m.ui_palette_keys()}</kbd>
      </button>
      <Suspense fallback={null}>{open === 'palette' ? <Palette links={links} findPath={findPath} onClose={close} /> : null}</Suspense>
      <Modal isOpen={open === 'keys'} onClose={close} title={m.ui_keys_title()}>
        <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-2 text-small">
          <Key name={m.ui_keys_palette()} keys={[m.ui_palette_keys()]} />
          <Key name={m.ui_keys_sheet()} keys={['?']} />
          {links.map(({ to, text, key }) =>
            key === undefined ? null : <Key key={to} name={m.ui_keys_go({ place: text })} keys={['g', key]} />,
          )}
        </dl>
      </Modal>
    </>
  )
}

function Key({ name, keys }: { name: string; keys: string[] }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="flex gap-1">
        {keys.map((key) => (
          <kbd key={key} className="rounded-plate border border-line bg-stone px-2 font-text text-fine font-semibold">
            {key}
          </kbd>
        ))}
      </dd>
    </>
  )
}
