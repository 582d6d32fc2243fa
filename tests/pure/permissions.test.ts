import { expect, test } from 'vitest'
import { isAllowed, PERMISSIONS, type Permission, ROLES, type Role } from '#worker/pure/permissions.ts'

test('nobody is allowed what is not in the table', () => {
  for (const role of ROLES) {
    expect(isAllowed(role, 'toString' as Permission)).toBe(false)
    expect(isAllowed(role, '' as Permission)).toBe(false)
  }
  for (const permission of Object.keys(PERMISSIONS) as Permission[]) expect(isAllowed('owner' as Role, permission)).toBe(false)
})

test('the platform’s powers are the platform’s alone', () => {
  const platform = (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => permission.startsWith('platform:'))
  expect(platform.length).toBeGreaterThan(0)
  for (const permission of platform) {
    const outsiders = PERMISSIONS[permission].filter((role) => !role.startsWith('platform_') && role !== 'support_rep')
    expect(outsiders, permission).toEqual([])
  }
})
