import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import { InlineData } from '#web/ui/inline.tsx'
import { NonceContext } from '#web/ui/nonce.ts'

test('data in a page cannot end its element, and is what it was when it is read', () => {
  const value = { name: '</script><script>alert(1)</script><!--' }
  const html = renderToString(
    createElement(NonceContext.Provider, { value: 'n1' }, createElement(InlineData, { type: 'application/ld+json', value })),
  )
  const [, text = ''] = /^<script type="application\/ld\+json" nonce="n1">([^<]*)<\/script>$/.exec(html) ?? []
  expect(JSON.parse(text)).toEqual(value)
})
