import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { unpredictablePart } from '#worker/pure/password-patterns.ts'
import { passwordFault } from '#worker/pure/password-rules.ts'

const ADA = ['ada.lovelace@analytical.example', 'Ada Lovelace', 'Kiln & Clay']
const SHORT = 'Use at least 15 characters. A few words in a row are easy to remember.'
const LONG = 'Use at most 128 characters.'
const KNOWN =
  'This is one of the first passwords a stranger would try. Avoid well-known words, counting, repeats, your name and the shop’s.'

describe('A7 password rules', () => {
  test.each([
    ['15 characters', 'lantern pickle!'],
    ['64 characters', 'gravel lantern pickle walnut sphinx oboe quartz vivid jumbo kelp'],
    ['128 characters', `${'gravel lantern pickle walnut sphinx oboe quartz vivid jumbo kelp'.repeat(2)}`.slice(0, 127).concat('!')],
    ['spaces at both ends', '  lantern pickle gravel  '],
    ['lower case only', 'walnutsphinxoboequartz'],
    ['digits only', '739105826471930'],
    ['punctuation only', '{~>;)?<|]_=:}\\/'],
    ['emoji, each of them one character', '🐢🚀🎻🧭🍋🪁🐙🎲🌋🧵🪐🍇🦜🎈🛶'],
    ['another script', 'パスワードは長いほうが良いですね'],
    ['what a password manager makes', 'vT9#qLx2!mZr8$Kp'],
    ['a known word among enough others', 'dragon walnut sphinx oboe'],
  ])('accepts %s', (_, password) => {
    expect(passwordFault(password, ADA)).toBeNull()
  })

  test.each([
    ['14 characters', 'lantern pickle', SHORT],
    ['14 emoji, though they are 28 UTF-16 units', '🐢🚀🎻🧭🍋🪁🐙🎲🌋🧵🪐🍇🦜🎈', SHORT],
    ['14 characters written as 15 code points', 'cafe\u0301 lantern 8', SHORT],
    ['129 characters', `${'gravel lantern pickle walnut sphinx oboe quartz vivid jumbo kelp'.repeat(2)}!`, LONG],
    ['nothing', '', SHORT],
  ])('refuses %s', (_, password, fault) => {
    expect(passwordFault(password, ADA)).toBe(fault)
  })

  test.each([
    'passwordpassword',
    'Password123456789',
    'P@ssw0rd!P@ssw0rd!',
    'p.a.s.s.w.o.r.d.1.2.3',
    'qwertyuiopasdfgh',
    'qwertyuiop12345',
    '1qaz2wsx3edc4rfv',
    'zaq12wsxcde34rfv',
    '1q2w3e4r5t6y7u8i',
    'asdfghjklasdfghjkl',
    '123456789012345',
    '098765432109876',
    '111111111111111',
    'aaaaaaaaaaaaaaa',
    'abcabcabcabcabc',
    'abcdefghijklmno',
    '               ',
    '!@#$%^&*()!@#$%',
    'iloveyouforever1',
    'letmein letmein 2024',
    'Summer2025Winter2026',
    'adminadministrator',
    'Trustno1Trustno1',
    'changeme-changeme',
    'correct horse battery staple',
    'MayTheForceBeWithYou!',
    'monkeydragonmaster',
    'football2026baseball',
    'welcome2welcome3',
    'ĪLöveYöuForever99',
    '🐢🐢🐢🐢🐢🐢🐢🐢🐢🐢🐢🐢🐢🐢🐢',
  ])('refuses what is on every list: %s', (password) => {
    expect(passwordFault(password, ADA)).toBe(KNOWN)
  })

  test.each([
    ['our name', 'stoa-stoa-stoa-2026'],
    ['the address', 'ada.lovelace@2026'],
    ['the name with figures for letters', 'L0velaceAda!1815!'],
    ['the shop', 'kiln & clay kiln & clay'],
    ['the domain', 'analytical12345!'],
  ])('refuses a password made of %s', (_, password) => {
    expect(passwordFault(password, ADA)).toBe(KNOWN)
  })

  test('the same password is fine for somebody else', () => {
    expect(passwordFault('lovelace analytical', ['bob@shop.example', 'Bob'])).toBeNull()
  })

  test('takes out what is predictable and leaves the rest in order', () => {
    expect(unpredictablePart('Dragon1999qwertyWalnut', [])).toBe('walnut')
    expect(unpredictablePart('xyxyxyxyxy', [])).toBe('xy')
    expect(unpredictablePart('abcd4321', [])).toBe('')
  })

  test('never refuses two dozen random letters, and takes no longer for odd input', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'bcfghjkmnpqrtvwxz2469'), minLength: 24, maxLength: 64 })
    fc.assert(
      fc.property(letters, (password) => passwordFault(password, []) === null),
      { seed: 20261121, numRuns: 2000 },
    )
    const hostile = ['a'.repeat(128), 'ab'.repeat(64), 'abc1'.repeat(32), `${'ab'.repeat(63)}c!`]
    const before = process.cpuUsage()
    for (const password of hostile) passwordFault(password, ADA)
    // Of the processor, whoever else uses it.
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(500)
  })
})
