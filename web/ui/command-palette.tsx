import { useNavigate } from '@remix-run/react'
import { useEffect, useState } from 'react'
import { Autocomplete, useFilter } from 'react-aria-components/Autocomplete'
import { Menu, MenuItem } from 'react-aria-components/Menu'
import { Input, SearchField } from 'react-aria-components/SearchField'
import { m } from '#messages'
import { Modal } from './modal.tsx'
import type { PortalLink } from './portal-frame.tsx'
import { type Found, useFound } from './use-found.ts'

const WORD_MIN = 2

/** One field that leads everywhere: the ways of the portal filtered while typing, and what the portal knows by that word. */
export default function CommandPalette({ links, findPath, onClose }: { links: PortalLink[]; findPath: string; onClose: () => void }) {
  const [words, setWords] = useState('')
  const navigate = useNavigate()
  const { contains } = useFilter({ sensitivity: 'base' })
  const found = useFoundBy(findPath, words)
  const ways = links.filter(({ text }) => contains(text, words)).map(({ text, to }) => ({ text, note: m.ui_palette_page(), to }))
  const items = [...ways, ...found]
  return (
    <Modal isOpen onClose={onClose} title={m.ui_palette_title()} isTitleHidden className="w-[min(40rem,calc(100vw-2rem))] mt-[12dvh]!">
      <Autocomplete inputValue={words} onInputChange={setWords}>
        <SearchField aria-label={m.ui_palette_title()} autoFocus>
          <Input
            placeholder={m.ui_palette_open()}
            className="min-h-12 w-full rounded-plate border border-stone-deep bg-paper px-4 text-body"
          />
        </SearchField>
        <Menu
          aria-label={m.ui_palette_title()}
          items={items.map((item) => ({ ...item, id: `${item.to} ${item.text}` }))}
          className="mt-3 max-h-[50dvh] overflow-y-auto outline-none"
          onAction={(key) => {
            onClose()
            navigate(String(key).split(' ')[0] ?? '/')
          }}
          renderEmptyState={() => <p className="px-3 py-6 text-center text-small text-soft">{m.ui_palette_empty()}</p>}
        >
          {({ text, note }) => (
            <MenuItem
              textValue={text}
              className="flex min-h-11 cursor-pointer items-center justify-between gap-4 rounded-plate px-3 text-small outline-none data-[focused]:bg-accent-tint data-[focused]:text-accent"
            >
              <span className="truncate font-medium">{text}</span>
              <span className="shrink-0 text-fine text-soft">{note}</span>
            </MenuItem>
          )}
        </Menu>
      </Autocomplete>
    </Modal>
  )
}

/** What the portal knows by these words, once typing rests. */
function useFoundBy(findPath: string, words: string): Found['items'] {
  const { items, ask, stop } = useFound()
  const isWord = words.trim().length >= WORD_MIN
  useEffect(() => {
    if (!isWord) return
    ask(`${findPath}?q=${encodeURIComponent(words.trim())}`)
    return stop
  }, [findPath, words, isWord, ask, stop])
  return isWord ? items : []
}
