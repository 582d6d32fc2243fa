import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import bundledChromium from '@sparticuz/chromium'
import { type Browser, chromium, type Page } from 'playwright-core'

const SYSTEM_BROWSERS = [
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** Nothing but the page's own traffic; the bundled browser's default flags are not used, they switch web security off. */
const FLAGS = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A system Chrome or Chromium if there is one, else the one that npm brings (`BUNDLED_BROWSER=1` asks for it). */
export async function launchBrowser(): Promise<Browser> {
  const system = process.env.BUNDLED_BROWSER ? undefined : SYSTEM_BROWSERS.find((path) => existsSync(path))
  return chromium.launch({ executablePath: system ?? (await bundledChromium.executablePath()), args: FLAGS })
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What the accessibility checker objects to, one line each: rule, and where. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const violations = (await page.evaluate('axe.run().then(({ violations }) => violations)')) as {
    id: string
    nodes: { target: string[] }[]
  }[]
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}
