import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkPages } from './check-pages.ts'
import { PAGES, pageRoutes } from './every-page.ts'

test('every page there is has a row in the table of pages', () => {
  const routes = pageRoutes(
    (source) => /export default/.test(source) && !/<Outlet/.test(source),
    (path) => readFileSync(path, 'utf8'),
  )
  expect(PAGES.map(({ route }) => route).sort()).toEqual(routes)
})

checkPages(['guest', 'buyer'])
