import type { Frame, Page } from 'playwright-core'
import { expect } from 'vitest'

/** How often Tab may be pressed before something must have come into focus. */
const TABS_MAX = 150

type Wanted = { role: string; name: string | RegExp }

/** What has the focus, as assistive technology would name it; looks into the provider's frames. */
async function focused(page: Page): Promise<{ role: string; name: string }> {
  for (const frame of page.frames()) {
    const found = await readFocus(frame)
    if (found !== null) return found
  }
  return { role: '', name: '' }
}

const readFocus = (frame: Frame) =>
  frame
    .evaluate(`(() => {
      const element = document.activeElement
      if (element === null || element === document.body || element.tagName === 'IFRAME' || !document.hasFocus()) return null
      const roles = { A: 'link', BUTTON: 'button', SELECT: 'combobox', TEXTAREA: 'textbox', SUMMARY: 'summary' }
      const inputs = { radio: 'radio', number: 'spinbutton', checkbox: 'checkbox', search: 'searchbox' }
      const role = element.tagName === 'INPUT' ? (inputs[element.type] ?? 'textbox') : (roles[element.tagName] ?? element.tagName.toLowerCase())
      const label = element.getAttribute('aria-label') ?? element.labels?.[0]?.innerText ?? element.innerText ?? ''
      return { role, name: label.trim().replace(/\\s+/g, ' ') }
    })()`)
    .then((found) => found as { role: string; name: string } | null)
    .catch(() => null)

/** Presses Tab until the wanted thing has the focus, as somebody without a mouse would. @throws if it cannot be reached */
export async function tabTo(page: Page, wanted: Wanted): Promise<void> {
  const seen: string[] = []
  for (let tabs = 0; tabs < TABS_MAX; tabs++) {
    const { role, name } = await focused(page)
    if (role === wanted.role && (typeof wanted.name === 'string' ? name === wanted.name : wanted.name.test(name))) return
    seen.push(`${role} "${name}"`)
    await page.keyboard.press('Tab')
  }
  expect.unreachable(`${wanted.role} ${wanted.name} cannot be reached by Tab; passed ${seen.slice(-40).join(', ')}`)
}

/** Goes to a field by Tab and types into it. */
export async function typeInto(page: Page, name: string | RegExp, text: string, role = 'textbox'): Promise<void> {
  await tabTo(page, { role, name })
  await page.keyboard.type(text)
}
