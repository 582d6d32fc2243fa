import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { expect, test } from 'vitest'

/** All text a reader sees comes from `web/messages`; a language is a folder there. */
const FOLDER = 'web/messages/en'
const areas = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''))
const messagesOf = (area: string) =>
  Object.keys(JSON.parse(readFileSync(`${FOLDER}/${area}.json`, 'utf8')) as object).filter((key) => key !== '$schema')

const sources = readdirSync('web', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/^(build|paraglide)\//.test(file))
  .map((file) => ({ file, text: readFileSync(`web/${file}`, 'utf8') }))

/** Attributes that are shown or read out. */
const SHOWN = ['alt', 'aria-description', 'aria-label', 'aria-placeholder', 'aria-roledescription', 'label', 'placeholder', 'title']

/** Words that stand in the markup itself, with their line. */
function literalsIn(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
  const found: string[] = []
  const note = (node: ts.Node, words: string) => {
    if (/\p{L}{2}/u.test(words)) found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${words.trim()}`)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) note(node, node.text)
    if (ts.isJsxExpression(node) && node.expression && ts.isStringLiteralLike(node.expression) && !ts.isJsxAttribute(node.parent))
      note(node, node.expression.text)
    if (ts.isJsxAttribute(node) && SHOWN.includes(node.name.getText()) && node.initializer && ts.isStringLiteral(node.initializer))
      note(node, node.initializer.text)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

/** The name of the marketplace as it is drawn: a mark, not a text. */
const MARKS = ['ui/wordmark.tsx']

test('no page has a word of its own in its markup', () => {
  expect(
    sources.filter(({ file }) => file.endsWith('.tsx') && !MARKS.includes(file)).flatMap(({ file, text }) => literalsIn(file, text)),
  ).toEqual([])
})

test('the check sees text, expressions and attributes', () => {
  const page = '<p title="Tip">Hello <b>{"there"}</b><i aria-label={m.x()}>{m.y()}</i><input placeholder="Name" className="grid" /></p>'
  expect(literalsIn('x.tsx', page)).toEqual(['x.tsx:1 Tip', 'x.tsx:1 Hello', 'x.tsx:1 there', 'x.tsx:1 Name'])
})

test.each(areas)('messages of %s are named for their area and used by a page', (area) => {
  const names = messagesOf(area)
  expect(names.filter((name) => !name.startsWith(`${area}_`))).toEqual([])
  const code = sources.map(({ text }) => text).join('\n')
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(code))).toEqual([])
})
